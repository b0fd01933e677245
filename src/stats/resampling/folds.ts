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
 * The same with both classes spread over the folds: groups by size (descending), ties by name; each goes to the fold where the classes'
 * shares of it, squared and summed, grow least, the one with the fewest rows if equal. What is trained on the other folds then sees about the same
 * prevalence everywhere.
 *
 * @returns fold of each row, 0 to k - 1
 */
export function stratifiedFolds(
  groups: readonly string[],
  positive: ArrayLike<number>,
  k: number,
): Int32Array {
  const sizes = new Map<string, [number, number]>();
  const all = [0, 0];
  groups.forEach((group, row) => {
    const size = sizes.get(group) ?? [0, 0];
    const side = positive[row] === 1 ? 1 : 0;
    size[side]++;
    all[side] = (all[side] ?? 0) + 1;
    sizes.set(group, size);
  });
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const rowsOf = ([negatives, positives]: readonly [number, number]): number => negatives + positives;
  const order = [...sizes].sort(([a, m], [b, n]) => rowsOf(n) - rowsOf(m) || byName(a, b));
  const load = Array.from({ length: k }, (): [number, number] => [0, 0]);
  const where = new Map<string, number>();
  for (const [group, size] of order) {
    const cost = load.map((held) =>
      ([0, 1] as const).reduce<number>((sum, side) => {
        const total = Math.max(1, all[side] ?? 0);
        return sum + ((held[side] + size[side]) / total) ** 2 - (held[side] / total) ** 2;
      }, 0),
    );
    const least = Math.min(...cost);
    const fold = load
      .map((held, number) => ({ number, rows: rowsOf(held), cost: cost[number] ?? 0 }))
      .filter((one) => one.cost <= least + 1e-12)
      .reduce((best, one) => (one.rows < best.rows ? one : best)).number;
    where.set(group, fold);
    const held = load[fold];
    if (held === undefined) continue;
    held[0] += size[0];
    held[1] += size[1];
  }
  return Int32Array.from(groups, (group) => where.get(group) ?? 0);
}

/**
 * Out-of-fold prevalence of a group, such as the run's author: the share of positives among the same group's rows in the
 * other folds; the share among all their rows where the group is not among them.
 *
 * @param fold of each row; rows with -1 are left out and have no score
 */
export function prevalenceScores(
  group: readonly string[],
  positive: ArrayLike<number>,
  fold: ArrayLike<number>,
): Float64Array {
  const scores = new Float64Array(group.length).fill(Number.NaN);
  for (const held of new Set(Array.from(fold))) {
    if (held < 0) continue;
    const tally = new Map<string, { rows: number; positives: number }>();
    const all = { rows: 0, positives: 0 };
    group.forEach((name, row) => {
      if (fold[row] === held || (fold[row] ?? -1) < 0) return;
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
