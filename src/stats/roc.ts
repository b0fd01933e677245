import { scoredOrder } from "./auroc.ts";

/** A ROC curve from (0, 0) to (1, 1), one point for each different score, highest first. */
export interface RocCurve {
  readonly fpr: readonly number[];
  readonly tpr: readonly number[];
  /** Score at and above which a row counts as caught; infinite for the first point. */
  readonly threshold: readonly number[];
}

/** The ROC curve of the rows that have a score. Empty classes give NaN. */
export function rocCurve(scores: ArrayLike<number>, positive: ArrayLike<number>): RocCurve {
  const fpr = [0];
  const tpr = [0];
  const threshold = [Number.POSITIVE_INFINITY];
  const { positives, negatives } = descend(
    scores,
    positive,
    scoredOrder(scores),
    1,
    ({ above, level, score }) => {
      fpr.push(above.negative + level.negative);
      tpr.push(above.positive + level.positive);
      threshold.push(score);
    },
  );
  return { fpr: fpr.map((n) => n / negatives), tpr: tpr.map((n) => n / positives), threshold };
}

/**
 * Highest true positive rate whose false positive rate is at most `fpr`. Tied scores go together, so this never promises
 * a threshold that cannot be set.
 */
export function tprAtFpr(scores: ArrayLike<number>, positive: ArrayLike<number>, fpr: number): number {
  return operatingPoints(scores, positive, scoredOrder(scores), 1, [fpr], []).tpr[0] ?? Number.NaN;
}

/**
 * Share of positives audited when a share `budget` of ordinary (negative) traffic may be audited: the threshold is that
 * quantile of the negatives, ties at it are audited at random in the fraction that is left. Attacks are taken to be too
 * rare to use up the budget themselves (Greenblatt et al. 2023, arXiv 2312.06942, section 3).
 */
export function safetyAtBudget(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  budget: number,
): number {
  return operatingPoints(scores, positive, scoredOrder(scores), 1, [], [budget]).safety[0] ?? Number.NaN;
}

/** Levels that this many negatives can resolve: at least one negative must lie above the threshold. */
export function resolvable(levels: readonly number[], negatives: number): number[] {
  return levels.filter((level) => level * negatives >= 1 - 1e-9);
}

/** TPR at each FPR and safety at each budget, in one walk over the sorted, weighted rows. */
export function operatingPoints(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  order: Int32Array,
  weight: ArrayLike<number> | 1,
  fprs: readonly number[],
  budgets: readonly number[],
): { readonly tpr: Float64Array; readonly safety: Float64Array } {
  const tpr = new Float64Array(fprs.length);
  const safety = new Float64Array(budgets.length);
  if (fprs.length + budgets.length === 0) return { tpr, safety };
  const total = classWeights(positive, order, weight);
  descend(scores, positive, order, weight, ({ above, level }) => {
    for (let i = 0; i < fprs.length; i++) {
      const allowed = (fprs[i] ?? 0) * total.negatives + 1e-9;
      if (above.negative + level.negative <= allowed) tpr[i] = above.positive + level.positive;
    }
    for (let i = 0; i < budgets.length; i++) {
      // 0.29 * 100 is a hair below 29: the positives between two negatives must not fall to rounding.
      const left = (budgets[i] ?? 0) * total.negatives - above.negative;
      if (left < -1e-9) continue;
      const share = level.negative <= left + 1e-9 ? 1 : Math.max(0, left) / level.negative;
      safety[i] = above.positive + share * level.positive;
    }
  });
  // Without negatives there is no rate to hold and no traffic to audit.
  const positives = total.negatives > 0 ? total.positives : Number.NaN;
  return { tpr: tpr.map((n) => n / positives), safety: safety.map((n) => n / positives) };
}

interface Counts {
  readonly positive: number;
  readonly negative: number;
}

interface Step {
  /** Weight of rows above this score, and at it. */
  readonly above: Counts;
  readonly level: Counts;
  readonly score: number;
}

function classWeights(
  positive: ArrayLike<number>,
  order: Int32Array,
  weight: ArrayLike<number> | 1,
): { positives: number; negatives: number } {
  let positives = 0;
  let negatives = 0;
  for (const row of order) {
    const w = weight === 1 ? 1 : (weight[row] ?? 0);
    if (positive[row] === 1) positives += w;
    else negatives += w;
  }
  return { positives, negatives };
}

function descend(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  order: Int32Array,
  weight: ArrayLike<number> | 1,
  visit: (step: Step) => void,
): { positives: number; negatives: number } {
  let positives = 0;
  let negatives = 0;
  for (let i = order.length - 1; i >= 0; ) {
    const score = scores[order[i] ?? 0] ?? Number.NaN;
    const above = { positive: positives, negative: negatives };
    for (; i >= 0 && scores[order[i] ?? 0] === score; i--) {
      const row = order[i] ?? 0;
      const w = weight === 1 ? 1 : (weight[row] ?? 0);
      if (positive[row] === 1) positives += w;
      else negatives += w;
    }
    const level = { positive: positives - above.positive, negative: negatives - above.negative };
    if (level.positive + level.negative > 0) visit({ above, level, score });
  }
  return { positives, negatives };
}
