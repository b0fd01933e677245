import {
  checkAllFinite,
  checkCount,
  checkEach,
  checkInside,
  checkSameLength,
  checkSome,
} from "../arguments.ts";
import type { Interval } from "./interval.ts";
import { mean, squares, sum } from "./moments.ts";
import { exactInterval } from "./proportion.ts";
import { studentQuantile } from "./student-t.ts";

/** A weighted sum of arms' means, with its interval and the units it rests on. */
export interface Contrast extends Interval {
  /** Units that have a value in every arm of weight other than 0. */
  readonly units: number;
}

/**
 * Sum of weights times means, paired by unit: Student's t of the units' own sums. Units where an arm has no value are left out. Where all
 * sums are alike, what units of values from 0 to 1 could hide is put in the place of their spread: 1 - (tail)^(1/n) of the sum's range.
 *
 * @param arms values from 0 to 1 by unit; NaN = none
 * @param weights one an arm; those of a difference or a slope sum to 0
 * @example
 * const before = Float64Array.of(0.2, 0.4, 0.1, 0.3);
 * const after = Float64Array.of(0.5, 0.6, 0.6, 0.4);
 * contrast([after, before], [1, -1]) // { estimate: 0.275, low: 0.003247, high: 0.5468, units: 4 }
 */
export function contrast(
  arms: readonly Float64Array[],
  weights: readonly number[],
  confidence = 0.95,
): Contrast {
  checkSome("arms", arms);
  checkSameLength({ arms, weights });
  checkSameLength(Object.fromEntries(arms.map((values, arm) => [`arms[${arm}]`, values])));
  for (const [arm, values] of arms.entries())
    checkEach(`arms[${arm}]`, values, (value) => !(value < 0 || value > 1), "a number from 0 to 1, or NaN");
  checkAllFinite("weights", weights);
  checkInside("confidence", confidence);
  const sums = unitSums(arms, weights);
  const units = sums.length;
  const tail = (1 - confidence) / 2;
  const estimate = mean(sums);
  if (units < 2) return { estimate, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, units };
  const error = Math.sqrt(squares(sums) / (units - 1) / units);
  const range = weights.reduce((total, weight) => total + Math.max(0, weight), 0);
  const reach =
    error > 1e-12 * range ? studentQuantile(1 - tail, units - 1) * error : range * (1 - tail ** (1 / units));
  return { estimate, low: estimate - reach, high: estimate + reach, units };
}

/** Weights with which means at the places `x` sum to the slope of their least-squares line, each mean weighing the same. */
export function slopeWeights(x: readonly number[]): number[] {
  const middle = mean(x);
  const all = squares(x);
  return x.map((value) => (value - middle) / all);
}

/** The weighted sum of each unit that has a value wherever a weight is not 0. */
export function unitSums(arms: readonly Float64Array[], weights: readonly number[]): number[] {
  const used = arms.flatMap((values, arm) => {
    const weight = weights[arm] ?? 0;
    return weight === 0 ? [] : [{ values, weight }];
  });
  const count = used[0]?.values.length ?? 0;
  const sums = Array.from({ length: count }, (_, unit) =>
    used.reduce((sum, { values, weight }) => sum + weight * (values[unit] ?? Number.NaN), 0),
  );
  return sums.filter((sum) => !Number.isNaN(sum));
}

/**
 * Interval of a rate over tries in clusters: the exact one of as many independent tries as the clusters' spread amounts to (Korn & Graubard
 * 1998, Survey Methodology 24:193). At exactly 0 or 1, where nothing spreads, the clusters are counted.
 *
 * @param hits successes by cluster
 * @param tries tries by cluster; a cluster without a try does not count
 * @example clusteredRate([3, 0, 2, 5], [5, 5, 5, 5]) // { estimate: 0.5, low: 0.02465, high: 0.9754 }
 */
export function clusteredRate(hits: readonly number[], tries: readonly number[]): Interval {
  checkSameLength({ hits, tries });
  for (const [i, count] of tries.entries()) checkCount(`hits[${i}]`, hits[i] ?? 0, `tries[${i}]`, count);
  const all = sum(tries);
  const estimate = sum(hits) / all;
  const clusters = tries.filter((count) => count > 0).length;
  if (clusters === 0) return { estimate: Number.NaN, low: 0, high: 1 };
  if (estimate === 0 || estimate === 1 || clusters < 2)
    return { ...exactInterval(estimate * clusters, clusters), estimate };
  const apart = sum(tries.map((count, i) => ((hits[i] ?? 0) - estimate * count) ** 2));
  const variance = ((apart / all ** 2) * clusters) / (clusters - 1);
  const wider = studentQuantile(0.975, all - 1) / studentQuantile(0.975, clusters - 1);
  const effective = Math.max(
    1,
    Math.min(all, variance > 0 ? (estimate * (1 - estimate) * wider ** 2) / variance : all),
  );
  return { ...exactInterval(estimate * effective, effective, 0.025), estimate };
}
