import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture, near } from "../../../test/fixtures/stats/read.ts";
import { normalCdf, normalQuantile } from "./normal.ts";

test("normal probabilities are SciPy's, and relative to themselves far out in the tail", () => {
  for (const [x, expected] of fixture.normal.probabilities) {
    near(normalCdf(x), expected, 1e-14);
    if (expected > 0) near(normalCdf(x) / expected, 1, 1e-8);
  }
  assert.deepEqual([normalCdf(Number.NEGATIVE_INFINITY), normalCdf(Number.POSITIVE_INFINITY)], [0, 1]);
});

test("normal quantiles are SciPy's", () => {
  for (const [p, expected] of fixture.normal.quantiles) near(normalQuantile(p), expected, 1e-10);
  assert.deepEqual(
    [normalQuantile(0), normalQuantile(1)],
    [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  );
});
