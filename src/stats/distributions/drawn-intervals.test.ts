import assert from "node:assert/strict";
import { test } from "node:test";
import { near } from "../../../test/fixtures/stats/read.ts";
import { betaQuantile } from "./beta.ts";
import {
  areaInterval,
  clusterTally,
  differenceInterval,
  shareInterval,
  studentInterval,
} from "./drawn-intervals.ts";
import { clopperPearson } from "./proportion.ts";

const clusters = { all: 3, fewest: 2, positives: { rows: 5, clusters: 2 } };
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

/** Two draws around 0.3 with this variance once it is mended for the clusters. */
function around(variance: number, all: number): Float64Array {
  const off = Math.sqrt((variance * (all - 1)) / all / 2);
  return Float64Array.of(0.3 - off, 0.3 + off);
}

test("a share of independent rows has the exact binomial interval", () => {
  const alone = { all: 400, fewest: 100, positives: { rows: 400, clusters: 400 } };
  const { low, high } = shareInterval(0.3, around(0.21 / 400, 400), alone);
  near(low, clopperPearson(120, 400).low);
  near(high, clopperPearson(120, 400).high);
});

test("four times the spread is a quarter of the rows, no spread at all no more rows than there are", () => {
  const alone = { all: 400, fewest: 100, positives: { rows: 400, clusters: 400 } };
  const quarter = shareInterval(0.3, around((4 * 0.21) / 400, 400), alone);
  near(quarter.low, clopperPearson(30, 100).low);
  near(quarter.high, clopperPearson(30, 100).high);
  near(shareInterval(0.3, around(1e-9, 400), alone).low, clopperPearson(120, 400).low);
});

test("fewer clusters than rows cost what Student's t costs: the square of the tails' ratio", () => {
  // From a table: 97.5% of t with 4 and with 99 degrees of freedom.
  const rows = (0.21 / (0.21 / 60)) * (1.9842169515864165 / 2.7764451051977934) ** 2;
  const { low, high } = shareInterval(0.3, around(0.21 / 60, 5), {
    all: 5,
    fewest: 5,
    positives: { rows: 100, clusters: 5 },
  });
  near(low, betaQuantile(0.025, 0.3 * rows, 0.7 * rows + 1));
  near(high, betaQuantile(0.975, 0.3 * rows + 1, 0.7 * rows));
});

test("all or none caught: the clusters are what was seen, and no end is a point", () => {
  const twenty = { all: 30, fewest: 20, positives: { rows: 200, clusters: 20 } };
  const ones = Float64Array.of(1, 1);
  assert.deepEqual(shareInterval(1, ones, twenty), { ...clopperPearson(20, 20), estimate: 1 });
  assert.deepEqual(shareInterval(0, Float64Array.of(0, 0), twenty), {
    ...clopperPearson(0, 20),
    estimate: 0,
  });
  assert.ok(Number.isNaN(shareInterval(Number.NaN, ones, twenty).low));
});

test("with fewer clusters a share is known less well", () => {
  const width = (all: number): number => {
    const size = { all, fewest: 5, positives: { rows: 100, clusters: 5 } };
    const { low, high } = shareInterval(0.3, around(0.21 / 60, all), size);
    assert.ok(low < 0.3 && 0.3 < high);
    return high - low;
  };
  assert.ok(width(5) > width(10) && width(10) > width(60));
});

test("clusters are counted among the given rows only", () => {
  const positive = Uint8Array.of(1, 1, 0, 0, 0, 1);
  const cluster = Int32Array.of(0, 1, 1, 2, 3, 4);
  assert.deepEqual(clusterTally(Float64Array.of(7, 7, 0, 7, 7, Number.NaN), positive, cluster), {
    all: 4,
    fewest: 2,
    positives: { rows: 2, clusters: 2 },
  });
});
