import { betaQuantile } from "./beta.ts";

/**
 * Exact one-sided upper bound of a proportion (Clopper & Pearson 1934): the rate at which k or fewer in n would still be seen with
 * probability 1 - level. With k = 0 it is 1 - (1 - level)^(1/n).
 *
 * @param k events
 * @param n trials; 0 gives 1
 * @example upperBound(0, 40) // 0.0722: "at most 7.3%"
 */
export function upperBound(k: number, n: number, level = 0.95): number {
  return k === n ? 1 : betaQuantile(level, k + 1, n - k);
}
