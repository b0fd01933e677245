import { fisherExact } from "../stats/distributions/fisher-exact.ts";
import { leastEvidence } from "../stats/resampling/effective-groups.ts";

/** In how many rows of each class something stands. */
export interface Presence {
  readonly positives: number;
  readonly negatives: number;
  /** Two-sided p that it stands in both classes alike. */
  readonly p: number;
  /** Area under the curve of "it stands there": .5 tells nothing, 1 in all positives and no negative, 0 the other way round. */
  readonly area: number;
}

/** Counts rows in which something stands; p is of one row a group and class, for what rows of one group have in common is one observation. */
export interface PresenceTest {
  /** @param rows numbers of the rows in which it stands, each once */
  readonly of: (rows: readonly number[]) => Presence;
  /** May this row be counted for p? */
  readonly counts: (row: number) => boolean;
}

/** A test for rows in groups; where a class has too few groups, every row counts for p. */
export function presenceTest(group: readonly string[], positive: ArrayLike<number>): PresenceTest {
  const first = new Map<string, number>();
  group.forEach((name, row) => {
    const unit = `${positive[row]} ${name}`;
    if (!first.has(unit)) first.set(unit, row);
  });
  const all = sides(group.keys(), positive);
  const firsts = new Set(first.values());
  const few = sides(firsts, positive).some((count) => count < leastEvidence.groups);
  const units = few ? all : sides(firsts, positive);
  const counts = (row: number): boolean => few || firsts.has(row);
  return {
    counts,
    of: (rows) => {
      const [negatives, positives] = sides(rows, positive);
      const [inNegatives, inPositives] = sides(rows.filter(counts), positive);
      return {
        ...{ positives, negatives },
        p: fisherExact(inPositives, units[1], inNegatives, units[0]),
        area: 0.5 + (positives / all[1] - negatives / all[0]) / 2,
      };
    },
  };
}

function sides(rows: Iterable<number>, positive: ArrayLike<number>): [negatives: number, positives: number] {
  const count: [number, number] = [0, 0];
  for (const row of rows) count[positive[row] === 1 ? 1 : 0]++;
  return count;
}
