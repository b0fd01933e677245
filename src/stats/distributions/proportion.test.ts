import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture, near } from "../../../test/fixtures/stats/read.ts";
import { clopperPearson } from "./proportion.ts";

test("Clopper-Pearson limits are SciPy's beta quantiles", () => {
  for (const { k, n, level, low, high } of fixture.proportions) {
    const interval = clopperPearson(k, n, level);
    assert.equal(interval.estimate, k / n);
    near(interval.low, low);
    near(interval.high, high);
  }
});

test("none and all reach the ends exactly, no trials leave the whole range", () => {
  assert.equal(clopperPearson(0, 10).low, 0);
  assert.equal(clopperPearson(10, 10).high, 1);
  near(clopperPearson(0, 10).high, 1 - 0.025 ** 0.1);
  const { estimate, low, high } = clopperPearson(0, 0);
  assert.deepEqual([estimate, low, high], [Number.NaN, 0, 1]);
});
