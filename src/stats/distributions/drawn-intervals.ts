import { clusterCount } from "../resampling/clusters.ts";
import { effectiveGroups, leastEvidence } from "../resampling/effective-groups.ts";
import type { Interval } from "./interval.ts";
import { squares, sum } from "./moments.ts";
import { exactInterval } from "./proportion.ts";
import { studentQuantile } from "./student-t.ts";

/** How many clusters the rows come from, in all and in the class that has fewer; positives, and clusters that hold them. */
export interface Clusters {
  readonly all: number;
  readonly fewest: number;
  /** Degrees of freedom of a comparison of the classes, by Satterthwaite's rule. */
  readonly freedom: number;
  readonly positives: { readonly rows: number; readonly clusters: number };
  /** Are there rows and clusters enough of both classes for an interval? Where not, none has ends. */
  readonly enough: boolean;
}

/**
 * Counts the clusters of the rows that have a value.
 *
 * @param values NaN = none
 * @param stratum where only pairs of one stratum are looked at: rows of strata that hold one class do not count
 */
export function clusterTally(
  values: Float64Array,
  positive: Uint8Array,
  cluster: Int32Array,
  stratum: Int32Array | null = null,
): Clusters {
  const held = [new Float64Array(clusterCount(cluster)), new Float64Array(clusterCount(cluster))] as const;
  const mixed = stratum === null ? null : mixedStrata(values, positive, stratum);
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row])) continue;
    if (mixed !== null && !mixed.has(stratum?.[row] ?? -1)) continue;
    const side = held[positive[row] === 1 ? 1 : 0];
    const number = cluster[row] ?? 0;
    side[number] = (side[number] ?? 0) + 1;
  }
  const of = (side: 0 | 1): { rows: number; clusters: number; effective: number } => ({
    rows: held[side].reduce((all, rows) => all + rows, 0),
    clusters: held[side].filter((rows) => rows > 0).length,
    effective: effectiveGroups(held[side]),
  });
  const sides = [of(0), of(1)] as const;
  return {
    all: held[0].filter((rows, number) => rows + (held[1][number] ?? 0) > 0).length,
    fewest: Math.min(sides[0].clusters, sides[1].clusters),
    freedom: freedomOf(held),
    positives: { rows: sides[1].rows, clusters: sides[1].clusters },
    enough: sides.every(
      ({ rows, effective }) => rows >= leastEvidence.rows && effective >= leastEvidence.groups,
    ),
  };
}

/**
 * A cluster adds to the variance by the square of its share of either class. One less than as many equal clusters as these amount to
 * (Satterthwaite 1946): with many more negatives, about the positives' clusters.
 */
function freedomOf([negatives, positives]: readonly [Float64Array, Float64Array]): number {
  const [n, p] = [sum(negatives), sum(positives)];
  const variance = negatives.map((rows, number) => (rows / n) ** 2 + ((positives[number] ?? 0) / p) ** 2);
  return Math.max(1, effectiveGroups(variance) - 1);
}

/** Strata in which rows with a value are of both classes. */
function mixedStrata(values: Float64Array, positive: Uint8Array, stratum: Int32Array): Set<number> {
  const seen = [new Set<number>(), new Set<number>()] as const;
  for (let row = 0; row < values.length; row++)
    if (!Number.isNaN(values[row])) seen[positive[row] === 1 ? 1 : 0].add(stratum[row] ?? -1);
  return seen[0].intersection(seen[1]);
}

/** The share of chance that an interval leaves out at either end: of the reported 95%, and of the 99% on which verdicts rest. */
const tails = { reported: 0.025, verdict: 0.005 } as const;

function withoutEnds(estimate: number): Interval {
  return { estimate, low: Number.NaN, high: Number.NaN };
}

/** Interval of a mean: the estimate ± Student's t times the standard error. `values` are the draws. */
export function studentInterval(estimate: number, values: Float64Array, clusters: Clusters): Interval {
  if (!clusters.enough) return withoutEnds(estimate);
  const reach = quantile(clusters) * errorOf(values, clusters);
  return { estimate, low: estimate - reach, high: estimate + reach };
}

/**
 * Interval of a share of positives, such as TPR at a threshold that every draw sets anew: the exact binomial one of as many
 * independent rows as the draws' spread amounts to (Korn & Graubard 1998, Survey Methodology 24:193). A share of exactly 0 or
 * 1 has no spread; there the clusters are counted.
 */
export function shareInterval(estimate: number, values: Float64Array, clusters: Clusters): Interval {
  if (Number.isNaN(estimate) || !clusters.enough) return withoutEnds(estimate);
  const { rows, clusters: holding } = clusters.positives;
  const spread = varianceOf(values, clusters);
  const ofOne = studentQuantile(1 - tails.reported, Math.max(1, rows - 1)) / quantile(clusters);
  const inside = spread > 0 && estimate > 0 && estimate < 1;
  const independent = inside ? ((estimate * (1 - estimate)) / spread) * ofOne ** 2 : holding;
  const trials = Math.max(1, Math.min(rows, independent));
  return { ...exactInterval(estimate * trials, trials, 0.025), estimate };
}

/** Interval of an AUROC: Student's t on the logit scale; at exactly 0 or 1 what the clusters could hide. */
export function areaInterval(estimate: number, values: Float64Array, clusters: Clusters): Interval {
  return areaFromError(estimate, errorOf(values, clusters), clusters);
}

/** The same from a standard error. */
export function areaFromError(estimate: number, error: number, clusters: Clusters): Interval {
  if (Number.isNaN(estimate) || !clusters.enough) return withoutEnds(estimate);
  if (estimate === 1) return { estimate, low: 1 - hidden(clusters), high: 1 };
  if (estimate === 0) return { estimate, low: 0, high: hidden(clusters) };
  const reach = (quantile(clusters) * error) / (estimate * (1 - estimate));
  const logit = Math.log(estimate / (1 - estimate));
  return { estimate, low: 1 / (1 + Math.exp(reach - logit)), high: 1 / (1 + Math.exp(-reach - logit)) };
}

/** A difference with the interval that is reported, and the one of 99% on which a verdict rests. */
export interface Difference {
  readonly reported: Interval;
  readonly at99: Pick<Interval, "low" | "high">;
}

/**
 * Interval of a difference of two AUROCs, a - b: Student's t; where one of them is exactly 0 or 1, what its clusters could
 * hide is added to that side in quadrature.
 */
export function differenceInterval(
  estimate: number,
  values: Float64Array,
  clusters: Clusters,
  alone: readonly [number, number],
): Difference {
  return differenceFromError(estimate, errorOf(values, clusters), clusters, alone);
}

/** The same from a standard error. */
export function differenceFromError(
  estimate: number,
  error: number,
  clusters: Clusters,
  [a, b]: readonly [number, number],
): Difference {
  const at = (tail: number): Interval => {
    if (Number.isNaN(estimate) || !clusters.enough) return withoutEnds(estimate);
    const reach = quantile(clusters, tail) * error;
    const unseen = (hides: boolean): number => (hides ? hidden(clusters, tail) : 0);
    return {
      estimate,
      low: Math.max(-1, estimate - Math.hypot(reach, unseen(a === 1), unseen(b === 0))),
      high: Math.min(1, estimate + Math.hypot(reach, unseen(a === 0), unseen(b === 1))),
    };
  };
  const { low, high } = at(tails.verdict);
  return { reported: at(tails.reported), at99: { low, high } };
}

function errorOf(values: Float64Array, clusters: Clusters): number {
  return Math.sqrt(varianceOf(values, clusters));
}

/** Of Student's t. */
function quantile({ freedom }: Clusters, tail: number = tails.reported): number {
  return studentQuantile(1 - tail, freedom);
}

/** Variance of the draws, times C / (C - 1), which drawing C clusters with replacement leaves out. */
function varianceOf(values: Float64Array, { all }: Clusters): number {
  return (squares(values) / Math.max(1, values.length - 1)) * (all / Math.max(1, all - 1));
}

/** How far below 1 an AUROC may be that m clusters, those of the smaller class, show as 1 once in forty times. */
function hidden({ fewest }: Clusters, tail: number = tails.reported): number {
  return 1 - tail ** (1 / Math.max(1, fewest));
}
