import { z } from "zod";
import { intervalFields } from "../../stats/distributions/interval.ts";
import { leastSquares } from "../../stats/distributions/ols.ts";
import { driftOf, likelihoodOf } from "./drift.ts";

const bounds = z.object({ low: z.number(), high: z.number() }).readonly();

/** Schema of how fast a series grows. */
export const rateResult = z
  .object({
    n: z.number(),
    /** On the scale that is forecast, a year: doublings on log2. 95% interval. */
    ...intervalFields,
    at99: bounds,
    /** Share of the unexplained that is a walk's, 0 to 1. */
    walking: z.number(),
  })
  .readonly();

/** Schema of the change of the rate from the first point to the last, and of what else than a parabola it may be. */
export const curvatureResult = z
  .object({
    n: z.number(),
    /** Years from the first point to the last. */
    years: z.number(),
    /** Change of the rate over that time in units of the mean rate: 0 is a straight line, 2 from standing still to twice the mean. 95% interval. */
    ...intervalFields,
    at99: bounds,
    /** Change of the rate a year, on the scale that is forecast: twice the quadratic coefficient. */
    perYear: z.number(),
    walking: z.number(),
    /** Standard deviation of what is left, by curve. */
    left: z.object({ line: z.number(), parabola: z.number(), bend: z.number() }).readonly(),
    /** Where a single bend between two joined lines fits best, decimal year. */
    bend: z.number(),
    /** The rate before and after it, a year on the scale that is forecast. */
    rates: z.object({ before: z.number(), after: z.number() }).readonly(),
    /** BIC of the parabola less that of the single bend, whose date is counted as a coefficient. Within 6 they cannot be told apart. */
    bic: z.number(),
  })
  .readonly();
type CurvatureResult = z.infer<typeof curvatureResult>;

/** A value at a date. */
interface Dated {
  readonly date: number;
  readonly y: number;
}

/** The rate; null with too few points, or where every point lies on one line. */
export function rateOf(points: readonly Dated[]): z.infer<typeof rateResult> | null {
  const { t, y } = centred(points);
  const found = driftOf(t, [t], y);
  if (found === null) return null;
  const { n, estimate, low, high, at99, walking } = found;
  return { n, estimate, low, high, at99, walking };
}

/** Is it one straight line? Null with too few points, where it does not grow, or where a curve goes through every point. */
export function straightness(points: readonly Dated[]): CurvatureResult | null {
  const { t, y } = centred(points);
  const [first = Number.NaN, last = Number.NaN] = [t[0], t.at(-1)];
  const squared = t.map((value) => value * value);
  const rate = driftOf(t, [t], y);
  const curve = driftOf(t, [t, squared], y);
  const bent = bendOf(t, y);
  if (rate === null || curve === null || bent === null || rate.estimate === 0) return null;
  const scale = (2 * (last - first)) / rate.estimate;
  const between = (a: number, b: number): { low: number; high: number } => ({
    low: Math.min(a * scale, b * scale),
    high: Math.max(a * scale, b * scale),
  });
  const n = points.length;
  // Where both go through every point neither fits better.
  const gain = bent.logLikelihood - curve.logLikelihood;
  const joined = leastSquares([t, t.map((value) => Math.max(0, value - bent.at))], y);
  const [before = Number.NaN, more = Number.NaN] = joined.ok
    ? joined.coefficients.map(({ value }) => value)
    : [rate.estimate, 0];
  return {
    ...{ n, years: last - first, estimate: curve.estimate * scale, ...between(curve.low, curve.high) },
    at99: between(curve.at99.low, curve.at99.high),
    ...{ perYear: 2 * curve.estimate, walking: curve.walking },
    left: {
      line: leftOf([t], y),
      parabola: leftOf([t, squared], y),
      bend: leftOf([t, t.map((value) => Math.max(0, value - bent.at))], y),
    },
    bend: bent.at + (points[0]?.date ?? 0) - first,
    rates: { before, after: before + more },
    bic: Number.isFinite(gain) ? 2 * gain - Math.log(n) : 0,
  };
}

function centred(points: readonly Dated[]): { readonly t: readonly number[]; readonly y: readonly number[] } {
  const middle = points.reduce((sum, { date }) => sum + date, 0) / points.length;
  return { t: points.map(({ date }) => date - middle), y: points.map(({ y }) => y) };
}

/** The single bend of the greatest likelihood: 40 dates are tried, none so near an end that fewer than three points lie beyond. */
function bendOf(
  t: readonly number[],
  y: readonly number[],
): { readonly at: number; readonly logLikelihood: number } | null {
  const [from, to] = [t[2], t.at(-3)];
  if (from === undefined || to === undefined || !(to > from)) return null;
  let best: { readonly at: number; readonly logLikelihood: number } | null = null;
  for (let i = 0; i <= 40; i++) {
    const at = from + ((to - from) * i) / 40;
    const logLikelihood = likelihoodOf(t, [t, t.map((value) => Math.max(0, value - at))], y);
    if (logLikelihood !== null && (best === null || logLikelihood > best.logLikelihood))
      best = { at, logLikelihood };
  }
  return best;
}

/** Standard deviation around a least-squares fit; 0 where it leaves nothing. */
function leftOf(columns: readonly (readonly number[])[], y: readonly number[]): number {
  const fit = leastSquares(columns, y);
  return fit.ok ? Math.sqrt(fit.squares / fit.freedom) : 0;
}
