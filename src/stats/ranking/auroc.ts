import { levelsOf } from "./levels.ts";
import { once, pairsWon, sortedScores } from "./sorted-scores.ts";

/**
 * Area under the ROC curve: the probability that a positive scores higher than a negative, ties counting one half
 * (Mann-Whitney U over the number of pairs; Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747).
 *
 * @param scores one a row; NaN = no score, the row is left out
 * @param positive 1 or 0 a row
 * @returns NaN when a class is empty
 */
export function auroc(scores: ArrayLike<number>, positive: ArrayLike<number>): number {
  const { of, count } = levelsOf(scores);
  const positives = new Float64Array(count);
  const negatives = new Float64Array(count);
  for (let row = 0; row < of.length; row++) {
    const level = of[row] ?? -1;
    if (level < 0) continue;
    const side = positive[row] === 1 ? positives : negatives;
    side[level] = (side[level] ?? 0) + 1;
  }
  let wins = 0;
  let below = 0;
  let caught = 0;
  for (let level = 0; level < count; level++) {
    const here = positives[level] ?? 0;
    wins += here * (below + (negatives[level] ?? 0) / 2);
    caught += here;
    below += negatives[level] ?? 0;
  }
  return wins / (caught * below);
}

/** AUROC over pairs from the same stratum only: pairs won in all strata over pairs in all strata. */
export function withinAuroc(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  stratum: ArrayLike<number>,
): number {
  const { wins, pairs } = pairsWon(sortedScores(scores, positive, null, stratum), once);
  return wins / pairs;
}

/** Lowest and highest AUROC that any scores for the rows without one could give. */
export function aurocBounds(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
): { readonly low: number; readonly high: number } {
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
