import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture, near } from "../../../test/fixtures/stats/read.ts";
import { quantile } from "./quantile.ts";

test("quantiles are NumPy's", () => {
  for (const [p, expected] of fixture.quantiles.at) near(quantile(fixture.quantiles.values, p), expected);
});

test("one value is every quantile of itself, no value has none", () => {
  assert.equal(quantile([3], 0.9), 3);
  assert.ok(Number.isNaN(quantile([], 0.5)));
});
