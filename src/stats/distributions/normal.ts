import { checkNumber, checkProbability } from "../arguments.ts";

/** Numerator and denominator of the central part (Hart 1968, algorithm 5666), highest power first. */
const above = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const under = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];

/** Standard normal probability of a value at most x, absolute error below 1e-14 (Hart's form as in West 2005). */
export function normalCdf(x: number): number {
  checkNumber("x", x);
  const size = Math.abs(x);
  const density = size > 37 ? 0 : Math.exp((-size * size) / 2);
  const tail =
    size < Math.SQRT1_2 * 10
      ? (density * polynomial(above, size)) / polynomial(under, size)
      : density / (size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))))) / Math.sqrt(2 * Math.PI);
  return x > 0 ? 1 - tail : tail;
}

/** Standard normal density. */
export function normalDensity(x: number): number {
  checkNumber("x", x);
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * Standard normal quantile: bisection of the distribution, then Newton's steps, which the smooth tails take to the last
 * digits. 0 and 1 give the infinities.
 *
 * @example normalQuantile(0.975) // 1.96
 */
export function normalQuantile(p: number): number {
  checkProbability("p", p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  if (p > 0.5) return -normalQuantile(1 - p);
  let low = -38;
  let high = 0;
  while (high - low > 1e-3) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  let x = (low + high) / 2;
  for (let step = 0; step < 4; step++) {
    x -= ((normalCdf(x) - p) * Math.sqrt(2 * Math.PI)) / Math.exp((-x * x) / 2);
  }
  return x;
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
