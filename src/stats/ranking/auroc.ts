import { checkAllWhole, checkSameLength, checkScored } from "../arguments.ts";
import { sortNumbers } from "../distributions/sort-numbers.ts";
import { once, pairsWon, sortedScores } from "./sorted-scores.ts";

/**
 * Area under the ROC curve: the probability that a positive scores higher than a negative, ties counting one half
 * (Mann-Whitney U over the number of pairs; Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747).
 *
 * @param scores one a row; NaN = no score, the row is left out
 * @param positive 1 or 0 a row
 * @returns NaN when a class is empty
 * @example auroc([0.9, 0.4, 0.6, 0.1], [1, 1, 0, 0]) // 0.75
 */
export function auroc(scores: ArrayLike<number>, positive: ArrayLike<number>): number {
  checkScored(scores, positive);
  return aurocOf(...sidesOf(scores, positive));
}

/** Scores of the positives and of the negatives, as far as they have one. */
export function sidesOf(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
): [positives: Float64Array, negatives: Float64Array] {
  const sides = [new Float64Array(scores.length), new Float64Array(scores.length)] as const;
  const count = [0, 0];
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] ?? Number.NaN;
    if (Number.isNaN(score)) continue;
    const side = positive[row] === 1 ? 0 : 1;
    const at = count[side] ?? 0;
    sides[side][at] = score;
    count[side] = at + 1;
  }
  return [sides[0].subarray(0, count[0]), sides[1].subarray(0, count[1])];
}

/** AUROC of two lists without gaps. Sorts both in place. */
export function aurocOf(positives: Float64Array, negatives: Float64Array): number {
  sortNumbers(positives);
  sortNumbers(negatives);
  let wins = 0;
  let below = 0;
  let level = 0;
  for (const score of positives) {
    while (below < negatives.length && (negatives[below] ?? 0) < score) below++;
    if (level < below) level = below;
    while (level < negatives.length && negatives[level] === score) level++;
    wins += below + (level - below) / 2;
  }
  return wins / (positives.length * negatives.length);
}

/**
 * AUROC over pairs from the same stratum only: pairs won in all strata over pairs in all strata.
 *
 * @example
 * // Two sites: scores are higher at the second, and so is the share of positives.
 * withinAuroc([0.1, 0.2, 0.7, 0.8, 0.9], [0, 1, 0, 1, 1], [0, 0, 1, 1, 1]) // 1
 */
export function withinAuroc(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  stratum: ArrayLike<number>,
): number {
  checkScored(scores, positive);
  checkSameLength({ scores, stratum });
  checkAllWhole("stratum", stratum);
  const { wins, pairs } = pairsWon(sortedScores(scores, positive, null, stratum), once);
  return wins / pairs;
}

/**
 * Lowest and highest AUROC that any scores for the rows without one could give.
 *
 * @example aurocBounds([0.9, NaN, 0.6, 0.1], [1, 1, 0, 0]) // { low: 0.5, high: 1 }
 */
export function aurocBounds(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
): { readonly low: number; readonly high: number } {
  checkScored(scores, positive);
  let missing = false;
  for (let row = 0; row < scores.length; row++) missing ||= Number.isNaN(scores[row]);
  if (!missing) {
    const known = auroc(scores, positive);
    return { low: known, high: known };
  }
  const filled = (forPositive: number): Float64Array =>
    Float64Array.from(scores, (score, i) =>
      Number.isNaN(score) ? (positive[i] === 1 ? forPositive : -forPositive) : score,
    );
  return {
    low: auroc(filled(Number.NEGATIVE_INFINITY), positive),
    high: auroc(filled(Number.POSITIVE_INFINITY), positive),
  };
}
