import { type SortedScores, weightOf } from "./sorted-scores.ts";

/** One half of the rows, as far as the walk has come. */
interface Half {
  readonly negatives: number;
  /** How many negatives each budget allows; infinite once the walk has passed its threshold. */
  readonly limits: Float64Array;
  /** The least of them, so that most steps need one look. */
  nearest: number;
  abovePositive: number;
  aboveNegative: number;
  levelPositive: number;
  levelNegative: number;
}

/**
 * Safety and usefulness of one arm with thresholds set on one half of the clusters and tried on the other, both ways round.
 *
 * @param halfOf half of each cluster, 0 or 1
 * @param times how often each cluster counts
 * @returns safety and usefulness by turns, a pair a budget
 */
export function heldOutRates(
  { positives, negatives, cluster, ends, tally }: SortedScores,
  halfOf: Uint8Array,
  times: Int32Array,
  budgets: readonly number[],
): Float64Array {
  const all = weightOf(tally[0], times);
  const ofFirst = weightOf(
    tally[0],
    times.map((count, number) => (halfOf[number] === 0 ? count : 0)),
  );
  const first = emptyHalf(budgets, ofFirst);
  const second = emptyHalf(budgets, all - ofFirst);
  const audited = new Float64Array(budgets.length * 2);
  const audit = (b: number, tried: Half, share: number): void => {
    audited[b * 2] = (audited[b * 2] ?? 0) + tried.abovePositive + share * tried.levelPositive;
    audited[b * 2 + 1] = (audited[b * 2 + 1] ?? 0) + tried.aboveNegative + share * tried.levelNegative;
  };
  const passThresholds = (set: Half, tried: Half): void => {
    const passed = set.aboveNegative + set.levelNegative;
    set.nearest = Number.POSITIVE_INFINITY;
    for (let b = 0; b < budgets.length; b++) {
      const limit = set.limits[b] ?? 0;
      if (passed <= limit) {
        set.nearest = Math.min(set.nearest, limit);
        continue;
      }
      // Ties at the threshold are audited in the fraction that is left.
      const left = Math.max(0, (budgets[b] ?? 0) * set.negatives - set.aboveNegative);
      audit(b, tried, left / set.levelNegative);
      set.limits[b] = Number.POSITIVE_INFINITY;
    }
  };
  for (let i = 0; i < ends.length; i++) {
    const number = cluster[i] ?? 0;
    const half = halfOf[number] === 0 ? first : second;
    const weight = times[number] ?? 0;
    half.levelPositive += weight * (positives[i] ?? 0);
    half.levelNegative += weight * (negatives[i] ?? 0);
    if (ends[i] === 0) continue;
    if (first.aboveNegative + first.levelNegative > first.nearest) passThresholds(first, second);
    if (second.aboveNegative + second.levelNegative > second.nearest) passThresholds(second, first);
    pass(first);
    pass(second);
    if (first.nearest === Number.POSITIVE_INFINITY && second.nearest === Number.POSITIVE_INFINITY) break;
  }
  // A budget that all rows together do not use up audits every one of them.
  for (const [set, tried] of [
    [first, second],
    [second, first],
  ] as const)
    for (let b = 0; b < budgets.length; b++)
      if (set.limits[b] !== Number.POSITIVE_INFINITY) audit(b, tried, 1);
  const usable = first.negatives > 0 && second.negatives > 0;
  const caught = weightOf(tally[1], times);
  const out = new Float64Array(budgets.length * 2);
  for (let b = 0; b < budgets.length; b++) {
    out[b * 2] = usable ? (audited[b * 2] ?? 0) / caught : Number.NaN;
    out[b * 2 + 1] = usable ? 1 - (audited[b * 2 + 1] ?? 0) / all : Number.NaN;
  }
  return out;
}

function emptyHalf(budgets: readonly number[], negatives: number): Half {
  const limits = Float64Array.from(budgets, (budget) => budget * negatives + 1e-9);
  const nearest = Math.min(...limits);
  return {
    ...{ negatives, limits, nearest },
    ...{ abovePositive: 0, aboveNegative: 0, levelPositive: 0, levelNegative: 0 },
  };
}

function pass(half: Half): void {
  half.abovePositive += half.levelPositive;
  half.aboveNegative += half.levelNegative;
  half.levelPositive = 0;
  half.levelNegative = 0;
}
