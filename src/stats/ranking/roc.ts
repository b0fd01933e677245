import { checkProbability, checkScored } from "../arguments.ts";
import { once, operatingPoints, scoredOrder, sortedScores } from "./sorted-scores.ts";

/** A ROC curve from (0, 0) to (1, 1), one point for each different score, highest first. */
export interface RocCurve {
  readonly fpr: readonly number[];
  readonly tpr: readonly number[];
  /** Score at and above which a row counts as caught; infinite for the first point. */
  readonly threshold: readonly number[];
}

/**
 * The ROC curve of the rows that have a score. Empty classes give NaN.
 *
 * @example rocCurve([0.9, 0.4, 0.6, 0.1], [1, 1, 0, 0]).tpr // [0, 0.5, 0.5, 1, 1]
 */
export function rocCurve(scores: ArrayLike<number>, positive: ArrayLike<number>): RocCurve {
  checkScored(scores, positive);
  const fpr = [0];
  const tpr = [0];
  const threshold = [Number.POSITIVE_INFINITY];
  const order = scoredOrder(scores);
  let positives = 0;
  let negatives = 0;
  for (let i = order.length - 1; i >= 0; i--) {
    const row = order[i] ?? 0;
    if (positive[row] === 1) positives++;
    else negatives++;
    if (i > 0 && scores[order[i - 1] ?? 0] === scores[row]) continue;
    fpr.push(negatives);
    tpr.push(positives);
    threshold.push(scores[row] ?? Number.NaN);
  }
  return { fpr: fpr.map((n) => n / negatives), tpr: tpr.map((n) => n / positives), threshold };
}

/**
 * Highest true positive rate whose false positive rate is at most `fpr`. Tied scores go together, so this never promises
 * a threshold that cannot be set.
 *
 * @example tprAtFpr([0.9, 0.8, 0.6, 0.4, 0.3], [1, 1, 0, 1, 0], 0.1) // 0.6667
 */
export function tprAtFpr(scores: ArrayLike<number>, positive: ArrayLike<number>, fpr: number): number {
  checkScored(scores, positive);
  checkProbability("fpr", fpr);
  return operatingPoints(sortedScores(scores, positive, null), once, [fpr], []).tpr[0] ?? Number.NaN;
}

/**
 * Share of positives audited when a share `budget` of ordinary (negative) traffic may be audited: the threshold is that
 * quantile of the negatives, ties at it are audited at random in the fraction that is left. Attacks are taken to be too
 * rare to use up the budget themselves (Greenblatt et al. 2023, arXiv 2312.06942, section 3).
 *
 * @example safetyAtBudget([0.9, 0.8, 0.6, 0.4, 0.3], [1, 0, 0, 1, 0], 0.5) // 0.5
 */
export function safetyAtBudget(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  budget: number,
): number {
  checkScored(scores, positive);
  checkProbability("budget", budget);
  return operatingPoints(sortedScores(scores, positive, null), once, [], [budget]).safety[0] ?? Number.NaN;
}

/** Levels that this many negatives can resolve: at least one negative must lie above the threshold. */
export function resolvable(levels: readonly number[], negatives: number): number[] {
  return levels.filter((level) => level * negatives >= 1 - 1e-9);
}
