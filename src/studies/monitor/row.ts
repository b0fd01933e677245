import { z } from "zod";
import { agentRun } from "../../core/message.ts";
import { clusterCodes } from "../../stats/resampling/clusters.ts";

/** Schema of one run with a label, as a line of the run's snapshot holds it. */
export const monitorRow = z
  .object({
    /** SHA-256 of its messages and tools: names the run in every trial. */
    hash: z.string(),
    run: agentRun,
    positive: z.literal([0, 1]),
    group: z.string(),
    author: z.string().nullable(),
    suite: z.string().nullable(),
    /** In the sample that is measured; the others serve the floors over all rows. */
    measured: z.boolean(),
    /** The monitor model wrote it in this very study. */
    written: z.boolean().exactOptional(),
  })
  .readonly();
export type MonitorRow = z.infer<typeof monitorRow>;

/** What can be left out of training, one at a time. */
export const parts = ["suite", "author"] as const;
export type Part = (typeof parts)[number];

/** Labels of the rows, 0 or 1. */
export function labelsOf(rows: readonly MonitorRow[]): Uint8Array {
  return Uint8Array.from(rows, ({ positive }) => positive);
}

/** Each row's suite, or author; null where not every row has one. */
export function namesOf(rows: readonly MonitorRow[], part: Part): string[] | null {
  const names = rows.flatMap((row) => row[part] ?? []);
  return names.length === rows.length ? names : null;
}

/** Numbers a list of names 0, 1, ... in alphabetical order. */
export function codesOf(names: readonly string[]): Int32Array {
  return clusterCodes(names, [...new Set(names)].sort());
}

/**
 * Which part each row is held out with. Rows whose copy lies in another part are -1, neither taught nor scored: they would be known from there.
 *
 * @param family of each row
 */
export function heldOutWith(names: readonly string[], family: ArrayLike<number>): Int32Array {
  const part = codesOf(names);
  const seen = new Map<number, number>();
  const spread = new Set<number>();
  part.forEach((code, row) => {
    const own = family[row] ?? -1;
    if ((seen.get(own) ?? code) !== code) spread.add(own);
    seen.set(own, code);
  });
  return part.map((code, row) => (spread.has(family[row] ?? -1) ? -1 : code));
}

/** Labels of rows, 1 or 0, and the group of each. */
export interface Labelled {
  readonly positive: Uint8Array;
  readonly cluster: Int32Array;
}

/** Labels and groups of some rows. */
export function labelled(rows: readonly MonitorRow[]): Labelled {
  return { positive: labelsOf(rows), cluster: codesOf(rows.map(({ group }) => group)) };
}
