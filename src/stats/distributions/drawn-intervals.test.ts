import assert from "node:assert/strict";
import { test } from "node:test";
import { near } from "../../../test/fixtures/stats/read.ts";
import { betaQuantile } from "./beta.ts";
import {
  areaInterval,
  type Clusters,
  clusterTally,
  differenceInterval,
  shareInterval,
  studentInterval,
} from "./drawn-intervals.ts";
import { clopperPearson } from "./proportion.ts";

/** A tally as most of these tests want it: as many degrees of freedom as clusters less one. */
function tally(all: number, fewest: number, positives: Clusters["positives"]): Clusters {
  return { all, fewest, freedom: all - 1, positives, enough: true };
}

const clusters = tally(3, 2, { rows: 5, clusters: 2 });
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
  const plain = differenceInterval(0.2, narrow, clusters, [0.9, 0.7]).reported;
  near(plain.low, 0.2 - small);
  near(plain.high, 0.2 + small);
  const perfect = differenceInterval(0.2, narrow, clusters, [1, 0.8]).reported;
  near(perfect.low, 0.2 - Math.hypot(small, unseen));
  near(perfect.high, 0.2 + small);
  const against = differenceInterval(-0.2, narrow, clusters, [0.8, 1]).reported;
  near(against.low, -0.2 - small);
  near(against.high, -0.2 + Math.hypot(small, unseen));
  assert.equal(differenceInterval(-0.9, draws, clusters, [0.05, 0.95]).reported.low, -1);
});

/** Two draws around 0.3 with this variance once it is mended for the clusters. */
function around(variance: number, all: number): Float64Array {
  const off = Math.sqrt((variance * (all - 1)) / all / 2);
  return Float64Array.of(0.3 - off, 0.3 + off);
}

test("a share of independent rows has the exact binomial interval", () => {
  const alone = tally(400, 100, { rows: 400, clusters: 400 });
  const { low, high } = shareInterval(0.3, around(0.21 / 400, 400), alone);
  near(low, clopperPearson(120, 400).low);
  near(high, clopperPearson(120, 400).high);
});

test("four times the spread is a quarter of the rows, no spread at all no more rows than there are", () => {
  const alone = tally(400, 100, { rows: 400, clusters: 400 });
  const quarter = shareInterval(0.3, around((4 * 0.21) / 400, 400), alone);
  near(quarter.low, clopperPearson(30, 100).low);
  near(quarter.high, clopperPearson(30, 100).high);
  near(shareInterval(0.3, around(1e-9, 400), alone).low, clopperPearson(120, 400).low);
});

test("fewer clusters than rows cost what Student's t costs: the square of the tails' ratio", () => {
  // From a table: 97.5% of t with 4 and with 99 degrees of freedom.
  const rows = (0.21 / (0.21 / 60)) * (1.9842169515864165 / 2.7764451051977934) ** 2;
  const { low, high } = shareInterval(0.3, around(0.21 / 60, 5), tally(5, 5, { rows: 100, clusters: 5 }));
  near(low, betaQuantile(0.025, 0.3 * rows, 0.7 * rows + 1));
  near(high, betaQuantile(0.975, 0.3 * rows + 1, 0.7 * rows));
});

test("all or none caught: the clusters are what was seen, and no end is a point", () => {
  const twenty = tally(30, 20, { rows: 200, clusters: 20 });
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
    const size = tally(all, 5, { rows: 100, clusters: 5 });
    const { low, high } = shareInterval(0.3, around(0.21 / 60, all), size);
    assert.ok(low < 0.3 && 0.3 < high);
    return high - low;
  };
  assert.ok(width(5) > width(10) && width(10) > width(60));
});

test("the 99% interval reaches further by the ratio of the quantiles", () => {
  const { reported, at99 } = differenceInterval(0.2, Float64Array.of(0.2, 0.21), clusters, [0.9, 0.7]);
  // From a table: 99.5% of t with 2 degrees of freedom.
  near((at99.high - 0.2) / (reported.high - 0.2), 9.924843200918287 / t);
});

test("clusters are counted among the given rows only", () => {
  const positive = Uint8Array.of(1, 1, 0, 0, 0, 1);
  const cluster = Int32Array.of(0, 1, 1, 2, 3, 4);
  const found = clusterTally(Float64Array.of(7, 7, 0, 7, 7, Number.NaN), positive, cluster);
  // Shares, squared: 1/4, 1/4 + 1/9, 1/9, 1/9, which count as (5/6)² / Σ² clusters.
  const shares = [1 / 4, 1 / 4 + 1 / 9, 1 / 9, 1 / 9];
  near(found.freedom, (5 / 6) ** 2 / shares.reduce((sum, share) => sum + share ** 2, 0) - 1);
  assert.deepEqual(
    { ...found, freedom: 0 },
    { ...tally(4, 2, { rows: 2, clusters: 2 }), freedom: 0, enough: false },
  );
});

test("an interval has ends from ten rows of either class in six effective groups on, of strata that hold both", () => {
  const made = (positives: number, groups: number, stratum: (row: number) => number = () => 0): Clusters => {
    const positive = Uint8Array.from({ length: positives + 60 }, (_, row) => (row < positives ? 1 : 0));
    const cluster = Int32Array.from(positive, (_, row) =>
      row < positives ? row % groups : groups + (row % 20),
    );
    const strata = Int32Array.from(positive, (_, row) => stratum(row));
    return clusterTally(new Float64Array(positive.length), positive, cluster, strata);
  };
  assert.equal(made(12, 6).enough, true);
  assert.equal(made(12, 5).enough, false);
  assert.equal(made(9, 9).enough, false);
  assert.equal(made(12, 6, (row) => (row < 12 ? 1 : 0)).enough, false);
  const few = made(9, 9);
  assert.ok(Number.isNaN(areaInterval(0.8, draws, few).low));
  assert.ok(Number.isNaN(shareInterval(0.8, draws, few).high));
  assert.ok(Number.isNaN(differenceInterval(0.1, draws, few, [0.9, 0.8]).at99.low));
  assert.equal(areaInterval(0.8, draws, few).estimate, 0.8);
});
