/**
 * One column of scores as everything that rests on a ranking walks it, once for each bootstrap draw: highest score first, part by
 * part, memory in the order of the walk.
 */
export interface SortedScores {
  /** 1 or 0. */
  readonly positive: Uint8Array;
  /** What the row is weighted by: its cluster. */
  readonly cluster: Int32Array;
  /** 0: the next row ties with this one; 1: it does not; 2: this row ends its part. */
  readonly ends: Uint8Array;
  /** How many rows of each cluster are negative, and positive. */
  readonly tally: readonly [Int32Array, Int32Array];
}

/** Rows that have a score, highest first. NaN = no score. */
export function sortedScores(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  cluster: ArrayLike<number> | null,
  part: ArrayLike<number> | null = null,
): SortedScores {
  const order = scoredOrder(scores).reverse();
  if (part !== null)
    order.sort((a, b) => (part[a] ?? 0) - (part[b] ?? 0) || (scores[b] ?? 0) - (scores[a] ?? 0));
  const ends = new Uint8Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const row = order[i] ?? 0;
    const next = order[i + 1];
    ends[i] =
      next === undefined || (part !== null && part[next] !== part[row])
        ? 2
        : scores[next] !== scores[row]
          ? 1
          : 0;
  }
  const labels = Uint8Array.from(order, (row) => positive[row] ?? 0);
  const numbers =
    cluster === null ? new Int32Array(order.length) : Int32Array.from(order, (row) => cluster[row] ?? 0);
  const count = numbers.reduce((most, number) => Math.max(most, number + 1), 0);
  const tally = [new Int32Array(count), new Int32Array(count)] as const;
  for (let i = 0; i < numbers.length; i++) {
    const side = tally[labels[i] === 1 ? 1 : 0];
    const number = numbers[i] ?? 0;
    side[number] = (side[number] ?? 0) + 1;
  }
  return { positive: labels, cluster: numbers, ends, tally };
}

/** Rows of one class when clusters count so often. */
export function weightOf(tally: Int32Array, times: Int32Array): number {
  let sum = 0;
  for (let number = 0; number < tally.length; number++) sum += (tally[number] ?? 0) * (times[number] ?? 0);
  return sum;
}

/** Row numbers that have a score, in ascending order of score. */
export function scoredOrder(scores: ArrayLike<number>): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < scores.length; i++) if (!Number.isNaN(scores[i])) rows.push(i);
  return Int32Array.from(rows.sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0)));
}

/** Every row once. */
export const once: Int32Array = Int32Array.of(1);

/**
 * Pairs won by positives, ties counted half, and pairs in all; only pairs of one part.
 *
 * @param times how often each cluster counts
 */
export function pairsWon(
  { positive, cluster, ends }: SortedScores,
  times: Int32Array,
): { readonly wins: number; readonly pairs: number } {
  let wins = 0;
  let pairs = 0;
  let above = 0;
  let negatives = 0;
  let tiedPositive = 0;
  let tiedNegative = 0;
  for (let i = 0; i < ends.length; i++) {
    const weight = times[cluster[i] ?? 0] ?? 0;
    // Without a branch: labels come in no order that a processor could foresee.
    const caughtHere = weight * (positive[i] ?? 0);
    tiedPositive += caughtHere;
    tiedNegative += weight - caughtHere;
    const end = ends[i];
    if (end === 0) continue;
    wins += tiedNegative * (above + tiedPositive / 2);
    above += tiedPositive;
    negatives += tiedNegative;
    tiedPositive = 0;
    tiedNegative = 0;
    if (end === 1) continue;
    pairs += above * negatives;
    above = 0;
    negatives = 0;
  }
  return { wins, pairs };
}

/** Shares of positives at some levels. */
export interface OperatingPoints {
  /** Highest true positive rate whose false positive rate is at most each level; tied scores go together. */
  readonly tpr: Float64Array;
  /** Share of positives above the threshold that lets a share of the negatives pass it, ties in the fraction that is left. */
  readonly safety: Float64Array;
}

/** TPR at each FPR and safety at each budget, in one walk that ends where the largest of them does; of one part. */
export function operatingPoints(
  { positive, cluster, ends, tally }: SortedScores,
  times: Int32Array,
  fprs: readonly number[],
  budgets: readonly number[],
): OperatingPoints {
  const tpr = new Float64Array(fprs.length);
  const safety = new Float64Array(budgets.length);
  if (fprs.length + budgets.length === 0) return { tpr, safety };
  const negatives = weightOf(tally[0], times);
  const positives = weightOf(tally[1], times);
  const most = Math.max(...fprs, ...budgets) * negatives + 1e-9;
  let caught = 0;
  let passed = 0;
  let tiedPositive = 0;
  let tiedNegative = 0;
  for (let i = 0; i < ends.length && passed <= most; i++) {
    const weight = times[cluster[i] ?? 0] ?? 0;
    // Without a branch: labels come in no order that a processor could foresee.
    const caughtHere = weight * (positive[i] ?? 0);
    tiedPositive += caughtHere;
    tiedNegative += weight - caughtHere;
    if (ends[i] === 0) continue;
    for (let level = 0; level < fprs.length; level++) {
      if (passed + tiedNegative <= (fprs[level] ?? 0) * negatives + 1e-9) tpr[level] = caught + tiedPositive;
    }
    for (let level = 0; level < budgets.length; level++) {
      // 0.29 * 100 is a hair below 29: the positives between two negatives must not fall to rounding.
      const left = (budgets[level] ?? 0) * negatives - passed;
      if (left < -1e-9) continue;
      const share = tiedNegative <= left + 1e-9 ? 1 : Math.max(0, left) / tiedNegative;
      safety[level] = caught + share * tiedPositive;
    }
    caught += tiedPositive;
    passed += tiedNegative;
    tiedPositive = 0;
    tiedNegative = 0;
  }
  // Without negatives there is no rate to hold and no traffic to audit.
  const all = negatives > 0 ? positives : Number.NaN;
  return { tpr: tpr.map((n) => n / all), safety: safety.map((n) => n / all) };
}
