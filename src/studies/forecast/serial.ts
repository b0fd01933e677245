import { z } from "zod";
import { intervalFields } from "../../stats/distributions/interval.ts";
import { leastSquares } from "../../stats/distributions/ols.ts";
import type { Random } from "../../stats/distributions/random.ts";
import { studentQuantile, studentTwoSided } from "../../stats/distributions/student-t.ts";
import type { Observation } from "./hindcast.ts";

/** Schema of a coefficient with its 95% interval. */
const coefficient = z
  .object({
    ...intervalFields,
    /** Two-sided p of the restriction that it is 0. */
    p: z.number(),
  })
  .readonly();

/** Schema of y = c + a date + b input: progress that needs time, and progress that needs input (both in doublings). */
export const serialResult = z
  .object({
    input: z.string(),
    n: z.number(),
    /** Doublings a year that come with time alone. */
    time: coefficient,
    /** Doublings for a unit of the input. */
    effect: coefficient,
    /** Growth of the input a year, g. */
    growth: z.number(),
    /** Variance inflation of either coefficient. */
    inflation: z.number(),
    /** Posterior of a / (a + b g) under a flat prior on a, b >= 0: median and central 95%; null where hardly any draw is that. */
    share: z.object({ median: z.number(), low: z.number(), high: z.number() }).readonly().nullable(),
  })
  .readonly();
type SerialResult = z.infer<typeof serialResult>;

/** Fits both at once; null where the points cannot tell date and input apart at all. */
export function serialProgress(
  points: readonly Observation[],
  input: string,
  draws: number,
  source: Random,
): SerialResult | null {
  const known = points.filter(({ axes }) => axes[input] !== undefined);
  const dates = known.map(({ date }) => date);
  const inputs = known.map(({ axes }) => axes[input] ?? Number.NaN);
  const fit = leastSquares(
    [dates, inputs],
    known.map(({ y }) => y),
  );
  const pace = leastSquares([dates], inputs);
  if (!fit.ok || !pace.ok) return null;
  const [time, effect] = fit.coefficients;
  const growth = pace.coefficients[0]?.value;
  if (time === undefined || effect === undefined || growth === undefined) return null;
  const reach = studentQuantile(0.975, fit.freedom);
  const estimated = ({ value, error }: typeof time): SerialResult["time"] => ({
    estimate: value,
    low: value - reach * error,
    high: value + reach * error,
    p: studentTwoSided(value / error, fit.freedom),
  });
  const rho = (fit.covariance[0]?.[1] ?? 0) / (time.error * effect.error);
  const shares: number[] = [];
  for (let i = 0; i < draws; i++) {
    // A multivariate t: normals with the fit's covariance over a common chi-square.
    let squares = 0;
    for (let k = 0; k < fit.freedom; k++) squares += source.normal() ** 2;
    const wide = Math.sqrt(fit.freedom / squares);
    const [u, v] = [source.normal(), source.normal()];
    const a = time.value + time.error * wide * u;
    const b = effect.value + effect.error * wide * (rho * u + Math.sqrt(Math.max(0, 1 - rho * rho)) * v);
    if (a >= 0 && b * growth >= 0 && a + b * growth > 0) shares.push(a / (a + b * growth));
  }
  shares.sort((x, y) => x - y);
  const at = (p: number): number => shares[Math.min(shares.length - 1, Math.floor(p * shares.length))] ?? 0;
  return {
    input,
    n: known.length,
    time: estimated(time),
    effect: estimated(effect),
    growth,
    inflation: time.inflation,
    share: shares.length < 50 ? null : { median: at(0.5), low: at(0.025), high: at(0.975) },
  };
}
