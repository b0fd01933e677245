import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { z } from "zod";
import { random } from "../distributions/random.ts";
import { ridgeLogistic } from "./ridge-logistic.ts";

const fixture = z
  .object({
    cases: z.array(
      z.object({
        penalty: z.number(),
        x: z.array(z.array(z.number())),
        y: z.array(z.number()),
        weights: z.array(z.number()),
        intercept: z.number(),
      }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(new URL("../../../test/fixtures/ridge/ridge.json", import.meta.url), "utf8")),
  );

test("weights and intercept equal scikit-learn's, with more features than rows too", () => {
  for (const { x, y, penalty, weights, intercept } of fixture.cases) {
    const fit = ridgeLogistic(x, y, penalty);
    const name = `${x.length} rows, ${weights.length} features, penalty ${penalty}`;
    const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-5, `${name}: ${a} and ${b}`);
    near(fit.intercept, intercept);
    weights.forEach((weight, i) => {
      near(fit.weights[i] ?? Number.NaN, weight);
    });
    assert.ok(fit.steps < 20, name);
  }
});

test("at the solution the gradient is zero", () => {
  const source = random("gradient");
  const x = Array.from({ length: 60 }, () => Array.from({ length: 90 }, () => source.normal()));
  const y = x.map((row) => ((row[0] ?? 0) + source.normal() > 0 ? 1 : 0));
  const { weights, intercept } = ridgeLogistic(x, y, 3);
  const errors = x.map((row, i) => {
    const odds = row.reduce((sum, value, j) => sum + value * (weights[j] ?? 0), intercept);
    return 1 / (1 + Math.exp(-odds)) - (y[i] ?? 0);
  });
  assert.ok(Math.abs(errors.reduce((a, b) => a + b, 0)) < 1e-7);
  for (let j = 0; j < 90; j++) {
    const gradient = errors.reduce((sum, error, i) => sum + error * (x[i]?.[j] ?? 0), 3 * (weights[j] ?? 0));
    assert.ok(Math.abs(gradient) < 1e-7, `feature ${j}: ${gradient}`);
  }
});

test("separable rows end with finite weights", () => {
  const { weights, intercept } = ridgeLogistic([[-2], [-1], [1], [2]], [0, 0, 1, 1], 1e-6);
  assert.ok(Number.isFinite(intercept) && (weights[0] ?? 0) > 5 && Number.isFinite(weights[0]));
});
