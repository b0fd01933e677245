import { betaCdf, logGamma } from "./beta.ts";

/** Natural logarithm of the beta function, for a, b > 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/**
 * Natural logarithm of the regularised incomplete beta function I_x(a, b), for a, b > 0: finite where the probability itself is too
 * small for a double. There a power series with positive terms is summed (DLMF 8.17.8), elsewhere `betaCdf` is at hand.
 *
 * @returns nats; -Infinity at x <= 0, 0 at x >= 1
 */
export function logBetaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return Number.NEGATIVE_INFINITY;
  if (x >= 1) return 0;
  const plain = betaCdf(x, a, b);
  if (plain > 1e-290) return Math.log(plain);
  let term = 1;
  let series = 1;
  for (let j = 0; term > series * 1e-17; j++) {
    term *= (x * (a + b + j)) / (a + 1 + j);
    series += term;
  }
  return a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) - logBeta(a, b) + Math.log(series);
}
