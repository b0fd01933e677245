import { countBelow } from "../distributions/sorted.ts";

/** Rows by the rank of their score. */
export interface Levels {
  /** Rank of each row's score among the different scores there are, 0 the lowest; -1 = the row has no score. */
  readonly of: Int32Array;
  /** How many different scores there are. */
  readonly count: number;
}

/** Ranks of scores; NaN = no score. */
export function levelsOf(scores: ArrayLike<number>): Levels {
  const values = scoresIn(scores).sort();
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (count === 0 || values[count - 1] !== value) values[count++] = value;
  }
  const of = new Int32Array(scores.length);
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] ?? Number.NaN;
    of[row] = Number.isNaN(score) ? -1 : countBelow(values, score, false, count);
  }
  return { of, count };
}

/** Numbers of the rows in ascending order of a code from 0 to count - 1, equal ones as they came; rows with -1 are left out. */
export function orderedBy(rows: Int32Array, code: Int32Array, count: number): Int32Array {
  const next = new Int32Array(count + 1);
  for (let i = 0; i < rows.length; i++) {
    const at = (code[rows[i] ?? 0] ?? -1) + 1;
    if (at > 0) next[at] = (next[at] ?? 0) + 1;
  }
  for (let at = 1; at <= count; at++) next[at] = (next[at] ?? 0) + (next[at - 1] ?? 0);
  const out = new Int32Array(next[count] ?? 0);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const at = code[row] ?? -1;
    if (at < 0) continue;
    const place = next[at] ?? 0;
    out[place] = row;
    next[at] = place + 1;
  }
  return out;
}

/** All row numbers. */
export function everyRow(count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}

function scoresIn(scores: ArrayLike<number>): Float64Array {
  const values = new Float64Array(scores.length);
  let count = 0;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] ?? Number.NaN;
    if (!Number.isNaN(score)) values[count++] = score;
  }
  return values.subarray(0, count);
}
