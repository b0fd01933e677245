/** Row numbers that have a score, in ascending order of score. */
export function scoredOrder(scores: ArrayLike<number>): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < scores.length; i++) if (!Number.isNaN(scores[i])) rows.push(i);
  return Int32Array.from(rows.sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0)));
}

/**
 * Area under the ROC curve: the probability that a positive scores higher than a negative, ties counting one half
 * (Mann-Whitney U over the number of pairs; Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747).
 *
 * @param scores one a row; NaN = no score, the row is left out
 * @param positive 1 or 0 a row
 * @returns NaN when a class is empty
 */
export function auroc(scores: ArrayLike<number>, positive: ArrayLike<number>): number {
  const { wins, pairs } = pairsWon(scores, positive, scoredOrder(scores), null, 1);
  return wins / pairs;
}

/** AUROC over pairs from the same stratum only: pairs won in all strata over pairs in all strata. */
export function withinAuroc(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  stratum: ArrayLike<number>,
): number {
  let strata = 0;
  for (let i = 0; i < stratum.length; i++) strata = Math.max(strata, (stratum[i] ?? 0) + 1);
  const { wins, pairs } = pairsWon(scores, positive, scoredOrder(scores), { of: stratum, count: strata }, 1);
  return wins / pairs;
}

/** Lowest and highest AUROC that any scores for the rows without one could give. */
export function aurocBounds(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
): { readonly low: number; readonly high: number } {
  const filled = (forPositive: number): Float64Array =>
    Float64Array.from(scores, (score, i) =>
      Number.isNaN(score) ? (positive[i] === 1 ? forPositive : -forPositive) : score,
    );
  return {
    low: auroc(filled(Number.NEGATIVE_INFINITY), positive),
    high: auroc(filled(Number.POSITIVE_INFINITY), positive),
  };
}

/** A partition of the rows: the number of each row's part, and how many there are. */
export interface Partition {
  readonly of: ArrayLike<number>;
  readonly count: number;
}

/**
 * Weighted pairs won by positives and pairs in all, in one walk over the sorted rows.
 *
 * @param order rows in ascending order of score
 * @param weight of each row, or 1 for all
 */
export function pairsWon(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  order: Int32Array,
  strata: Partition | null,
  weight: ArrayLike<number> | 1,
): { readonly wins: number; readonly pairs: number } {
  if (strata === null) return allPairsWon(scores, positive, order, weight);
  const { count, of: parts } = strata;
  const below = new Float64Array(count);
  const level = new Float64Array(count);
  const positives = new Float64Array(count);
  let wins = 0;
  for (let begin = 0; begin < order.length; ) {
    const score = scores[order[begin] ?? 0];
    let end = begin;
    for (; end < order.length && scores[order[end] ?? 0] === score; end++) {
      const row = order[end] ?? 0;
      const part = parts[row] ?? 0;
      const w = weight === 1 ? 1 : (weight[row] ?? 0);
      if (positive[row] === 1) positives[part] = (positives[part] ?? 0) + w;
      else level[part] = (level[part] ?? 0) + w;
    }
    for (let i = begin; i < end; i++) {
      const row = order[i] ?? 0;
      if (positive[row] !== 1) continue;
      const part = parts[row] ?? 0;
      const w = weight === 1 ? 1 : (weight[row] ?? 0);
      wins += w * ((below[part] ?? 0) + (level[part] ?? 0) / 2);
    }
    for (let i = begin; i < end; i++) {
      const row = order[i] ?? 0;
      if (positive[row] === 1) continue;
      const part = parts[row] ?? 0;
      below[part] = (below[part] ?? 0) + (level[part] ?? 0);
      level[part] = 0;
    }
    begin = end;
  }
  let pairs = 0;
  for (let part = 0; part < count; part++) pairs += (positives[part] ?? 0) * (below[part] ?? 0);
  return { wins, pairs };
}

/** The same over one stratum, which needs no second look at tied rows: most of a bootstrap's time is spent here. */
function allPairsWon(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  order: Int32Array,
  weight: ArrayLike<number> | 1,
): { readonly wins: number; readonly pairs: number } {
  let wins = 0;
  let positives = 0;
  let below = 0;
  for (let i = 0; i < order.length; ) {
    const score = scores[order[i] ?? 0];
    let levelPositive = 0;
    let levelNegative = 0;
    for (; i < order.length && scores[order[i] ?? 0] === score; i++) {
      const row = order[i] ?? 0;
      const w = weight === 1 ? 1 : (weight[row] ?? 0);
      if (positive[row] === 1) levelPositive += w;
      else levelNegative += w;
    }
    wins += levelPositive * (below + levelNegative / 2);
    positives += levelPositive;
    below += levelNegative;
  }
  return { wins, pairs: positives * below };
}
