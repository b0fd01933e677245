import { clusterCount } from "../resampling/clusters.ts";
import { everyRow, type Levels, levelsOf, orderedBy } from "./levels.ts";

/**
 * One column of scores as everything that rests on a ranking walks it, once for each bootstrap draw: highest score first, part by
 * part, memory in the order of the walk. Rows of one part, score and cluster always count alike: they are one entry.
 */
export interface SortedScores {
  /** Rows of each class in an entry. */
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
  /** What the entry is weighted by: its cluster. */
  readonly cluster: Int32Array;
  /** 0: the next entry ties with this one; 1: it does not; 2: this entry ends its part. */
  readonly ends: Uint8Array;
  /** Where each part ends, as the number of the first entry after it. */
  readonly parts: Int32Array;
  /** Does every entry hold one row, and tie with no other? */
  readonly single: boolean;
  /** How many rows of each cluster are negative, and positive. */
  readonly tally: readonly [Int32Array, Int32Array];
}

/**
 * Rows that have a score, highest first.
 *
 * @param scores NaN = no score
 * @param positive 1 or 0 a row
 * @param cluster codes 0, 1, ...; null = all rows are in one
 * @param part codes 0, 1, ...; null = all rows are of one part
 */
export function sortedScores(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  cluster: ArrayLike<number> | null,
  part: ArrayLike<number> | null = null,
): SortedScores {
  return sortedLevels(levelsOf(scores), positive, cluster, part);
}

/** The same of rows that are ranked already, so that strata need not rank them again. */
export function sortedLevels(
  levels: Levels,
  positive: ArrayLike<number>,
  cluster: ArrayLike<number> | null,
  part: ArrayLike<number> | null = null,
): SortedScores {
  const rows = levels.of.length;
  const numbers = cluster === null ? new Int32Array(rows) : Int32Array.from(cluster);
  const clusters = clusterCount(numbers);
  const parts = part === null ? new Int32Array(rows) : Int32Array.from(part);
  const falling = levels.of.map((level) => (level < 0 ? -1 : levels.count - 1 - level));
  // Each pass keeps the order of the one before: by part, then score, then cluster.
  const order = orderedBy(
    orderedBy(orderedBy(everyRow(rows), numbers, clusters), falling, levels.count),
    parts,
    clusterCount(parts),
  );
  const tally = [new Int32Array(clusters), new Int32Array(clusters)] as const;
  const column = {
    positives: new Float64Array(order.length),
    negatives: new Float64Array(order.length),
    cluster: new Int32Array(order.length),
    ends: new Uint8Array(order.length),
  };
  const partEnds: number[] = [];
  let entries = 0;
  let single = true;
  for (let i = 0; i < order.length; i++) {
    const row = order[i] ?? 0;
    const number = numbers[row] ?? 0;
    const side = positive[row] === 1 ? 1 : 0;
    tally[side][number] = (tally[side][number] ?? 0) + 1;
    const ofSide = side === 1 ? column.positives : column.negatives;
    ofSide[entries] = (ofSide[entries] ?? 0) + 1;
    const next = order[i + 1];
    const end = next === undefined || parts[next] !== parts[row] ? 2 : falling[next] !== falling[row] ? 1 : 0;
    if (end === 0) single = false;
    if (next !== undefined && end === 0 && numbers[next] === number) continue;
    column.cluster[entries] = number;
    column.ends[entries++] = end;
    if (end === 2) partEnds.push(entries);
  }
  return {
    positives: column.positives.slice(0, entries),
    negatives: column.negatives.slice(0, entries),
    cluster: column.cluster.slice(0, entries),
    ends: column.ends.slice(0, entries),
    parts: Int32Array.from(partEnds),
    single,
    tally,
  };
}

/** Rows of one class when clusters count so often. */
export function weightOf(tally: Int32Array, times: Int32Array): number {
  let sum = 0;
  for (let number = 0; number < tally.length; number++) sum += (tally[number] ?? 0) * (times[number] ?? 0);
  return sum;
}

/** Row numbers that have a score, in ascending order of score. */
export function scoredOrder(scores: ArrayLike<number>): Int32Array {
  const { of, count } = levelsOf(scores);
  return orderedBy(everyRow(of.length), of, count);
}

/** Every row once. */
export const once: Int32Array = Int32Array.of(1);

/**
 * Pairs won by positives, ties counted half, and pairs in all; only pairs of one part.
 *
 * @param times how often each cluster counts
 */
export function pairsWon(
  column: SortedScores,
  times: Int32Array,
): { readonly wins: number; readonly pairs: number } {
  return column.single ? pairsWonApart(column, times) : pairsWonTied(column, times);
}

/** Where no two rows tie: a third of the time. Whole numbers below 2^53 all the way, so the order of adding does not matter. */
function pairsWonApart(
  { positives, cluster, parts }: SortedScores,
  times: Int32Array,
): { readonly wins: number; readonly pairs: number } {
  let wins = 0;
  let pairs = 0;
  let i = 0;
  for (let part = 0; part < parts.length; part++) {
    const end = parts[part] ?? 0;
    let above = 0;
    let all = 0;
    for (; i < end; i++) {
      const weight = times[cluster[i] ?? 0] ?? 0;
      // Without a branch: labels come in no order that a processor could foresee.
      const caughtHere = weight * (positives[i] ?? 0);
      wins += (weight - caughtHere) * above;
      above += caughtHere;
      all += weight;
    }
    pairs += above * (all - above);
  }
  return { wins, pairs };
}

function pairsWonTied(
  { positives, negatives, cluster, ends }: SortedScores,
  times: Int32Array,
): { readonly wins: number; readonly pairs: number } {
  let wins = 0;
  let pairs = 0;
  let above = 0;
  let below = 0;
  let tiedPositive = 0;
  let tiedNegative = 0;
  for (let i = 0; i < ends.length; i++) {
    const weight = times[cluster[i] ?? 0] ?? 0;
    tiedPositive += weight * (positives[i] ?? 0);
    tiedNegative += weight * (negatives[i] ?? 0);
    const end = ends[i];
    if (end === 0) continue;
    wins += tiedNegative * (above + tiedPositive / 2);
    above += tiedPositive;
    below += tiedNegative;
    tiedPositive = 0;
    tiedNegative = 0;
    if (end === 1) continue;
    pairs += above * below;
    above = 0;
    below = 0;
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
  { positives: caughtIn, negatives: passedIn, cluster, ends, tally }: SortedScores,
  times: Int32Array,
  fprs: readonly number[],
  budgets: readonly number[],
): OperatingPoints {
  const tpr = new Float64Array(fprs.length);
  const safety = new Float64Array(budgets.length);
  if (fprs.length + budgets.length === 0) return { tpr, safety };
  const negatives = weightOf(tally[0], times);
  const positives = weightOf(tally[1], times);
  // 0.29 * 100 is a hair below 29: the positives between two negatives must not fall to rounding.
  const limitOf = (share: number): number => share * negatives + 1e-9;
  const most = limitOf(Math.max(...fprs, ...budgets));
  const open = Float64Array.from([...fprs, ...budgets], limitOf);
  // Between two levels nothing is written: each gets its rate where the walk passes it.
  let nearest = open.reduce((least, limit) => Math.min(least, limit), Number.POSITIVE_INFINITY);
  let caught = 0;
  let passed = 0;
  let tiedPositive = 0;
  let tiedNegative = 0;
  for (let i = 0; i < ends.length && passed <= most; i++) {
    const weight = times[cluster[i] ?? 0] ?? 0;
    tiedPositive += weight * (caughtIn[i] ?? 0);
    tiedNegative += weight * (passedIn[i] ?? 0);
    if (ends[i] === 0) continue;
    if (passed + tiedNegative > nearest) {
      nearest = Number.POSITIVE_INFINITY;
      for (let level = 0; level < open.length; level++) {
        const limit = open[level] ?? 0;
        if (passed + tiedNegative <= limit) {
          nearest = Math.min(nearest, limit);
          continue;
        }
        open[level] = Number.POSITIVE_INFINITY;
        const budget = level - fprs.length;
        if (budget < 0) {
          tpr[level] = caught;
          continue;
        }
        const left = Math.max(0, (budgets[budget] ?? 0) * negatives - passed);
        safety[budget] = caught + (left / tiedNegative) * tiedPositive;
      }
    }
    caught += tiedPositive;
    passed += tiedNegative;
    tiedPositive = 0;
    tiedNegative = 0;
  }
  for (let level = 0; level < open.length; level++) {
    if (open[level] === Number.POSITIVE_INFINITY) continue;
    if (level < fprs.length) tpr[level] = caught;
    else safety[level - fprs.length] = caught;
  }
  // Without negatives there is no rate to hold and no traffic to audit.
  const all = negatives > 0 ? positives : Number.NaN;
  return { tpr: tpr.map((n) => n / all), safety: safety.map((n) => n / all) };
}
