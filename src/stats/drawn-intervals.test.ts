import assert from "node:assert/strict";
import { test } from "node:test";
import { near } from "../../test/fixtures/stats/read.ts";
import {
  areaInterval,
  clustersOf,
  differenceInterval,
  percentileInterval,
  studentInterval,
} from "./drawn-intervals.ts";

const clusters = { all: 3, fewest: 2 };
// 97.5% of Student's t with 2 degrees of freedom, from a table; draws with variance 0.02 times 3/2 for three clusters.
const t = 4.302652729911275;
const draws = Float64Array.of(0.6, 0.8);
const reach = t * Math.sqrt(0.02 * 1.5);

test("by hand: the estimate ± t times the standard error, mended for few clusters", () => {
  const { estimate, low, high } = studentInterval(5, draws, clusters);
  assert.equal(estimate, 5);
  near(low, 5 - reach);
  near(high, 5 + reach);
});

test("by hand: an AUROC's on the logit scale, never beyond 0 and 1", () => {
  const { low, high } = areaInterval(0.75, draws, clusters);
  const logit = Math.log(3);
  near(Math.log(low / (1 - low)), logit - reach / (0.75 * 0.25));
  near(Math.log(high / (1 - high)), logit + reach / (0.75 * 0.25));
  assert.ok(low > 0 && high < 1);
});

test("by hand: an AUROC of 1 over two clusters may be as low as the root of 0.025", () => {
  assert.deepEqual(areaInterval(1, Float64Array.of(1, 1), clusters), {
    estimate: 1,
    low: 1 - (1 - Math.sqrt(0.025)),
    high: 1,
  });
});

test("a difference reaches further on the side where a perfect arm may be worse", () => {
  const narrow = Float64Array.of(0.2, 0.21);
  const [small, unseen] = [t * Math.sqrt(0.00005 * 1.5), 1 - Math.sqrt(0.025)];
  const plain = differenceInterval(0.2, narrow, clusters, [0.9, 0.7]);
  near(plain.low, 0.2 - small);
  near(plain.high, 0.2 + small);
  const perfect = differenceInterval(0.2, narrow, clusters, [1, 0.8]);
  near(perfect.low, 0.2 - Math.hypot(small, unseen));
  near(perfect.high, 0.2 + small);
  const against = differenceInterval(-0.2, narrow, clusters, [0.8, 1]);
  near(against.low, -0.2 - small);
  near(against.high, -0.2 + Math.hypot(small, unseen));
  assert.equal(differenceInterval(-0.9, draws, clusters, [0.05, 0.95]).low, -1);
});

test("percentiles are those of the draws and hold the estimate", () => {
  const values = Float64Array.from({ length: 41 }, (_, i) => i / 40);
  assert.deepEqual(percentileInterval(0.5, values), { estimate: 0.5, low: 0.025, high: 0.975 });
  assert.deepEqual(percentileInterval(0, values), { estimate: 0, low: 0, high: 0.975 });
  assert.deepEqual(percentileInterval(1, values), { estimate: 1, low: 0.025, high: 1 });
});

test("clusters are counted among the given rows only", () => {
  const positive = Uint8Array.of(1, 1, 0, 0, 0, 1);
  const cluster = Int32Array.of(0, 1, 1, 2, 3, 4);
  assert.deepEqual(clustersOf(Int32Array.of(0, 1, 2, 3, 4), positive, cluster), { all: 4, fewest: 2 });
});
