// What may differ between findings of frozen runs and the same runs analysed today: test/frozen/paths.json.
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Leaf } from "../../lab/frozen/leaves.ts";

/**
 * Changes since a study's runs were frozen, by the beginning of a path in the old findings. `*` stands for any one name or position; in a new path
 * the first `*` is what the first one stood for, and so on, and `*+1` is that position plus one. The longest beginning that fits counts.
 */
const schema = z.strictObject({
  /** Old → new: the same value stands elsewhere now. */
  moved: z.record(z.string(), z.string()),
  /** Old → why it is there no longer. */
  gone: z.record(z.string(), z.string().min(1)),
  /** Old → why another value stands there now. */
  changed: z.record(z.string(), z.string().min(1)),
  /** Old → why the last digits are others: the same to a relative 1e-12. */
  digits: z.record(z.string(), z.string().min(1)).default({}),
});

/** One study's. */
export type Changes = z.infer<typeof schema>;

/** No changes. */
export const noChanges: Changes = { moved: {}, gone: {}, changed: {}, digits: {} };

/** Every study's, and those of one run beside them, by the name of the study or of the run. */
export function committedChanges(): Readonly<Record<string, Changes>> {
  const text = readFileSync(new URL("paths.json", import.meta.url), "utf8");
  return z.record(z.string(), schema).parse(JSON.parse(text));
}

/** What `*` stood for where a path begins with the pattern, or null where it does not. */
function fit(path: readonly string[], pattern: string): readonly string[] | null {
  const parts = pattern.split(".");
  const fits = parts.length <= path.length && parts.every((part, i) => part === "*" || part === path[i]);
  return fits ? path.filter((_, i) => parts[i] === "*") : null;
}

/** The longest pattern that a path begins with. */
function longest(path: string, patterns: Readonly<Record<string, unknown>>): string | undefined {
  const names = path.split(".");
  return Object.keys(patterns)
    .filter((pattern) => fit(names, pattern) !== null)
    .sort((a, b) => b.split(".").length - a.split(".").length)[0];
}

function newPath(path: string, { moved }: Changes): string {
  const from = longest(path, moved);
  const to = from === undefined ? undefined : moved[from];
  if (from === undefined || to === undefined) return path;
  const names = path.split(".");
  const stood = [...(fit(names, from) ?? [])];
  const begin = to.split(".").map((part) => {
    if (part === "*") return stood.shift() ?? "";
    return part === "*+1" ? String(Number(stood.shift()) + 1) : part;
  });
  return [...begin, ...names.slice(from.split(".").length)].join(".");
}

/** A value that is another than it was, or is missing, though no change says so. */
export interface Difference {
  readonly path: string;
  readonly was: Leaf;
  /** Undefined where nothing stands there now. */
  readonly is: Leaf | undefined;
}

/** All differences that no change allows. Numbers are the same only to the last bit, but for those of which `digits` says why not. */
export function differences(
  old: ReadonlyMap<string, Leaf>,
  now: ReadonlyMap<string, Leaf>,
  changes: Changes,
): readonly Difference[] {
  return [...old].flatMap(([path, was]): readonly Difference[] => {
    if (longest(path, changes.gone) !== undefined) return [];
    const is = now.get(newPath(path, changes));
    if (longest(path, changes.changed) !== undefined) return is === undefined ? [{ path, was, is }] : [];
    const same = Object.is(was, is) || (longest(path, changes.digits) !== undefined && near(was, is));
    return same ? [] : [{ path, was, is }];
  });
}

function near(was: Leaf, is: Leaf | undefined): boolean {
  if (typeof was !== "number" || typeof is !== "number") return false;
  return Math.abs(is - was) <= 1e-12 * Math.abs(was);
}

/** Patterns that no old path begins with: what nobody needs must not stay in the list. */
export function idle(paths: Iterable<string>, { moved, gone, changed, digits }: Changes): readonly string[] {
  const all = [...paths].map((path) => path.split("."));
  return Object.keys({ ...moved, ...gone, ...changed, ...digits }).filter((pattern) =>
    all.every((path) => fit(path, pattern) === null),
  );
}
