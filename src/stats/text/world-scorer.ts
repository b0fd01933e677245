import type { SparseRows } from "./sparse-rows.ts";

/** Held rows of a world with their scores, in the order of the table. */
export interface WorldScores {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/**
 * Fits and scores many worlds that are made of rows of one table, as `twoSetScorer` fits one: what is needed for a term is kept from world to world, and only terms
 * that a world has are touched.
 *
 * @returns scores of the held rows of the first set and of the second; overwritten by the next call
 */
export function worldScorer({
  offsets,
  ids,
  counts,
  width,
}: SparseRows): (part: Uint8Array, positive: Uint8Array) => WorldScores {
  const all = new Int32Array(width);
  const own = new Int32Array(width);
  const touched = new Int32Array(width);
  const sides = [new Float64Array(offsets.length - 1), new Float64Array(offsets.length - 1)] as const;
  let logs = new Float64Array(0);
  return (part, positive) => {
    let [known, total, sum, most] = [0, 0, 0, 0];
    for (let row = 0; row < part.length; row++) {
      if (part[row] !== 1) continue;
      const first = positive[row] === 1;
      const end = offsets[row + 1] ?? 0;
      for (let at = offsets[row] ?? 0; at < end; at++) {
        const id = ids[at] ?? 0;
        const count = counts[at] ?? 0;
        const before = all[id] ?? 0;
        if (before === 0) touched[known++] = id;
        all[id] = before + count;
        if (before + count > most) most = before + count;
        total += count;
        if (!first) continue;
        own[id] = (own[id] ?? 0) + count;
        sum += count;
      }
    }
    if (logs.length < most + 2)
      logs = Float64Array.from({ length: 2 * most + 2 }, (_, count) => Math.log(count));
    const base = Math.log(sum + known) - Math.log(total - sum + known);
    const held = [0, 0];
    for (let row = 0; row < part.length; row++) {
      if (part[row] !== 0) continue;
      const end = offsets[row + 1] ?? 0;
      let score = 0;
      for (let at = offsets[row] ?? 0; at < end; at++) {
        const id = ids[at] ?? 0;
        const count = all[id] ?? 0;
        if (count === 0) continue;
        const inside = own[id] ?? 0;
        score += (counts[at] ?? 0) * ((logs[inside + 1] ?? 0) - (logs[count - inside + 1] ?? 0) - base);
      }
      const side = positive[row] === 1 ? 0 : 1;
      const place = held[side] ?? 0;
      sides[side][place] = score;
      held[side] = place + 1;
    }
    for (let i = 0; i < known; i++) {
      const id = touched[i] ?? 0;
      all[id] = 0;
      own[id] = 0;
    }
    return { first: sides[0].subarray(0, held[0]), second: sides[1].subarray(0, held[1]) };
  };
}
