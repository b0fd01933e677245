import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../../test/fixtures/endpoint-stats/read.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { hiddenRate } from "./hidden-rate.ts";

test("limits are those of the profile likelihood searched by SciPy", () => {
  for (const { target, control, chance, level, least, most } of fixture.hiddenRates) {
    const found = hiddenRate(target, control, chance, level);
    assert.equal(found.controlAboveChance, true);
    for (const [mine, theirs] of [
      [found.least, least],
      [found.most, most],
    ] as const) {
      near(mine.low, theirs.low, 1e-6);
      near(mine.high, theirs.high, 1e-6);
      near(mine.upper, theirs.upper, 1e-6);
    }
  }
});

test("estimates are the two ratios, kept within [0, 1]", () => {
  const found = hiddenRate({ right: 30, trials: 100 }, { right: 60, trials: 100 }, 0.1);
  near(found.least.estimate, 0.2 / 0.9, 1e-12);
  near(found.most.estimate, 0.2 / 0.5, 1e-12);
  assert.ok(found.least.upper < found.least.high && found.most.upper < found.most.high);
  const below = hiddenRate({ right: 0, trials: 40 }, { right: 39, trials: 40 }, 0.1);
  assert.deepEqual([below.least.estimate, below.most.estimate, below.most.low], [0, 0, 0]);
  const above = hiddenRate({ right: 40, trials: 40 }, { right: 20, trials: 40 }, 0.1);
  assert.deepEqual([above.most.estimate, above.most.upper], [1, 1]);
});

test("a control that cannot be told from chance bounds nothing from above", () => {
  const found = hiddenRate({ right: 0, trials: 300 }, { right: 6, trials: 40 }, 0.1);
  assert.equal(found.controlAboveChance, false);
  assert.deepEqual([found.most.estimate, found.most.high, found.most.upper], [Number.NaN, 1, 1]);
  assert.ok(found.least.upper < 0.05);
});

test("a control of few calls leaves a higher bound than one of many with the same accuracy", () => {
  const bound = (trials: number): number =>
    hiddenRate({ right: 20, trials: 100 }, { right: trials / 2, trials }, 0.1).most.upper;
  assert.ok(bound(20) > bound(60) && bound(60) > bound(1000));
});
