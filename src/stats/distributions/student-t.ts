import { checkAbove, checkNumber, checkProbability } from "../arguments.ts";
import { betaCdf, betaQuantile, logGamma } from "./beta.ts";

/**
 * Cumulative probability of Student's t with `freedom` > 0 degrees of freedom, within 1e-12 of SciPy's up to 1,000 of them
 * (1e-10 at 100,000, the limit of `betaCdf`); in the lower tail relative to the probability. Near 0 it is the incomplete beta of
 * t² / (freedom + t²), which keeps the digits of a small t.
 */
export function studentCdf(t: number, freedom: number): number {
  checkNumber("t", t);
  checkAbove("freedom", freedom);
  const inside = t * t < freedom * Number.MAX_VALUE ? (t * t) / (freedom + t * t) : 1;
  if (inside <= 1.5 / (freedom / 2 + 2.5)) {
    return 0.5 + (Math.sign(t) * betaCdf(inside, 0.5, freedom / 2)) / 2;
  }
  const outside = betaCdf(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t > 0 ? 1 - outside : outside;
}

/** Probability that Student's t lies at least as far from 0 as `t`, on either side; NaN of NaN. */
export function studentTwoSided(t: number, freedom: number): number {
  if (Number.isNaN(t)) return t;
  return betaCdf(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/**
 * Quantile of Student's t with `freedom` > 0 degrees of freedom: through the beta distribution of f / (f + t²), then Newton's steps on
 * the lower tail, which keep the digits of a small p. 0 and 1 give the infinities.
 *
 * @example studentQuantile(0.975, 9) // 2.262
 */
export function studentQuantile(p: number, freedom: number): number {
  checkProbability("p", p);
  checkAbove("freedom", freedom);
  if (p > 0.5) return -studentQuantile(1 - p, freedom);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 0.5) return 0;
  const x = betaQuantile(2 * Math.max(p, 1e-15), freedom / 2, 0.5);
  let t = -Math.sqrt((freedom * (1 - x)) / x);
  for (let step = 0; step < 40; step++) {
    const reached = studentCdf(t, freedom);
    const logDensity = studentLogDensity(t, freedom);
    // Far out the tail is a power of t: there Newton's step is taken on the logarithms.
    const next =
      t < -1
        ? t *
          Math.exp(
            (Math.log(reached) - Math.log(p)) / Math.exp(logDensity + Math.log(-t) - Math.log(reached)),
          )
        : t - (reached - p) / Math.exp(logDensity);
    const done = Math.abs(next - t) <= 1e-15 * Math.abs(t);
    t = next;
    if (done) break;
  }
  return t;
}

/** Density of Student's t. */
export function studentDensity(t: number, freedom: number): number {
  checkNumber("t", t);
  checkAbove("freedom", freedom);
  return Math.exp(studentLogDensity(t, freedom));
}

/** Natural logarithm of the density of Student's t. */
export function studentLogDensity(t: number, freedom: number): number {
  return logScaling(freedom) - ((freedom + 1) / 2) * Math.log1p((t * t) / freedom);
}

const scalings = new Map<number, number>();

/** The part of the density that does not depend on t; few degrees of freedom come up, many times over. */
function logScaling(freedom: number): number {
  const known = scalings.get(freedom);
  if (known !== undefined) return known;
  const value = logGammaStep(freedom / 2) - Math.log(freedom * Math.PI) / 2;
  if (scalings.size < 10_000) scalings.set(freedom, value);
  return value;
}

/** ln Γ(x + 1/2) - ln Γ(x); for large x by its series (DLMF 5.11.8), where the difference of two large logarithms loses digits. */
function logGammaStep(x: number): number {
  if (x < 20) return logGamma(x + 0.5) - logGamma(x);
  const u = 1 / (x * x);
  return Math.log(x) / 2 - (1 / 8 - u * (1 / 192 - u * (1 / 640 - (u * 17) / 14336))) / x;
}
