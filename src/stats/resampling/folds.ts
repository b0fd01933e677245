import { checkWhole } from "../arguments.ts";

/**
 * Splits rows into folds so that no group is in two: groups by size (descending), ties by name; each goes to the fold
 * with the fewest rows so far, the first if equal.
 *
 * @returns fold of each row, 0 to k - 1
 * @example groupFolds(["a", "a", "b", "c", "c", "d"], 2) // [0, 0, 0, 1, 1, 1]
 */
export function groupFolds(groups: readonly string[], k = 5): Int32Array {
  checkWhole("k", k, 1);
  const size = new Map<string, number>();
  for (const group of groups) size.set(group, (size.get(group) ?? 0) + 1);
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const order = [...size].sort(([a, m], [b, n]) => n - m || byName(a, b));
  const load = new Array<number>(k).fill(0);
  const where = new Map<string, number>();
  for (const [group, rows] of order) {
    const fold = load.indexOf(Math.min(...load));
    where.set(group, fold);
    load[fold] = (load[fold] ?? 0) + rows;
  }
  return Int32Array.from(groups, (group) => where.get(group) ?? 0);
}

/**
 * Out-of-fold prevalence of a group, such as the run's author: the share of positives among the same group's rows in the
 * other folds; the share among all their rows where the group is not among them.
 */
export function prevalenceScores(
  group: readonly string[],
  positive: ArrayLike<number>,
  fold: ArrayLike<number>,
): Float64Array {
  const scores = new Float64Array(group.length);
  for (const held of new Set(Array.from(fold))) {
    const tally = new Map<string, { rows: number; positives: number }>();
    const all = { rows: 0, positives: 0 };
    group.forEach((name, row) => {
      if (fold[row] === held) return;
      const one = tally.get(name) ?? { rows: 0, positives: 0 };
      tally.set(name, one);
      for (const sum of [one, all]) {
        sum.rows++;
        sum.positives += positive[row] === 1 ? 1 : 0;
      }
    });
    group.forEach((name, row) => {
      if (fold[row] !== held) return;
      const known = tally.get(name) ?? all;
      scores[row] = known.positives / known.rows;
    });
  }
  return scores;
}
