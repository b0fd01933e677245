import { check, checkAllWhole, checkSameLength } from "../arguments.ts";
import { squares } from "./moments.ts";

/**
 * Mean of what is left when a share of the weight is cut off at each end (Tukey & McLaughlin 1963, Sankhya A 25:331): as much as the
 * whole part of `share` times the weight, as `scipy.stats.trim_mean` has it.
 */
export interface TrimmedMean {
  /** @param times how often each group of values counts; values of a group that counts 0 times are not there */
  at(times: ArrayLike<number>): number;
}

/**
 * Prepares values for trimmed means under many weightings, as a bootstrap of groups needs them: the values are sorted once.
 *
 * @param values NaN = not there
 * @param group of each value, a position in `times`
 * @param share of the weight cut at each end, 0 up to less than .5
 * @example
 * const mean = trimmedMean([1, 2, 3, 4, 90], [0, 0, 0, 1, 1], 0.2);
 * // All groups once; the first group twice and the second not at all.
 * [mean.at([1, 1]), mean.at([2, 0])] // [3, 2]
 */
export function trimmedMean(values: ArrayLike<number>, group: ArrayLike<number>, share: number): TrimmedMean {
  checkSameLength({ values, group });
  checkAllWhole("group", group);
  check(share >= 0 && share < 0.5, "share", share, "a number from 0 to below 0.5");
  const order = Int32Array.from({ length: values.length }, (_, i) => i)
    .filter((i) => !Number.isNaN(values[i] ?? Number.NaN))
    .sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
  const sorted = Float64Array.from(order, (i) => values[i] ?? 0);
  const groups = Int32Array.from(order, (i) => group[i] ?? 0);
  return {
    at: (times) => {
      let weight = 0;
      for (let i = 0; i < groups.length; i++) weight += times[groups[i] ?? 0] ?? 0;
      const cut = Math.floor(share * weight);
      const kept = weight - 2 * cut;
      let below = 0;
      let sum = 0;
      for (let i = 0; i < groups.length && below < cut + kept; i++) {
        const count = times[groups[i] ?? 0] ?? 0;
        const from = Math.max(below, cut);
        const to = Math.min(below + count, cut + kept);
        if (to > from) sum += (to - from) * (sorted[i] ?? 0);
        below += count;
      }
      return sum / kept;
    },
  };
}

/**
 * Squared standard error of a trimmed mean: the winsorised variance (Yuen 1974, Biometrika 61:165).
 *
 * @param values NaN = not there
 * @returns NaN where fewer than two values are kept
 */
export function trimmedMeanVariance(values: Float64Array, share: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const n = sorted.length;
  const cut = Math.floor(share * n);
  const kept = n - 2 * cut;
  if (kept < 2) return Number.NaN;
  const low = sorted[cut] ?? 0;
  const high = sorted[n - 1 - cut] ?? 0;
  return squares(sorted.map((value) => Math.min(high, Math.max(low, value)))) / (kept * (kept - 1));
}
