import type { SparseRows } from "./sparse-rows.ts";

/** Two sets in one table: which rows are of the first, and which teach. */
export interface TwoSets {
  readonly rows: SparseRows;
  /** 1 of the first set, 0 of the second. */
  readonly positive: Uint8Array;
  /** 1 teaches, 0 is scored. */
  readonly train: Uint8Array;
}

/** Fits and scores one labelling after the other without new memory; what it returns is overwritten by the next call. */
export interface TwoSetScorer {
  /** Numbers of the rows that are scored. */
  readonly held: Int32Array;
  /** Log odds of the first set of each held row, nats. */
  score(positive: Uint8Array): Float64Array;
  /** Log odds of each term after the last call; 0 for terms that no teaching row has. */
  readonly weights: Float64Array;
}

/**
 * Multinomial naive Bayes between two sets: add-one smoothing over the vocabulary of the teaching rows, a held row's score the sum
 * of its terms' log odds, no prior (McCallum & Nigam 1998; as a classifier two-sample test, Lopez-Paz & Oquab 2017).
 */
export function twoSetScorer({ rows, train }: Pick<TwoSets, "rows" | "train">): TwoSetScorer {
  const { offsets, ids, counts, width } = rows;
  const teaching = indicesOf(train, 1);
  const held = indicesOf(train, 0);
  const all = new Int32Array(width);
  let total = 0;
  for (const row of teaching) {
    for (let at = offsets[row] ?? 0; at < (offsets[row + 1] ?? 0); at++) {
      const id = ids[at] ?? 0;
      const count = counts[at] ?? 0;
      all[id] = (all[id] ?? 0) + count;
      total += count;
    }
  }
  const known = Int32Array.from(all.keys().filter((id) => (all[id] ?? 0) > 0));
  const most = known.reduce((highest, id) => Math.max(highest, all[id] ?? 0), 0);
  // Counts are whole numbers: every logarithm that a fit needs is one of these.
  const logs = Float64Array.from({ length: most + 2 }, (_, count) => Math.log(count));
  const own = new Int32Array(width);
  const weights = new Float64Array(width);
  const scores = new Float64Array(held.length);
  return {
    held,
    weights,
    score: (positive) => {
      own.fill(0);
      let sum = 0;
      for (const row of teaching) {
        if (positive[row] !== 1) continue;
        const end = offsets[row + 1] ?? 0;
        for (let at = offsets[row] ?? 0; at < end; at++) {
          const id = ids[at] ?? 0;
          const count = counts[at] ?? 0;
          own[id] = (own[id] ?? 0) + count;
          sum += count;
        }
      }
      const base = Math.log(sum + known.length) - Math.log(total - sum + known.length);
      for (const id of known) {
        const inside = own[id] ?? 0;
        weights[id] = (logs[inside + 1] ?? 0) - (logs[(all[id] ?? 0) - inside + 1] ?? 0) - base;
      }
      for (let i = 0; i < held.length; i++) {
        const row = held[i] ?? 0;
        const end = offsets[row + 1] ?? 0;
        let score = 0;
        for (let at = offsets[row] ?? 0; at < end; at++)
          score += (counts[at] ?? 0) * (weights[ids[at] ?? 0] ?? 0);
        scores[i] = score;
      }
      return scores;
    },
  };
}

function indicesOf(flags: Uint8Array, wanted: number): Int32Array {
  return Int32Array.from(flags.keys().filter((row) => flags[row] === wanted));
}
