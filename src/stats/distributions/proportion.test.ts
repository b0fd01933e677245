import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture as endpointFixture } from "../../../test/fixtures/endpoint-stats/read.ts";
import { fixture, near } from "../../../test/fixtures/stats/read.ts";
import { clopperPearson, upperBound } from "./proportion.ts";
import { random } from "./random.ts";

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

test("one-sided exact bounds are SciPy's", () => {
  for (const { k, n, level, bound } of endpointFixture.upperBounds) near(upperBound(k, n, level), bound);
});

test("what no event in n calls allows one to say", () => {
  const none = (n: number): number => upperBound(0, n);
  assert.ok(none(40) > 0.072 && none(40) < 0.073);
  // The least number of calls that suffices, and not one fewer.
  for (const [calls, rate] of [
    [59, 0.05],
    [149, 0.02],
    [299, 0.01],
  ] as const) {
    assert.ok(none(calls) < rate && none(calls - 1) > rate, `${calls} calls`);
  }
  assert.equal(none(0), 1);
  assert.equal(upperBound(7, 7), 1);
});

test("the bound lies below the truth in at most 5% of samples", () => {
  const source = random("upper bound");
  for (const rate of [0.02, 0.2]) {
    let below = 0;
    for (let sample = 0; sample < 1000; sample++) {
      let events = 0;
      for (let call = 0; call < 60; call++) if (source.float() < rate) events++;
      if (upperBound(events, 60) < rate) below++;
    }
    // 0.05 and four standard errors of 1,000.
    assert.ok(below <= 50 + 28, `${below} of 1,000 at ${rate}`);
  }
});
