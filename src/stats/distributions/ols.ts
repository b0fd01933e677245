import { checkAllFinite, checkSameLength } from "../arguments.ts";
import { inverse } from "./inverse.ts";
import { mean } from "./moments.ts";

/** A fit of y on a constant and some columns. */
export type LeastSquares =
  | {
      readonly ok: true;
      readonly n: number;
      /** Residual degrees of freedom: n less the constant and the columns. */
      readonly freedom: number;
      readonly intercept: number;
      /** One for each column, with its standard error and variance inflation 1 / (1 - R²) against the other columns. */
      readonly coefficients: readonly {
        readonly value: number;
        readonly error: number;
        readonly inflation: number;
      }[];
      /** Covariances of the coefficients, without the constant. */
      readonly covariance: readonly (readonly number[])[];
      readonly residuals: readonly number[];
      /** Sum of squared residuals. */
      readonly squares: number;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * Ordinary least squares by the normal equations of centred and scaled columns; meant for a handful of columns.
 *
 * @param columns each as long as y
 * @example
 * const fit = leastSquares([[1, 2, 3, 4], [0, 1, 0, 1]], [2.1, 5.2, 5.9, 9.1]);
 * fit.coefficients.map(({ value }) => value) // [1.925, 1.225]
 */
export function leastSquares(columns: readonly (readonly number[])[], y: readonly number[]): LeastSquares {
  checkSameLength({ y, ...Object.fromEntries(columns.map((column, j) => [`columns[${j}]`, column])) });
  checkAllFinite("y", y);
  for (const [j, column] of columns.entries()) checkAllFinite(`columns[${j}]`, column);
  const n = y.length;
  const k = columns.length;
  const freedom = n - k - 1;
  if (freedom < 1) return { ok: false, reason: `${n} points for ${k + 1} coefficients` };
  const means = columns.map(mean);
  const meanY = mean(y);
  const sds = columns.map((column, j) => Math.sqrt(joint(column, means[j] ?? 0, column, means[j] ?? 0)));
  const flat = sds.findIndex((sd) => !(sd > 0));
  if (flat !== -1) return { ok: false, reason: `column ${flat + 1} does not vary` };
  const scaled = columns.map((column, j) => column.map((x) => (x - (means[j] ?? 0)) / (sds[j] ?? 1)));
  const correlations = scaled.map((a) => scaled.map((b) => joint(a, 0, b, 0)));
  const inverted = inverse(correlations);
  if (inverted === null) return { ok: false, reason: "the columns determine each other" };
  const right = scaled.map((a) => joint(a, 0, y, meanY));
  const slopes = inverted.map((row) => row.reduce((sum, value, j) => sum + value * (right[j] ?? 0), 0));
  const residuals = y.map((value, i) =>
    scaled.reduce((rest, column, j) => rest - (slopes[j] ?? 0) * (column[i] ?? 0), value - meanY),
  );
  const squares = residuals.reduce((sum, rest) => sum + rest * rest, 0);
  const variance = squares / freedom;
  const covariance = inverted.map((row, a) =>
    row.map((value, b) => (variance * value) / ((sds[a] ?? 1) * (sds[b] ?? 1))),
  );
  const coefficients = slopes.map((slope, j) => ({
    value: slope / (sds[j] ?? 1),
    error: Math.sqrt(covariance[j]?.[j] ?? Number.NaN),
    inflation: inverted[j]?.[j] ?? Number.NaN,
  }));
  const intercept = coefficients.reduce((rest, { value }, j) => rest - value * (means[j] ?? 0), meanY);
  return { ok: true, n, freedom, intercept, coefficients, covariance, residuals, squares };
}

/** A straight line through points. */
export type Line =
  | {
      readonly ok: true;
      readonly n: number;
      /** n - 2. */
      readonly freedom: number;
      readonly intercept: number;
      readonly interceptError: number;
      readonly slope: number;
      readonly slopeError: number;
      /** Standard deviation of the residuals, over n - 2; in the unit of y. */
      readonly residualSd: number;
      /** Correlation of x and y; NaN where y does not vary. */
      readonly r: number;
      /** Mean of a new observation at x and its standard error, the line's own and the residual's: a t with `freedom`. */
      readonly predict: (x: number) => {
        readonly mean: number;
        readonly error: number;
        readonly freedom: number;
      };
    }
  | { readonly ok: false; readonly reason: string };

/**
 * Least squares of y = intercept + slope x.
 *
 * @example
 * const line = leastSquaresLine([2020, 2021, 2022, 2023], [1.2, 1.9, 3.1, 4.0]);
 * [line.slope, line.predict(2025).mean] // [0.96, 5.91]
 */
export function leastSquaresLine(x: readonly number[], y: readonly number[]): Line {
  checkSameLength({ x, y });
  checkAllFinite("x", x);
  const fit = leastSquares([x], y);
  if (!fit.ok) return fit;
  const { n, freedom, squares } = fit;
  const { value: slope, error: slopeError } = fit.coefficients[0] ?? { value: Number.NaN, error: Number.NaN };
  const [centre, height] = [mean(x), mean(y)];
  const variance = squares / freedom;
  const errorAt = (at: number): number => variance / n + (slopeError * (at - centre)) ** 2;
  return {
    ...{ ok: true, n, freedom, intercept: fit.intercept, interceptError: Math.sqrt(errorAt(0)) },
    ...{ slope, slopeError, residualSd: Math.sqrt(variance) },
    r: joint(x, centre, y, height) / Math.sqrt(joint(x, centre, x, centre) * joint(y, height, y, height)),
    predict: (at) => ({
      mean: height + slope * (at - centre),
      error: Math.sqrt(variance + errorAt(at)),
      freedom,
    }),
  };
}

function joint(a: readonly number[], meanA: number, b: readonly number[], meanB: number): number {
  return a.reduce((sum, x, i) => sum + (x - meanA) * ((b[i] ?? Number.NaN) - meanB), 0);
}
