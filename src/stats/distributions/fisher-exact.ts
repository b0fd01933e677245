import { checkCount } from "../arguments.ts";
import { logGamma } from "./beta.ts";

/**
 * Two-sided p that a share is the same in two groups, both margins fixed: twice the smaller tail of the hypergeometric distribution, at most 1
 * (Fisher 1935; doubling as in Agresti 1992).
 *
 * @param k of n have it in one group, `l` of `m` in the other
 * @example fisherExact(8, 10, 2, 10) // 0.02301
 */
export function fisherExact(k: number, n: number, l: number, m: number): number {
  checkCount("k", k, "n", n);
  checkCount("l", l, "m", m);
  const having = k + l;
  const low = Math.max(0, having - m);
  const high = Math.min(n, having);
  const logOf = (i: number): number => logChoose(n, i) + logChoose(m, having - i) - logChoose(n + m, having);
  // The tail that is walked away from the middle: its terms only fall, and soon weigh nothing.
  const tail = (from: number, step: 1 | -1): number => {
    let sum = 0;
    for (let i = from; i >= low && i <= high; i += step) {
      const term = Math.exp(logOf(i));
      sum += term;
      if (term < sum * 1e-16) break;
    }
    return sum;
  };
  const middle = (having * n) / (n + m);
  const upper = k >= middle ? tail(k, 1) : 1 - tail(k - 1, -1);
  const lower = k <= middle ? tail(k, -1) : 1 - tail(k + 1, 1);
  return Math.min(1, Math.max(0, 2 * Math.min(upper, lower)));
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
