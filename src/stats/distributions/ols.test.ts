import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../../test/fixtures/scores/forecast.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { leastSquares, leastSquaresLine } from "./ols.ts";

test("coefficients, errors, covariances and inflation are statsmodels'", () => {
  for (const expected of fixture.squares) {
    const fit = leastSquares(expected.columns, expected.y);
    assert.ok(fit.ok);
    assert.equal(fit.n, expected.y.length);
    assert.equal(fit.freedom, expected.freedom);
    near(fit.intercept, expected.intercept);
    near(fit.squares, expected.squares);
    assert.equal(fit.coefficients.length, expected.columns.length);
    fit.coefficients.forEach(({ value, error, inflation }, j) => {
      near(value, expected.values[j]);
      near(error, expected.errors[j]);
      near(inflation, expected.inflation[j]);
      expected.covariance[j]?.forEach((covariance, i) => {
        near(fit.covariance[j]?.[i], covariance);
      });
    });
  }
});

test("residuals are orthogonal to the constant and to every column", () => {
  for (const { columns, y } of fixture.squares) {
    const fit = leastSquares(columns, y);
    assert.ok(fit.ok);
    const { residuals } = fit;
    near(
      residuals.reduce((a, b) => a + b, 0),
      0,
    );
    for (const column of columns) {
      const first = column[0] ?? 0;
      near(
        residuals.reduce((sum, rest, i) => sum + rest * ((column[i] ?? Number.NaN) - first), 0),
        0,
      );
    }
  }
});

test("what cannot be estimated is said, not thrown", () => {
  const column = [1, 2, 3, 4, 5, 7];
  const y = [2, 1, 4, 3, 6, 5];
  const reason = (columns: readonly (readonly number[])[], values = y): string => {
    const fit = leastSquares(columns, values);
    return fit.ok ? "fitted" : fit.reason;
  };
  assert.match(reason([column, column.map((x) => 3 - 2 * x)]), /determine each other/);
  assert.match(reason([column, y.map(() => 4)]), /column 2 does not vary/);
  assert.match(reason([[1, 2]], [1, 2]), /2 points for 2 coefficients/);
  assert.equal(reason([column]), "fitted");
});

test("columns that almost agree are fitted, and their inflation says so", () => {
  const column = [1, 2, 3, 4, 5, 7];
  const fit = leastSquares([column, column.map((x, i) => x + (i % 2) * 1e-3)], [2, 1, 4, 3, 6, 5]);
  assert.ok(fit.ok);
  for (const { inflation } of fit.coefficients) assert.ok(inflation > 1e6, `${inflation}`);
});

test("a line, its errors and its predictions are statsmodels'", () => {
  for (const expected of fixture.squares.filter(({ columns }) => columns.length === 1)) {
    const line = leastSquaresLine(expected.columns[0] ?? [], expected.y);
    assert.ok(line.ok);
    near(line.slope, expected.values[0]);
    near(line.slopeError, expected.errors[0]);
    near(line.intercept, expected.intercept);
    near(line.interceptError, expected.interceptError);
    near(line.residualSd, Math.sqrt(expected.squares / expected.freedom));
    near(line.r, expected.r);
    const { mean, error, freedom } = line.predict(expected.new[0] ?? Number.NaN);
    near(mean, expected.predicted);
    near(error, expected.predictionError);
    assert.equal(freedom, expected.freedom);
  }
  assert.equal(leastSquaresLine([1, 1, 1], [1, 2, 3]).ok, false);
});
