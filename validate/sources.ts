import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "../src/core/json.ts";
import { type ModuleParts, moduleParts, type Part } from "./module-parts.ts";

/** Hashes of what a module rests on. */
export interface Sources {
  /** SHA-256 over all statements and data, in no order: in which file they stand does not matter. */
  readonly hash: string;
  /** Path from the root → start of a hash over what of that file counts, to say which one changed. */
  readonly files: Readonly<Record<string, string>>;
}

/** Reads a file by its path; null where there is none. */
export type Read = (path: string) => Uint8Array | null;

/** The repository's root. */
export const root: string = fileURLToPath(new URL("..", import.meta.url));

/** Files as they are on disk. */
export const onDisk: Read = (path) =>
  existsSync(path) && statSync(path).isFile() ? readFileSync(path) : null;

/**
 * Everything that a module rests on: its statements; what they name, in their own module or by import; what has an effect in a module that is come to;
 * workers, files and folders that stand there by their address. Comments, blanks, types and import lines do not count, and neither do
 * packages.
 *
 * @param entry path of the module
 * @param from paths are told from here on
 * @throws Error where an import leads nowhere
 */
export function sourcesOf(entry: string, read: Read = onDisk, from = root): Sources {
  const counted = new Map<string, Set<string>>();
  const modules = new Map<string, ModuleParts>();
  const asked = new Set<string>();

  /** Counts what stands in a file; false where it was counted before. */
  const count = (path: string, content: string | Uint8Array): boolean => {
    const own = counted.get(path) ?? new Set();
    const before = own.size;
    counted.set(path, own.add(sha256(content)));
    return own.size > before;
  };
  const enter = (path: string): ModuleParts => {
    const known = modules.get(path);
    if (known !== undefined) return known;
    const module = partsOf(bytesOf(path, read));
    modules.set(path, module);
    for (const effect of module.effects) enter(beside(path, effect));
    for (const part of module.parts) if (part.declares.length === 0) take(path, part);
    return module;
  };
  const take = (path: string, part: Part): void => {
    if (!count(path, part.code)) return;
    for (const name of part.names) within(path, name);
    for (const address of part.addresses) {
      const to = beside(path, address);
      // A task's address has no ending, for the package has another.
      const file = [to, `${to}.ts`].find((one) => read(one) !== null);
      if (file?.endsWith(".ts") === true) exported(file, "*");
      else for (const data of file === undefined ? dataIn(to) : [file]) count(data, bytesOf(data, read));
    }
  };
  /** What a name stands for in a module's own code. */
  const within = (path: string, name: string): void => {
    if (asked.has(`${path} ${name}`)) return;
    asked.add(`${path} ${name}`);
    const { parts, imports } = enter(path);
    for (const part of parts) if (part.declares.includes(name)) take(path, part);
    const there = imports.get(name);
    if (there !== undefined) exported(beside(path, there.module), there.name);
  };
  /** What a name stands for to those who import it. */
  const exported = (path: string, name: string): void => {
    if (asked.has(`${path} as ${name}`)) return;
    asked.add(`${path} as ${name}`);
    const { parts, imports, exportedAs, passedOn, allOf } = enter(path);
    const there = name === "*" ? [...passedOn.values()] : [passedOn.get(name) ?? []].flat();
    for (const one of there) exported(beside(path, one.module), one.name);
    const local = exportedAs.get(name) ?? name;
    const here = parts.filter(({ declares }) => name === "*" || declares.includes(local));
    for (const part of here) take(path, part);
    if (imports.has(local)) within(path, local);
    else if (name === "*" || there.length + here.length === 0)
      for (const module of allOf) exported(beside(path, module), name);
  };

  exported(entry, "*");
  const all = new Set([...counted.values()].flatMap((own) => [...own]));
  return {
    hash: sha256([...all].sort().join("\n")),
    files: Object.fromEntries(
      [...counted]
        .map(([path, own]): [string, string] => [
          relative(from, path).split(sep).join("/"),
          sha256([...own].sort().join("\n")).slice(0, 12),
        ])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}

const known = new Map<string, ModuleParts>();

/** Modules do not change while a process runs, and many results rest on the same. */
function partsOf(bytes: Uint8Array): ModuleParts {
  const text = new TextDecoder().decode(bytes);
  const parts = known.get(text) ?? moduleParts(text);
  known.set(text, parts);
  return parts;
}

function beside(path: string, address: string): string {
  return join(dirname(path), address);
}

function bytesOf(path: string, read: Read): Uint8Array {
  const found = read(path);
  if (found === null) throw new Error(`${path} is named among the sources of a result, but is not there`);
  return found;
}

/** What in a folder is neither code nor words for people; not what lies deeper. */
function dataIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.([cm]?[jt]s|md)$/.test(entry.name))
    .map(({ name }) => join(folder, name));
}
