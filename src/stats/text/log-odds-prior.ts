import { checkAbove, checkEach, checkSameLength } from "../arguments.ts";

/** A term's log-odds ratio between two sets, shrunk towards what both have in common. */
export interface LogOdds {
  /** Nats; above 0 where the first set has it more often. */
  readonly delta: number;
  /** delta over its standard deviation. */
  readonly z: number;
}

/**
 * Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, equations 15, 16, 18 and 22): the prior of a term is its share
 * of both sets together, worth `strength` counts in all.
 *
 * @param first counts by term in the first set, `second` in the other
 * @example logOddsWithPrior([30, 10, 60], [10, 12, 78], 10) // [{ delta: 1.209, z: 3.572 }, { delta: -0.1861, z: -0.4562 }, { delta: -0.7789, z: -4.765 }]
 */
export function logOddsWithPrior(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  strength: number,
): LogOdds[] {
  checkSameLength({ first, second });
  for (const [name, counts] of Object.entries({ first, second }))
    checkEach(name, counts, (count) => Number.isFinite(count) && count >= 0, "a number of at least 0");
  checkAbove("strength", strength);
  const sum = (counts: ArrayLike<number>): number => {
    let total = 0;
    for (let i = 0; i < counts.length; i++) total += counts[i] ?? 0;
    return total;
  };
  const [n1, n2] = [sum(first), sum(second)];
  return Array.from({ length: first.length }, (_, i): LogOdds => {
    const [y1, y2] = [first[i] ?? 0, second[i] ?? 0];
    const prior = (strength * (y1 + y2)) / (n1 + n2);
    const odds = (y: number, n: number): number => Math.log((y + prior) / (n + strength - y - prior));
    const delta = odds(y1, n1) - odds(y2, n2);
    return { delta, z: delta / Math.sqrt(1 / (y1 + prior) + 1 / (y2 + prior)) };
  });
}
