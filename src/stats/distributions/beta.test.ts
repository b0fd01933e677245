import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture, near } from "../../../test/fixtures/stats/read.ts";
import { betaCdf, betaQuantile, logGamma } from "./beta.ts";

test("beta probabilities are SciPy's", () => {
  for (const { x, a, b, p } of fixture.beta) near(betaCdf(x, a, b), p);
  assert.equal(betaCdf(0, 2, 3), 0);
  assert.equal(betaCdf(1, 2, 3), 1);
});

test("a beta quantile is the place where the probability is reached", () => {
  for (const { a, b } of fixture.beta) {
    for (const p of [0.025, 0.5, 0.975]) {
      const x = betaQuantile(p, a, b);
      // Next to 1 doubles are too coarse to reach p itself.
      if (x < 1 - 1e-6) near(betaCdf(x, a, b), p, 1e-9);
    }
  }
});

test("the gamma function at factorials and at one half", () => {
  for (const [x, gamma] of [
    [1, 1],
    [2, 1],
    [5, 24],
    [11, 3628800],
    [0.5, Math.sqrt(Math.PI)],
    [0.25, 3.625609908221908],
  ] as const) {
    near(logGamma(x), Math.log(gamma), 1e-13);
  }
});
