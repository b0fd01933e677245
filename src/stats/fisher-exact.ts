import { logGamma } from "./beta.ts";

/**
 * Fisher's exact test of a two-by-two table, two-sided: the chance, margins given, of a table at most as likely as this one (Fisher 1922,
 * doi:10.2307/2340521).
 *
 * @param a successes of the first group, `b` its failures
 * @param c successes of the second group, `d` its failures
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const choose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  const [row, column, total] = [a + b, a + c, a + b + c + d];
  const logOf = (k: number): number =>
    choose(column, k) + choose(total - column, row - k) - choose(total, row);
  const own = logOf(a);
  let p = 0;
  for (let k = Math.max(0, row + column - total); k <= Math.min(row, column); k++) {
    const log = logOf(k);
    // Equally likely tables count, whatever the last bits say.
    if (log <= own + 1e-9) p += Math.exp(log);
  }
  return Math.min(1, p);
}
