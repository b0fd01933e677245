import {
  checkAbove,
  checkAllFinite,
  checkFinite,
  checkInside,
  checkSameLength,
  checkSpread,
} from "../arguments.ts";
import { studentQuantile } from "../distributions/student-t.ts";
import { clusteredMean } from "./clustered-mean.ts";

/**
 * The set of ratios that two estimates leave open. `bounded`: from low to high. `outside`: all but what lies between low and high.
 * `all`: every ratio. The last two have no interval to print.
 */
export interface FiellerSet {
  readonly estimate: number;
  readonly kind: "bounded" | "outside" | "all";
  readonly low: number | null;
  readonly high: number | null;
}

/** Two estimates with their variances and covariance. */
export interface RatioParts {
  readonly numerator: number;
  readonly denominator: number;
  /** Of the numerator, of the denominator, and of both together. */
  readonly variances: readonly [numerator: number, denominator: number, covariance: number];
  /** Degrees of freedom of the variances. */
  readonly freedom: number;
}

/**
 * Fieller's set for a ratio of two normal estimates (1954, Journal of the Royal Statistical Society B 16:175): its coverage holds whatever
 * the denominator, unlike that of a ratio which is looked at only once its denominator is significant.
 *
 * @example
 * fieller({ numerator: 0.3, denominator: 0.4, variances: [0.0025, 0.0025, 0], freedom: 19 }) // { estimate: 0.75, kind: "bounded", low: 0.4618, high: 1.148 }
 */
export function fieller(
  { numerator, denominator, variances, freedom }: RatioParts,
  level = 0.95,
): FiellerSet {
  checkFinite("numerator", numerator);
  checkFinite("denominator", denominator);
  const [top, bottom, both] = variances;
  checkSpread("variances[0]", top);
  checkSpread("variances[1]", bottom);
  checkFinite("variances[2]", both);
  checkAbove("freedom", freedom);
  checkInside("level", level);
  const t = studentQuantile(1 - (1 - level) / 2, freedom) ** 2;
  const a = denominator ** 2 - t * bottom;
  const b = numerator * denominator - t * both;
  const c = numerator ** 2 - t * top;
  const inside = b ** 2 - a * c;
  const estimate = numerator / denominator;
  if (a > 0) {
    const root = Math.sqrt(Math.max(0, inside));
    return { estimate, kind: "bounded", low: (b - root) / a, high: (b + root) / a };
  }
  if (!(inside > 0) || a === 0) return { estimate, kind: "all", low: null, high: null };
  const root = Math.sqrt(inside);
  return { estimate, kind: "outside", low: (b + root) / a, high: (b - root) / a };
}

/**
 * The ratio of two means over the same units in clusters, as Fieller's set on CR2 variances (`clusteredMean`).
 *
 * @example
 * clusteredRatio([0.2, 0.3, 0.3], [0.5, 0.4, 0.6], ["a", "b", "c"]).kind // "bounded"
 */
export function clusteredRatio(
  numerator: readonly number[],
  denominator: readonly number[],
  cluster: readonly (string | number)[],
  level = 0.95,
): FiellerSet {
  checkSameLength({ numerator, denominator, cluster });
  checkAllFinite("numerator", numerator);
  checkAllFinite("denominator", denominator);
  checkInside("level", level);
  const [top, bottom, sum] = [
    numerator,
    denominator,
    numerator.map((value, i) => value + (denominator[i] ?? 0)),
  ].map((values) => clusteredMean(values, cluster));
  if (top === undefined || bottom === undefined || sum === undefined || top.clusters < 2)
    return { estimate: Number.NaN, kind: "all", low: null, high: null };
  const [a, b] = [top.standardError ** 2, bottom.standardError ** 2];
  return fieller(
    {
      numerator: top.estimate,
      denominator: bottom.estimate,
      variances: [a, b, (sum.standardError ** 2 - a - b) / 2],
      freedom: top.freedom,
    },
    level,
  );
}
