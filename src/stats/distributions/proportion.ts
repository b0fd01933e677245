import { betaQuantile } from "./beta.ts";
import type { Interval } from "./interval.ts";

/**
 * Exact interval for a proportion (Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404).
 *
 * @param k successes
 * @param n trials; 0 gives NaN with the whole range
 */
export function clopperPearson(k: number, n: number, level = 0.95): Interval {
  const tail = (1 - level) / 2;
  return {
    estimate: k / n,
    low: k === 0 ? 0 : betaQuantile(tail, k, n - k + 1),
    high: k === n ? 1 : betaQuantile(1 - tail, k + 1, n - k),
  };
}
