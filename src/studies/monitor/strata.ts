import { finiteOrNull } from "../../stats/distributions/interval.ts";
import { auroc } from "../../stats/ranking/auroc.ts";
import { clusterCodes } from "../../stats/resampling/clusters.ts";
import type { FloorScorer } from "./arms/floors.ts";
import type { LeaveOut, MonitorResults } from "./results.ts";
import type { MonitorRow } from "./row.ts";

/** Names of the strata within which arms are compared. */
export const stratumNames = ["author", "suite", "authorSuite"] as const;

/** One of them. */
export type StratumName = (typeof stratumNames)[number];

/** Rows' strata as codes 0, 1, ..., for each stratum that the mapping gives; why the others are absent. */
export interface Strata {
  readonly codes: Partial<Readonly<Record<StratumName, Int32Array>>>;
  readonly absent: MonitorResults["strata"];
}

/** Numbers a list of names 0, 1, ... in alphabetical order. */
export function codesOf(names: readonly string[]): Int32Array {
  return clusterCodes(names, [...new Set(names)].sort());
}

/** Strata of the rows. */
export function strataOf(rows: readonly MonitorRow[]): Strata {
  const authors = namesOf(rows, "author");
  const suites = namesOf(rows, "suite");
  const both =
    authors === null || suites === null ? null : authors.map((name, i) => `${name}\u0000${suites[i]}`);
  const codes: Partial<Record<StratumName, Int32Array>> = {};
  if (authors !== null) codes.author = codesOf(authors);
  if (suites !== null) codes.suite = codesOf(suites);
  if (both !== null) codes.authorSuite = codesOf(both);
  const noAuthor = authors === null ? "no author field was named (--author)" : null;
  const noSuite = suites === null ? "no suite field was named (--suite)" : null;
  const absent = { author: noAuthor, suite: noSuite, authorSuite: noAuthor ?? noSuite };
  return { codes, absent };
}

/** Out-of-fold scores with each author, or each suite, held out in turn; null where there are not two of them. */
export function heldOutScores(
  scores: FloorScorer,
  rows: readonly MonitorRow[],
  positive: Uint8Array,
  part: "author" | "suite",
): Float64Array | null {
  const names = namesOf(rows, part);
  if (names === null || new Set(names).size < 2) return null;
  return scores(positive, codesOf(names));
}

/**
 * What is left when one author, or one suite, is left out at a time: the pooled AUROC of the scores that were made
 * without it, and the AUROC within each. Null where the rows have no such part, or only one.
 */
export function leaveOutOf(
  scores: Float64Array,
  rows: readonly MonitorRow[],
  positive: Uint8Array,
  part: "author" | "suite",
  retrained: boolean,
): LeaveOut | null {
  const names = namesOf(rows, part);
  if (names === null) return null;
  const parts = [...new Set(names)].sort();
  if (parts.length < 2) return null;
  return {
    retrained,
    auroc: finiteOrNull(auroc(scores, positive)),
    groups: parts.map((name) => {
      const here = names.flatMap((other, index) => (other === name ? [index] : []));
      const labels = here.map((index) => positive[index] ?? 0);
      return {
        name,
        n: here.length,
        positives: labels.reduce((sum, label) => sum + label, 0),
        auroc: finiteOrNull(
          auroc(
            here.map((index) => scores[index] ?? Number.NaN),
            labels,
          ),
        ),
      };
    }),
  };
}

export function namesOf(rows: readonly MonitorRow[], part: "author" | "suite"): string[] | null {
  const names: string[] = [];
  for (const row of rows) {
    const name = row[part];
    if (name === null) return null;
    names.push(name);
  }
  return names;
}
