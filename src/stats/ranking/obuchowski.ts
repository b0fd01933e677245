import { checkAllWhole, checkLabels, checkSameLength } from "../arguments.ts";
import type { Interval } from "../distributions/interval.ts";
import { studentQuantile, studentTwoSided } from "../distributions/student-t.ts";
import { auroc } from "./auroc.ts";
import { levelsOf } from "./levels.ts";

/** An AUROC or a difference of two, with its clustered standard error. */
export interface ClusteredAuroc extends Interval {
  readonly se: number;
}

/** Two correlated AUROCs on the same clustered rows. */
export interface ObuchowskiResult {
  readonly a: ClusteredAuroc;
  readonly b: ClusteredAuroc;
  /** a - b, with the two-sided p of no difference by the same Student's t as the interval. */
  readonly difference: ClusteredAuroc & { readonly p: number };
}

/**
 * DeLong's comparison of two correlated AUROCs for clustered rows (Obuchowski 1997, Biometrics 53:567,
 * doi:10.2307/2533958); with one row a cluster it is plain DeLong. Intervals are Wald with Student's t on clusters - 1.
 * Rows that either score lacks (NaN) are left out.
 *
 * @param cluster number of each row's cluster
 * @example
 * const a = [0.9, 0.8, 0.3, 0.7, 0.2, 0.1];
 * const b = [0.6, 0.3, 0.4, 0.8, 0.5, 0.2];
 * obuchowski(a, b, [1, 1, 1, 0, 0, 0], [0, 1, 2, 0, 1, 2]).difference // { estimate: 0.4444, se: 0.294, low: -0.8204, high: 1.709, p: 0.2697 }
 */
export function obuchowski(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  positive: ArrayLike<number>,
  cluster: ArrayLike<number>,
): ObuchowskiResult {
  checkSameLength({ a, b, positive, cluster });
  checkLabels("positive", positive);
  checkAllWhole("cluster", cluster);
  const rows = Array.from({ length: positive.length }, (_, i) => i).filter(
    (i) => !Number.isNaN(a[i]) && !Number.isNaN(b[i]),
  );
  const labels = rows.map((i) => positive[i] ?? 0);
  const clusters = rows.map((i) => cluster[i] ?? 0);
  const [first, second] = [a, b].map((scores) => {
    const kept = rows.map((i) => scores[i] ?? Number.NaN);
    return { area: auroc(kept, labels), components: structural(kept, labels) };
  });
  if (first === undefined || second === undefined) throw new Error("two arms were given");
  const numbers = [...new Set(clusters)];
  const sums = (arm: typeof first, side: 0 | 1): Map<number, number> => {
    const out = new Map(numbers.map((number) => [number, 0]));
    labels.forEach((label, i) => {
      const number = clusters[i] ?? 0;
      if (label === side) out.set(number, (out.get(number) ?? 0) + (arm.components[i] ?? 0) - arm.area);
    });
    return out;
  };
  const positives = labels.filter((label) => label === 1).length;
  const negatives = labels.length - positives;
  const holding = (side: 0 | 1): number => new Set(clusters.filter((_, i) => labels[i] === side)).size;
  const scale = {
    positive: unbiased(holding(1)),
    negative: unbiased(holding(0)),
    all: unbiased(numbers.length),
  };
  const parts = [first, second].map((arm) => ({ positive: sums(arm, 1), negative: sums(arm, 0) }));
  const covariance = (left: number, right: number): number => {
    let ofPositive = 0;
    let ofNegative = 0;
    let across = 0;
    let back = 0;
    for (const number of numbers) {
      const at = (arm: number, side: "positive" | "negative"): number => parts[arm]?.[side].get(number) ?? 0;
      ofPositive += at(left, "positive") * at(right, "positive");
      ofNegative += at(left, "negative") * at(right, "negative");
      across += at(left, "positive") * at(right, "negative");
      back += at(left, "negative") * at(right, "positive");
    }
    return (
      (scale.positive * ofPositive) / positives ** 2 +
      (scale.negative * ofNegative) / negatives ** 2 +
      (scale.all * (across + back)) / (positives * negatives)
    );
  };
  const freedom = Math.max(1, numbers.length - 1);
  const wald = (estimate: number, variance: number): ClusteredAuroc => {
    const se = Math.sqrt(Math.max(0, variance));
    const reach = studentQuantile(0.975, freedom) * se;
    return { estimate, se, low: estimate - reach, high: estimate + reach };
  };
  const variance = covariance(0, 0) + covariance(1, 1) - 2 * covariance(0, 1);
  const difference = wald(first.area - second.area, variance);
  // No difference at all between two equal scores is no evidence of one, whatever 0/0 is.
  const t = difference.estimate === 0 ? 0 : difference.estimate / difference.se;
  return {
    a: wald(first.area, covariance(0, 0)),
    b: wald(second.area, covariance(1, 1)),
    difference: { ...difference, p: studentTwoSided(t, freedom) },
  };
}

function unbiased(count: number): number {
  return count / (count - 1);
}

/** DeLong's structural components: of a positive its share of negatives beaten, of a negative its share of positives above. */
function structural(scores: readonly number[], labels: readonly number[]): Float64Array {
  const { of, count } = levelsOf(scores);
  // By level: how many of each class lie below it, or at it.
  const upTo = [new Float64Array(count + 1), new Float64Array(count + 1)] as const;
  const sideOf = (row: number): 0 | 1 => (labels[row] === 1 ? 1 : 0);
  for (let row = 0; row < of.length; row++) {
    const counts = upTo[sideOf(row)];
    const level = (of[row] ?? 0) + 1;
    counts[level] = (counts[level] ?? 0) + 1;
  }
  for (const counts of upTo)
    for (let level = 1; level <= count; level++)
      counts[level] = (counts[level] ?? 0) + (counts[level - 1] ?? 0);
  return Float64Array.from(of, (level, row) => {
    const side = sideOf(row);
    const other = upTo[side === 1 ? 0 : 1];
    const share = ((other[level] ?? 0) + (other[level + 1] ?? 0)) / 2 / (other[count] ?? 0);
    return side === 1 ? share : 1 - share;
  });
}
