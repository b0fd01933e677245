import { clusterCount } from "../resampling/clusters.ts";
import type { Interval } from "./interval.ts";
import { squares } from "./moments.ts";
import { exactInterval } from "./proportion.ts";
import { studentQuantile } from "./student-t.ts";

/** How many clusters the rows come from, in all and in the class that has fewer; positives, and clusters that hold them. */
export interface Clusters {
  readonly all: number;
  readonly fewest: number;
  readonly positives: { readonly rows: number; readonly clusters: number };
}

/**
 * Counts the clusters of the rows that have a value.
 *
 * @param values NaN = none
 */
export function clusterTally(values: Float64Array, positive: Uint8Array, cluster: Int32Array): Clusters {
  // 1: holds a negative, 2: a positive.
  const holds = new Uint8Array(clusterCount(cluster));
  let caught = 0;
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row])) continue;
    const side = positive[row] === 1 ? 1 : 0;
    caught += side;
    const number = cluster[row] ?? 0;
    holds[number] = (holds[number] ?? 0) | (1 << side);
  }
  const of = (mask: number): number => holds.reduce((sum, held) => sum + ((held & mask) === 0 ? 0 : 1), 0);
  return {
    all: of(3),
    fewest: Math.min(of(1), of(2)),
    positives: { rows: caught, clusters: of(2) },
  };
}

/** Interval of a mean: the estimate ± Student's t times the standard error. `values` are the draws. */
export function studentInterval(estimate: number, values: Float64Array, clusters: Clusters): Interval {
  const reach = reachOf(values, clusters);
  return { estimate, low: estimate - reach, high: estimate + reach };
}

/**
 * Interval of a share of positives, such as TPR at a threshold that every draw sets anew: the exact binomial one of as many
 * independent rows as the draws' spread amounts to (Korn & Graubard 1998, Survey Methodology 24:193). A share of exactly 0 or
 * 1 has no spread; there the clusters are counted.
 */
export function shareInterval(estimate: number, values: Float64Array, clusters: Clusters): Interval {
  if (Number.isNaN(estimate)) return { estimate, low: estimate, high: estimate };
  const { rows, clusters: holding } = clusters.positives;
  const spread = varianceOf(values, clusters);
  const ofOne = studentQuantile(0.975, Math.max(1, rows - 1)) / tail(clusters);
  const inside = spread > 0 && estimate > 0 && estimate < 1;
  const independent = inside ? ((estimate * (1 - estimate)) / spread) * ofOne ** 2 : holding;
  const trials = Math.max(1, Math.min(rows, independent));
  return { ...exactInterval(estimate * trials, trials, 0.025), estimate };
}

/** Interval of an AUROC: Student's t on the logit scale; at exactly 0 or 1 what the clusters could hide. */
export function areaInterval(estimate: number, values: Float64Array, clusters: Clusters): Interval {
  if (Number.isNaN(estimate)) return { estimate, low: estimate, high: estimate };
  if (estimate === 1) return { estimate, low: 1 - hidden(clusters), high: 1 };
  if (estimate === 0) return { estimate, low: 0, high: hidden(clusters) };
  const reach = reachOf(values, clusters) / (estimate * (1 - estimate));
  const logit = Math.log(estimate / (1 - estimate));
  return { estimate, low: 1 / (1 + Math.exp(reach - logit)), high: 1 / (1 + Math.exp(-reach - logit)) };
}

/**
 * Interval of a difference of two AUROCs, a - b: Student's t; where one of them is exactly 0 or 1, what its clusters could
 * hide is added to that side in quadrature.
 */
export function differenceInterval(
  estimate: number,
  values: Float64Array,
  clusters: Clusters,
  [a, b]: readonly [number, number],
): Interval {
  if (Number.isNaN(estimate)) return { estimate, low: estimate, high: estimate };
  const reach = reachOf(values, clusters);
  const unseen = (hides: boolean): number => (hides ? hidden(clusters) : 0);
  return {
    estimate,
    low: Math.max(-1, estimate - Math.hypot(reach, unseen(a === 1), unseen(b === 0))),
    high: Math.min(1, estimate + Math.hypot(reach, unseen(a === 0), unseen(b === 1))),
  };
}

/** Student's t times the standard error. */
function reachOf(values: Float64Array, clusters: Clusters): number {
  return tail(clusters) * Math.sqrt(varianceOf(values, clusters));
}

function tail({ all }: Clusters): number {
  return studentQuantile(0.975, Math.max(1, all - 1));
}

/** Variance of the draws, times C / (C - 1), which drawing C clusters with replacement leaves out. */
function varianceOf(values: Float64Array, { all }: Clusters): number {
  return (squares(values) / Math.max(1, values.length - 1)) * (all / Math.max(1, all - 1));
}

/** How far below 1 an AUROC may be that m clusters, those of the smaller class, show as 1 once in forty times. */
function hidden({ fewest }: Clusters): number {
  return 1 - 0.025 ** (1 / Math.max(1, fewest));
}
