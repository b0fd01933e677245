import { checkAllWhole, checkLabels, checkSameLength, checkWhole } from "../arguments.ts";
import type { Interval } from "../distributions/interval.ts";
import { mean, squares } from "../distributions/moments.ts";
import { normalCdf } from "../distributions/normal.ts";
import { studentQuantile } from "../distributions/student-t.ts";
import { clusterRows } from "../resampling/clusters.ts";

/** AUROC of bags with its intervals. */
export interface BagArea extends Interval {
  readonly at99: { readonly low: number; readonly high: number };
}

/**
 * AUROC of bags of K rows by the normal approximation: a bag's score is the mean of its rows', so that with d = (m1 - m0) / sqrt(v1 + v0) of single rows it is
 * Phi(d sqrt(K)). Different scores of the same rows are compared at the same K in this way. Intervals are of d, by leaving out one cluster at a time
 * (jackknife, Student's t on clusters - 1).
 *
 * @param positive 1 or 0 a row
 * @returns null where a side has fewer than two rows, or no score differs from another
 * For instance: bagArea({ scores: [3, 5, 4, 6, 1, 2, 3, 2], positive: [1, 1, 1, 1, 0, 0, 0, 0], cluster: [0, 1, 2, 3, 0, 1, 2, 3] }, 1)?.estimate // 0.9491
 */
export function bagArea(
  {
    scores,
    positive,
    cluster,
  }: {
    readonly scores: ArrayLike<number>;
    readonly positive: ArrayLike<number>;
    readonly cluster: ArrayLike<number>;
  },
  k: number,
): BagArea | null {
  checkSameLength({ scores, positive, cluster });
  checkLabels("positive", positive);
  checkAllWhole("cluster", cluster);
  checkWhole("k", k, 1);
  const distance = (left: (row: number) => boolean): number => {
    const sides: [number[], number[]] = [[], []];
    for (let row = 0; row < scores.length; row++)
      if (!left(row)) sides[positive[row] === 1 ? 1 : 0].push(scores[row] ?? 0);
    const [below, above] = sides;
    const spread = [below, above].reduce((sum, one) => sum + squares(one) / Math.max(1, one.length - 1), 0);
    return (mean(above) - mean(below)) / Math.sqrt(spread);
  };
  const whole = distance(() => false);
  const clusters = [...clusterRows(Int32Array.from(cluster)).values()].map((rows) => new Set(rows));
  const each = clusters.map((rows) => distance((row) => rows.has(row)));
  if (![whole, ...each].every(Number.isFinite) || clusters.length < 3) return null;
  const count = clusters.length;
  const error = Math.sqrt(((count - 1) / count) * squares(each));
  const at = (d: number): number => normalCdf(d * Math.sqrt(k));
  const ends = (level: number): { readonly low: number; readonly high: number } => {
    const reach = studentQuantile(1 - (1 - level) / 2, count - 1) * error;
    return { low: at(whole - reach), high: at(whole + reach) };
  };
  return { estimate: at(whole), ...ends(0.95), at99: ends(0.99) };
}
