import { checkAbove, checkAllFinite, checkFinite, checkSome, checkSpread } from "../arguments.ts";
import { logBeta } from "../distributions/log-beta.ts";
import { normalCdf, normalDensity } from "../distributions/normal.ts";
import { studentCdf, studentDensity } from "../distributions/student-t.ts";

/**
 * Continuous ranked probability score: the integral of (F(x) - 1{y <= x})² over x (Matheson & Winkler 1976; Gneiting & Raftery
 * 2007). In the unit of y; 0 is perfect, smaller is better; for a point forecast the absolute error.
 */

/**
 * CRPS of a normal forecast (Gneiting et al. 2005, eq. 5).
 *
 * @example crpsNormal(1.5, 1, 2) // 0.517
 */
export function crpsNormal(y: number, mean: number, sd: number): number {
  checkFinite("y", y);
  checkFinite("mean", mean);
  checkSpread("sd", sd);
  if (sd === 0) return Math.abs(y - mean);
  const z = (y - mean) / sd;
  return sd * (z * (2 * normalCdf(z) - 1) + 2 * normalDensity(z) - 1 / Math.sqrt(Math.PI));
}

/**
 * CRPS of a location-scale Student's t with `freedom` > 1 (Jordan, Krüger & Lerch 2019, appendix A).
 *
 * @example crpsT(1.5, 4, 1, 2) // 0.574
 */
export function crpsT(y: number, freedom: number, location: number, scale: number): number {
  checkFinite("y", y);
  checkAbove("freedom", freedom, 1);
  checkFinite("location", location);
  checkSpread("scale", scale);
  if (scale === 0) return Math.abs(y - location);
  const z = (y - location) / scale;
  const density = studentDensity(z, freedom);
  return (
    scale *
    (z * (2 * studentCdf(z, freedom) - 1) +
      (2 * density * (freedom + z * z)) / (freedom - 1) -
      spreadT(freedom))
  );
}

const spreads = new Map<number, number>();

/** Half the mean distance of two draws from a standard t. */
function spreadT(freedom: number): number {
  const known = spreads.get(freedom);
  if (known !== undefined) return known;
  const value =
    ((2 * Math.sqrt(freedom)) / (freedom - 1)) *
    Math.exp(logBeta(0.5, freedom - 0.5) - 2 * logBeta(0.5, freedom / 2));
  if (spreads.size < 10_000) spreads.set(freedom, value);
  return value;
}

/** CRPS of a log-normal forecast of y > 0 (Baran & Lerch 2015); mean and sd are those of ln y. */
export function crpsLogNormal(y: number, meanLog: number, sdLog: number): number {
  checkFinite("y", y);
  checkFinite("meanLog", meanLog);
  checkSpread("sdLog", sdLog);
  if (sdLog === 0) return Math.abs(y - Math.exp(meanLog));
  const w = y > 0 ? (Math.log(y) - meanLog) / sdLog : Number.NEGATIVE_INFINITY;
  const mean = Math.exp(meanLog + (sdLog * sdLog) / 2);
  return y * (2 * normalCdf(w) - 1) - 2 * mean * (normalCdf(w - sdLog) + normalCdf(sdLog / Math.SQRT2) - 1);
}

/**
 * CRPS of a sample read as an empirical distribution: mean |x - y| less half the mean distance of two draws.
 *
 * @param fair true: distances over pairs of different members, unbiased for the distribution that the sample came from (Ferro 2014)
 * @example crpsSample(1.5, [0.2, 1.1, 2.5, 3]) // 0.4375
 */
export function crpsSample(y: number, sample: readonly number[], fair = false): number {
  checkFinite("y", y);
  checkSome("sample", sample, fair ? 2 : 1);
  checkAllFinite("sample", sample);
  const sorted = sample.toSorted((a, b) => a - b);
  const n = sorted.length;
  let error = 0;
  let spread = 0;
  for (const [i, x] of sorted.entries()) {
    error += Math.abs(x - y);
    spread += (2 * i + 1 - n) * x;
  }
  return error / n - spread / (fair ? n * (n - 1) : n * n);
}

/**
 * CRPS of a normal forecast when all that is known of the value is that it is at least `bound`: the score of the forecast with
 * everything above the bound moved onto it, which is the integral of F² up to the bound.
 *
 * @example crpsNormalRightCensored(1.5, 1, 2) // 0.3851
 */
export function crpsNormalRightCensored(bound: number, mean: number, sd: number): number {
  checkFinite("bound", bound);
  checkFinite("mean", mean);
  checkSpread("sd", sd);
  if (sd === 0) return Math.max(0, bound - mean);
  const z = (bound - mean) / sd;
  const p = normalCdf(z);
  return sd * (z * p * p + 2 * p * normalDensity(z) - normalCdf(z * Math.SQRT2) / Math.sqrt(Math.PI));
}

/**
 * The same for a location-scale t with `freedom` > 1. By parts the integral is z F² + 2 F f (ν + z²) / (ν - 1) less
 * 2 / (ν - 1) times the integral of (ν + x²) f², whose integrand is, but for a factor, the density of a t with 2ν - 1 degrees of
 * freedom in x sqrt((2ν - 1) / ν).
 */
export function crpsTRightCensored(bound: number, freedom: number, location: number, scale: number): number {
  checkFinite("bound", bound);
  checkAbove("freedom", freedom, 1);
  checkFinite("location", location);
  checkSpread("scale", scale);
  if (scale === 0) return Math.max(0, bound - location);
  const z = (bound - location) / scale;
  const p = studentCdf(z, freedom);
  const density = studentDensity(z, freedom);
  const below = studentCdf(z * Math.sqrt((2 * freedom - 1) / freedom), 2 * freedom - 1);
  return (
    scale * (z * p * p + (2 * p * density * (freedom + z * z)) / (freedom - 1) - spreadT(freedom) * below)
  );
}
