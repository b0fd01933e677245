import { checkCount, checkInside } from "../arguments.ts";
import { betaQuantile } from "./beta.ts";
import type { Interval } from "./interval.ts";

/**
 * Exact interval for a proportion (Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404).
 *
 * @param k successes
 * @param n trials; 0 gives NaN with the whole range
 * @example clopperPearson(3, 20) // { estimate: 0.15, low: 0.03207, high: 0.3789 }
 */
export function clopperPearson(k: number, n: number, level = 0.95): Interval {
  checkCount("k", k, "n", n);
  checkInside("level", level);
  return exactInterval(k, n, (1 - level) / 2);
}

/**
 * Exact one-sided upper bound of a proportion: the rate at which k or fewer in n would still be seen with probability 1 - level.
 * With k = 0 it is 1 - (1 - level)^(1/n).
 *
 * @param k events
 * @param n trials; 0 gives 1
 * @example
 * // Nothing in 40 calls: "at most 7.3%".
 * upperBound(0, 40) // 0.07216
 */
export function upperBound(k: number, n: number, level = 0.95): number {
  checkCount("k", k, "n", n);
  checkInside("level", level);
  return highEnd(k, n, level);
}

/** The same of counts that need not be whole, with so much of the chance in each tail; NaN with the whole range where there are none. */
export function exactInterval(k: number, n: number, tail: number = (1 - 0.95) / 2): Interval {
  if (Number.isNaN(k)) return { estimate: k, low: 0, high: 1 };
  return {
    estimate: k / n,
    low: k <= 0 ? 0 : betaQuantile(tail, k, n - k + 1),
    high: highEnd(k, n, 1 - tail),
  };
}

function highEnd(k: number, n: number, level: number): number {
  return k >= n ? 1 : betaQuantile(level, k + 1, n - k);
}
