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

/** Some rows of a table, of which only terms with a place are kept. */
interface Kept {
  readonly offsets: Int32Array;
  readonly places: Int32Array;
  readonly counts: Int32Array;
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
  const sizes = new Int32Array(teaching.length);
  let total = 0;
  for (let i = 0; i < teaching.length; i++) {
    const row = teaching[i] ?? 0;
    const before = total;
    const end = offsets[row + 1] ?? 0;
    for (let at = offsets[row] ?? 0; at < end; at++) {
      const id = ids[at] ?? 0;
      const count = counts[at] ?? 0;
      all[id] = (all[id] ?? 0) + count;
      total += count;
    }
    sizes[i] = total - before;
  }
  // A term that no held row has scores nothing, one that no teaching row has is not known: what is left has a place.
  const place = new Int32Array(width).fill(-1);
  const terms: number[] = [];
  for (const row of held)
    for (let at = offsets[row] ?? 0; at < (offsets[row + 1] ?? 0); at++) {
      const id = ids[at] ?? 0;
      if ((all[id] ?? 0) === 0 || (place[id] ?? 0) >= 0) continue;
      place[id] = terms.length;
      terms.push(id);
    }
  let known = 0;
  let most = 0;
  for (let id = 0; id < width; id++) {
    const count = all[id] ?? 0;
    if (count > 0) known++;
    if (count > most) most = count;
  }
  // Counts are whole numbers: every logarithm that a fit needs is one of these.
  const logs = Float64Array.from({ length: most + 2 }, (_, count) => Math.log(count));
  const taught = keptOf(rows, teaching, place);
  const scored = keptOf(rows, held, place);
  const totals = Int32Array.from(terms, (id) => all[id] ?? 0);
  const own = new Int32Array(terms.length);
  const placed = new Float64Array(terms.length);
  const scores = new Float64Array(held.length);
  let last: Uint8Array = new Uint8Array(train.length);
  let base = 0;
  const fit = (positive: Uint8Array): void => {
    own.fill(0);
    let sum = 0;
    for (let i = 0; i < teaching.length; i++) {
      if (positive[teaching[i] ?? 0] !== 1) continue;
      sum += sizes[i] ?? 0;
      const end = taught.offsets[i + 1] ?? 0;
      for (let at = taught.offsets[i] ?? 0; at < end; at++) {
        const term = taught.places[at] ?? 0;
        own[term] = (own[term] ?? 0) + (taught.counts[at] ?? 0);
      }
    }
    base = Math.log(sum + known) - Math.log(total - sum + known);
    for (let term = 0; term < placed.length; term++) {
      const inside = own[term] ?? 0;
      placed[term] = (logs[inside + 1] ?? 0) - (logs[(totals[term] ?? 0) - inside + 1] ?? 0) - base;
    }
  };
  return {
    held,
    get weights() {
      return weightsOf(rows, teaching, all, last, logs, base);
    },
    score: (positive) => {
      last = positive;
      fit(positive);
      for (let i = 0; i < held.length; i++) {
        const end = scored.offsets[i + 1] ?? 0;
        let score = 0;
        for (let at = scored.offsets[i] ?? 0; at < end; at++)
          score += (scored.counts[at] ?? 0) * (placed[scored.places[at] ?? 0] ?? 0);
        scores[i] = score;
      }
      return scores;
    },
  };
}

/** Log odds of every term under a labelling, also of those that no held row has. */
function weightsOf(
  { offsets, ids, counts, width }: SparseRows,
  teaching: Int32Array,
  all: Int32Array,
  positive: Uint8Array,
  logs: Float64Array,
  base: number,
): Float64Array {
  const own = new Int32Array(width);
  for (const row of teaching) {
    if (positive[row] !== 1) continue;
    for (let at = offsets[row] ?? 0; at < (offsets[row + 1] ?? 0); at++)
      own[ids[at] ?? 0] = (own[ids[at] ?? 0] ?? 0) + (counts[at] ?? 0);
  }
  return Float64Array.from(all, (count, id) => {
    const inside = own[id] ?? 0;
    return count === 0 ? 0 : (logs[inside + 1] ?? 0) - (logs[count - inside + 1] ?? 0) - base;
  });
}

function keptOf({ offsets, ids, counts }: SparseRows, wanted: Int32Array, place: Int32Array): Kept {
  const starts = new Int32Array(wanted.length + 1);
  let size = 0;
  for (const row of wanted) size += (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
  const places = new Int32Array(size);
  const kept = new Int32Array(size);
  let next = 0;
  for (let i = 0; i < wanted.length; i++) {
    const row = wanted[i] ?? 0;
    const end = offsets[row + 1] ?? 0;
    for (let at = offsets[row] ?? 0; at < end; at++) {
      const where = place[ids[at] ?? 0] ?? -1;
      if (where < 0) continue;
      places[next] = where;
      kept[next] = counts[at] ?? 0;
      next++;
    }
    starts[i + 1] = next;
  }
  return { offsets: starts, places: places.subarray(0, next), counts: kept.subarray(0, next) };
}

function indicesOf(flags: Uint8Array, wanted: number): Int32Array {
  let count = 0;
  for (let row = 0; row < flags.length; row++) if (flags[row] === wanted) count++;
  const out = new Int32Array(count);
  let next = 0;
  for (let row = 0; row < flags.length; row++) if (flags[row] === wanted) out[next++] = row;
  return out;
}
