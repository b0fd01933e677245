import type { Random } from "../../stats/distributions/random.ts";

/**
 * Numbers of the rows in a seeded sample of `limit`, half of them positive. Where a class is too small for its half,
 * all of it is taken and the other class fills the rest. No limit, or one that is not reached: all rows.
 */
export function balancedSample(
  positive: readonly (0 | 1)[],
  limit: number | null,
  random: Random,
): ReadonlySet<number> {
  const all = positive.map((_, index) => index);
  if (limit === null || limit >= all.length) return new Set(all);
  const of = (wanted: 0 | 1): number[] =>
    random.fork(wanted === 1 ? "positive" : "negative").shuffle(all.filter((i) => positive[i] === wanted));
  const positives = of(1);
  const negatives = of(0);
  const half = Math.floor(limit / 2);
  const takenPositives = Math.min(positives.length, Math.max(half, limit - negatives.length));
  return new Set([...positives.slice(0, takenPositives), ...negatives.slice(0, limit - takenPositives)]);
}
