import { mean, squares } from "./moments.ts";
import { studentCdf } from "./student-t.ts";

/**
 * Are the first values higher? Welch's t of unequal variances with Satterthwaite's degrees of freedom (Welch 1947, Biometrika 34:28). Where
 * neither side varies, the chance that so many values fall apart by themselves.
 *
 * @param level one-sided
 * @returns z: the t; 0 where it cannot be told, NaN where neither side varies and one is higher
 */
export function higher(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  level: number,
): { readonly found: boolean; readonly z: number } {
  if (first.length < 2 || second.length < 2) return { found: false, z: 0 };
  const difference = mean(first) - mean(second);
  const [a, b] = [errorOf(first), errorOf(second)];
  if (a + b === 0) {
    const above = difference > 0;
    return { found: above && deals(first.length, second.length) * level >= 1, z: above ? Number.NaN : 0 };
  }
  const z = difference / Math.sqrt(a + b);
  const freedom = (a + b) ** 2 / (a ** 2 / (first.length - 1) + b ** 2 / (second.length - 1));
  return { found: 1 - studentCdf(z, freedom) <= level, z };
}

/** Squared standard error of a mean. */
function errorOf(values: ArrayLike<number>): number {
  return squares(values) / (values.length - 1) / values.length;
}

/** Ways to deal values to two sides of these sizes. */
function deals(n: number, m: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(n, m); i++) ways *= (n + m + 1 - i) / i;
  return ways;
}
