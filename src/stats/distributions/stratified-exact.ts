import { checkCount } from "../arguments.ts";
import { logGamma } from "./beta.ts";
import { normalCdf } from "./normal.ts";

/** One stratum of two groups: k of n have it in the first, l of m in the second. */
export interface Stratum {
  readonly k: number;
  readonly n: number;
  readonly l: number;
  readonly m: number;
}

/** How a share differs between two groups within strata. Sign of `logOdds`, sign of `z` and the side of `p` are those of one number: how many of the first have it beyond what chance gives. */
export interface StratifiedDifference {
  /** That number over its standard deviation (Mantel & Haenszel 1959). */
  readonly z: number;
  /** Mantel and Haenszel's log odds ratio, nats, with a half added to both of its sums. */
  readonly logOdds: number;
  /** Two-sided, twice the smaller tail of the exact distribution given all margins, at most 1. */
  readonly p: number;
}

/** Where as many are expected on both sides the normal distribution is close; below it is not, and the exact one is cheap. */
const many = 100;

/**
 * Is a share the same in two groups, stratum by stratum? The number of the first group that have it, given the margins of each stratum, is a sum of
 * hypergeometric numbers, whose distribution is computed (for large counts: the normal one, with continuity correction). One stratum is Fisher's exact test.
 *
 * For instance: stratifiedExact([{ k: 8, n: 10, l: 2, m: 10 }]).p // 0.02301
 */
export function stratifiedExact(strata: readonly Stratum[]): StratifiedDifference {
  let [seen, expected, variance, having, over, under] = [0, 0, 0, 0, 0.5, 0.5];
  for (const { k, n, l, m } of strata) {
    checkCount("k", k, "n", n);
    checkCount("l", l, "m", m);
    const all = n + m;
    if (all === 0) continue;
    const own = k + l;
    seen += k;
    having += own;
    expected += (own * n) / all;
    if (all > 1) variance += (own * (all - own) * n * m) / (all * all * (all - 1));
    over += (k * (m - l)) / all;
    under += (l * (n - k)) / all;
  }
  if (variance === 0) return { z: 0, logOdds: 0, p: 1 };
  const beyond = seen - expected;
  const z = beyond / Math.sqrt(variance);
  const large = Math.min(expected, having - expected) >= many;
  const tail = large
    ? normalCdf(-Math.max(0, Math.abs(beyond) - 0.5) / Math.sqrt(variance))
    : exactTail(strata, seen, beyond > 0);
  return { z, logOdds: Math.log(over / under), p: Math.min(1, 2 * tail) };
}

/** Chance of a sum as large as the one seen, or as small. */
function exactTail(strata: readonly Stratum[], seen: number, upper: boolean): number {
  let sums = Float64Array.of(1);
  let from = 0;
  for (const { k, n, l, m } of strata) {
    if (k + l === 0) continue;
    const low = Math.max(0, k + l - m);
    const chances = hypergeometric(k + l, n, m);
    const next = new Float64Array(sums.length + chances.length - 1);
    for (const [i, a] of sums.entries())
      if (a > 0) for (const [j, b] of chances.entries()) next[i + j] = (next[i + j] ?? 0) + a * b;
    sums = next;
    from += low;
  }
  let tail = 0;
  for (const [i, chance] of sums.entries()) if (upper ? from + i >= seen : from + i <= seen) tail += chance;
  return Math.min(1, tail);
}

/** Chances of each number of the first group among those that have it, from the smallest that is possible. */
function hypergeometric(having: number, n: number, m: number): Float64Array {
  const low = Math.max(0, having - m);
  const high = Math.min(n, having);
  const first = Math.exp(logChoose(n, low) + logChoose(m, having - low) - logChoose(n + m, having));
  if (first > 1e-280) {
    const out = new Float64Array(high - low + 1);
    let chance = first;
    for (let i = low; i <= high; i++) {
      out[i - low] = chance;
      chance *= ((n - i) * (having - i)) / ((i + 1) * (m - having + i + 1));
    }
    return out;
  }
  return Float64Array.from({ length: high - low + 1 }, (_, i) =>
    Math.exp(logChoose(n, low + i) + logChoose(m, having - low - i) - logChoose(n + m, having)),
  );
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
