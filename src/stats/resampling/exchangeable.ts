import { sum } from "../distributions/moments.ts";
import type { Random } from "../distributions/random.ts";
import { clusterRows } from "./clusters.ts";

/** Rows whose labels may be swapped with one another if the sets do not differ. */
export interface Exchange {
  /** Writes a new labelling over `labels`. */
  shuffle(labels: Uint8Array, source: Random): void;
  /** Rows whose label can change at all. */
  readonly movable: number;
}

/**
 * Which labels may change places under the hypothesis that both sets were drawn alike, rows of one cluster together: where a cluster
 * is in both sets, its rows swap among themselves; a cluster of one set only moves as a whole, with clusters of the same number of rows.
 * Teaching and held rows do not mix, so that every labelling keeps the sizes of both sets on either side.
 *
 * @param train 1 or 0 a row, the same for all rows of a cluster
 */
export function exchange(cluster: Int32Array, positive: Uint8Array, train: Uint8Array): Exchange {
  const members = clusterRows(cluster);
  const strata = new Map<string, number[][]>();
  for (const [number, rows] of members) {
    const inside = rows.filter((row) => positive[row] === 1).length;
    const both = inside > 0 && inside < rows.length;
    const name = both ? `cluster ${number}` : `${train[rows[0] ?? 0]} ${rows.length}`;
    const units = both ? rows.map((row) => [row]) : [rows];
    const stratum = strata.get(name);
    if (stratum === undefined) strata.set(name, units);
    else stratum.push(...units);
  }
  const parts = [...strata.values()].flatMap((units) => {
    const marks = Uint8Array.from(units, ([row = 0]) => positive[row] ?? 0);
    const ones = sum(marks);
    if (ones === 0 || ones === marks.length) return [];
    const starts: number[] = [0];
    for (const unit of units) starts.push((starts.at(-1) ?? 0) + unit.length);
    return [
      {
        first: Uint8Array.from(marks),
        marks,
        starts: Int32Array.from(starts),
        rows: Int32Array.from(units.flat()),
      },
    ];
  });
  return {
    movable: parts.reduce((sum, { rows }) => sum + rows.length, 0),
    shuffle: (labels, source) => {
      for (const { first, marks, starts, rows } of parts) {
        // From the true labelling each time: a draw must not rest on the ones before it.
        marks.set(first);
        source.shuffleMarks(marks);
        for (let unit = 0; unit < marks.length; unit++) {
          const mark = marks[unit] ?? 0;
          const end = starts[unit + 1] ?? 0;
          for (let at = starts[unit] ?? 0; at < end; at++) labels[rows[at] ?? 0] = mark;
        }
      }
    },
  };
}
