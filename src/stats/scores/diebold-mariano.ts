import { check, checkAllFinite, checkInside, checkSameLength, checkWhole } from "../arguments.ts";
import { mean as meanOf } from "../distributions/moments.ts";
import { studentCdf, studentQuantile, studentTwoSided } from "../distributions/student-t.ts";

/** What to test with. */
export interface DieboldMarianoOptions {
  /** Steps ahead, 1 or more: errors of forecasts h steps ahead go together over h - 1 steps. */
  readonly horizon: number;
  /** `hln`: the small-sample factor and t of Harvey, Leybourne & Newbold 1997. */
  readonly correction?: "hln" | "none";
  /** What p speaks against equal skill for: a's mean loss `less` or `greater` than b's, or either. The interval is two-sided. */
  readonly alternative?: "two-sided" | "less" | "greater";
  /**
   * Correlation r, 0 to 1, of forecast errors beyond the horizon: the variance is multiplied by (1 + r) / (1 - r). Forecasts whose
   * errors go together have losses that do, and the plain test then rejects equal skill two or three times too often.
   */
  readonly memory?: number;
  /** Interval of 1 - level. */
  readonly level?: number;
}

/** Is one forecaster's mean loss below the other's? */
export type DieboldMariano =
  | {
      readonly ok: true;
      readonly n: number;
      /** Mean of a - b: below 0, a forecast better. */
      readonly difference: number;
      readonly low: number;
      readonly high: number;
      readonly statistic: number;
      /** Of the alternative asked for. */
      readonly p: number;
      /** `bartlett` where the rectangular kernel gave no positive variance. */
      readonly kernel: "rectangular" | "bartlett";
    }
  | { readonly ok: false; readonly reason: string };

/**
 * Diebold & Mariano 1995 on paired losses in order of time; t with n - 1 degrees of freedom.
 *
 * @example
 * const ours = [0.9, 1.1, 0.7, 1.2, 0.8, 1.0];
 * const theirs = [1.2, 1.3, 0.9, 1.1, 1.4, 1.3];
 * const found = dieboldMariano(ours, theirs, { horizon: 1 });
 * [found.difference, found.low, found.high, found.p] // [-0.25, -0.487, -0.013, 0.04219]
 */
export function dieboldMariano(
  a: readonly number[],
  b: readonly number[],
  { horizon, correction = "hln", alternative = "two-sided", memory = 0, level = 0.05 }: DieboldMarianoOptions,
): DieboldMariano {
  checkSameLength({ a, b });
  checkAllFinite("a", a);
  checkAllFinite("b", b);
  checkWhole("horizon", horizon, 1);
  check(memory >= 0 && memory < 1, "memory", memory, "a number from 0 to below 1");
  checkInside("level", level);
  const n = a.length;
  if (n < Math.max(4, horizon + 2)) return { ok: false, reason: `${n} forecasts in common are too few` };
  const d = a.map((loss, i) => loss - (b[i] ?? Number.NaN));
  const difference = meanOf(d);
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < n; i++) {
      sum += ((d[i] ?? Number.NaN) - difference) * ((d[i - lag] ?? Number.NaN) - difference);
    }
    return sum / n;
  };
  const variance = (weight: (lag: number) => number): number => {
    let sum = covariance(0);
    for (let lag = 1; lag < horizon; lag++) sum += 2 * weight(lag) * covariance(lag);
    return sum / n;
  };
  const rectangular = variance(() => 1);
  const kernel = rectangular > 0 ? "rectangular" : "bartlett";
  const mean = rectangular > 0 ? rectangular : variance((lag) => 1 - lag / horizon);
  if (!(mean > 0)) return { ok: false, reason: "the losses do not differ" };
  const factor = correction === "none" ? 1 : (n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n;
  const error = Math.sqrt(((mean / factor) * (1 + memory)) / (1 - memory));
  const statistic = difference / error;
  const reach = studentQuantile(1 - level / 2, n - 1) * error;
  return {
    ...{ ok: true, n, difference, statistic, kernel },
    low: difference - reach,
    high: difference + reach,
    p:
      alternative === "two-sided"
        ? studentTwoSided(statistic, n - 1)
        : studentCdf(alternative === "less" ? statistic : -statistic, n - 1),
  };
}
