import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { root, type Sources, sourcesOf } from "./sources.ts";

const folder = new URL("./results/", import.meta.url);

const made = {
  name: z.string(),
  /** SHA-256 over all that it rested on when it was made. */
  codeHash: z.string(),
  /** File → start of a hash over what of it counted. */
  sources: z.record(z.string(), z.string()),
  at: z.iso.datetime(),
};
const anyResult = z.looseObject(made);
const simulationResults = z.strictObject({
  ...made,
  settings: z.strictObject({ analyses: z.int() }),
  cases: z.array(z.strictObject({ name: z.string(), summary: z.record(z.string(), z.number()) })),
});

/** What all results say of themselves; they are committed. */
export type AnyResult = z.infer<typeof anyResult>;

/** What a simulation's full run found. */
export type Results = z.infer<typeof simulationResults>;

/** What a result would rest on if it were made now. */
export function sourcesNow(name: string): Sources {
  return sourcesOf(join(root, "validate", `${name}.ts`));
}

/** Would a result be the same if it were made now? */
export type Freshness =
  | { readonly state: "fresh" }
  /** `changed` names the files that are others now, or have come or gone. */
  | { readonly state: "stale"; readonly changed: readonly string[] };

/** Compares what a result rested on with what is there now. A file that only lies elsewhere is the same. */
export function freshness(
  { codeHash, sources }: Pick<AnyResult, "codeHash" | "sources">,
  now: Sources,
): Freshness {
  if (codeHash === now.hash) return { state: "fresh" };
  const unlike = (files: Sources["files"], others: Sources["files"]): string[] => {
    const there = new Set(Object.values(others));
    return Object.keys(files).filter((path) => !there.has(files[path] ?? ""));
  };
  const changed = new Set([...unlike(now.files, sources), ...unlike(sources, now.files)]);
  return { state: "stale", changed: [...changed].sort() };
}

/** In words: `fresh`, or what changed. */
export function freshWords(found: Freshness): string {
  if (found.state === "fresh") return "fresh";
  const { changed } = found;
  const more = changed.length > 6 ? ` and ${changed.length - 6} more` : "";
  return `STALE: changed since are ${changed.slice(0, 6).join(", ")}${more}`;
}

/** A committed result, or null before it was first made. */
export function readResult(name: string): AnyResult | null {
  const file = new URL(`${name}.json`, folder);
  return existsSync(file) ? anyResult.parse(JSON.parse(readFileSync(file, "utf8"))) : null;
}

/** The committed results of a simulation, or null before its first full run. */
export function readResults(name: string): Results | null {
  const found = readResult(name);
  return found === null ? null : simulationResults.parse(found);
}

/**
 * Makes a result and writes it, to be committed, with what it rested on.
 *
 * @param make gets the hash of the sources and gives what was found
 * @throws Error where the sources changed meanwhile
 */
export async function making<Found extends object>(
  name: string,
  make: (codeHash: string) => Promise<Found>,
): Promise<Found> {
  const { hash: codeHash, files: sources } = sourcesNow(name);
  const found = await make(codeHash);
  if (sourcesNow(name).hash !== codeHash) throw new Error(`the sources of ${name} changed while it was made`);
  const result = anyResult.parse({ name, codeHash, sources, at: new Date().toISOString(), ...found });
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${name}.json`, folder), textOf(result));
  return found;
}

/** A line a member, but a list of numbers on one line. A string holds no line ends. */
function textOf(result: AnyResult): string {
  const text = JSON.stringify(result, null, 2);
  return `${text.replaceAll(/\[\n[^[\]{}]*\]/g, (list) => list.replaceAll(/\n\s*/g, " "))}\n`;
}
