import assert from "node:assert/strict";
import { test } from "node:test";
import { equivalences, ratios, sandwiches } from "../../../test/fixtures/contrasts/read.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { mean, sd } from "../distributions/moments.ts";
import { clopperPearson } from "../distributions/proportion.ts";
import { type Random, random } from "../distributions/random.ts";
import { leastGap, plannedPower } from "./cluster-power.ts";
import { clusteredRegression } from "./cluster-regression.ts";
import { clusteredMean } from "./clustered-mean.ts";
import { equivalence, exactAbsence } from "./equivalence.ts";
import { clusteredRatio, fieller } from "./fieller.ts";
import { noiseBand } from "./noise-band.ts";
import { roganGladen } from "./rogan-gladen.ts";

for (const { name, cluster, x, y, estimate, standardError, freedom, p } of sandwiches) {
  test(`CR2 with Satterthwaite's degrees of freedom is clubSandwich's: ${name}`, () => {
    const rows = y.map((_, i) => [1, ...(x[i] ?? [])]);
    const found = clusteredRegression(rows, y, cluster) ?? assert.fail();
    for (const [k, one] of found.entries()) {
      near(one.estimate, estimate[k]);
      near(one.standardError, standardError[k]);
      near(one.freedom, freedom[k], 1e-8);
      near(one.p, p[k], 1e-8);
    }
    if (x.length > 0) return;
    const closed = clusteredMean(y, cluster);
    near(closed.standardError, standardError[0]);
    near(closed.freedom, freedom[0]);
    near(closed.p, p[0]);
  });
}

test("with clusters of one size the mean's interval is that of the clusters' means", () => {
  const { estimate, standardError, freedom } = clusteredMean(
    [1, 3, 2, 6, 0, 1],
    ["a", "a", "b", "b", "c", "c"],
  );
  const means = [2, 4, 0.5];
  near(estimate, mean(means));
  near(standardError, sd(means) / Math.sqrt(3));
  near(freedom, 2);
});

test("where all values are alike the interval is not a point", () => {
  const none = clusteredMean(
    new Array(20).fill(0),
    Array.from({ length: 20 }, (_, i) => i),
  );
  near(none.high, clopperPearson(0, 20).high);
  assert.equal(none.p, 1);
  const all = clusteredMean(
    new Array(20).fill(1),
    Array.from({ length: 20 }, (_, i) => i),
  );
  assert.ok(all.p < 1e-9 && all.low > 0.8);
  assert.equal(clusteredMean([0.3], ["a"]).high, Number.POSITIVE_INFINITY);
});

test("regressors that hang together give none", () => {
  assert.equal(
    clusteredRegression(
      [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      [1, 2, 3],
      [1, 2, 3],
    ),
    null,
  );
  assert.equal(clusteredRegression([[1], [1]], [1, 2], ["a", "a"]), null);
});

test("two one-sided tests are statsmodels'", () => {
  for (const { values, margin, p } of equivalences) {
    const { estimate, standardError, freedom } = clusteredMean(
      values,
      values.map((_, i) => i),
    );
    near(equivalence({ estimate, standardError, freedom }, margin).p, p);
  }
});

test("absence: 59 tasks without an event for less than 5%, and 58 are not enough", () => {
  assert.deepEqual([exactAbsence(0, 59, 0.05).absent, exactAbsence(0, 58, 0.05).absent], [true, false]);
  for (const [rate, level] of [
    [0.05, 0.95],
    [0.05, 0.99],
    [0.02, 0.95],
  ] as const) {
    const { needed } = exactAbsence(0, 1, rate, level);
    assert.ok(
      exactAbsence(0, needed, rate, level).absent && !exactAbsence(0, needed - 1, rate, level).absent,
    );
  }
});

test("Fieller's set ends where its definition says", () => {
  const seen = new Set<string>();
  for (const { a, b, variances, freedom, level, kind, ends } of ratios) {
    const set = fieller({ numerator: a, denominator: b, variances, freedom }, level);
    seen.add(set.kind);
    assert.equal(set.kind, kind);
    if (kind === "all") assert.deepEqual([set.low, set.high], [null, null]);
    else [set.low, set.high].forEach((end, i) => void near(end ?? Number.NaN, ends[i], 1e-8));
  }
  assert.deepEqual([...seen].sort(), ["all", "bounded", "outside"]);
});

test("a judge counts only where both of its lower bounds reach .8", () => {
  const seen = { estimate: 0.3, low: 0.2, high: 0.4 };
  const good = { positives: 60, truePositives: 57, negatives: 60, trueNegatives: 58 };
  assert.ok(roganGladen(seen, good).counts);
  assert.ok(!roganGladen(seen, { ...good, truePositives: 50 }).counts);
  assert.ok(!roganGladen(seen, { ...good, negatives: 10, trueNegatives: 10 }).counts);
  const useless = roganGladen(seen, { ...good, truePositives: 30, trueNegatives: 30 });
  assert.deepEqual([useless.low, useless.high], [0, 1]);
});

/** Share of worlds in which the interval holds the truth. */
function coverage(worlds: number, seed: string, one: (source: Random) => boolean): number {
  const source = random(seed);
  let held = 0;
  for (let i = 0; i < worlds; i++) held += Number(one(source.fork(String(i))));
  return held / worlds;
}

/** Four standard errors of a share of .95 over so many worlds. */
const slack = (worlds: number): number => 4 * Math.sqrt((0.95 * 0.05) / worlds);

test("the judge's corners hold the truth at least as often as they say", () => {
  const held = coverage(400, "judge", (source) => {
    const count = (n: number, p: number): number =>
      Array.from({ length: n }, () => source.float()).filter((u) => u < p).length;
    const seen = clopperPearson(count(200, 0.25 * 0.9 + 0.75 * 0.07), 200, 1 - 0.05 / 3);
    const { low, high } = roganGladen(seen, {
      ...{ positives: 80, truePositives: count(80, 0.9), negatives: 80, trueNegatives: count(80, 0.93) },
    });
    return low <= 0.25 && 0.25 <= high;
  });
  assert.ok(held >= 0.95 - slack(400), `${held}`);
});

/** Gaps of items in clusters of unlike size, drawn around a mean of .2 (numerator) and .5 (denominator). */
function gaps(source: Random): { top: number[]; bottom: number[]; cluster: number[] } {
  const sizes = [1, 1, 2, 2, 2, 3, 3, 4, 1, 2, 2, 5];
  const out = { top: [] as number[], bottom: [] as number[], cluster: [] as number[] };
  for (const [g, size] of sizes.entries()) {
    const lean = 0.1 * source.normal();
    for (let i = 0; i < size; i++) {
      out.cluster.push(g);
      out.top.push(0.2 + lean + 0.2 * source.normal());
      out.bottom.push(0.5 + lean + 0.2 * source.normal());
    }
  }
  return out;
}

test("coverage in twelve clusters of unlike size: mean, ratio; and a real gap is seen", () => {
  const worlds = 600;
  const within = (found: { low: number | null; high: number | null }, truth: number): boolean =>
    (found.low ?? 9) <= truth && truth <= (found.high ?? -9);
  let seen = 0;
  const means = coverage(worlds, "mean", (source) => {
    const { top, cluster } = gaps(source);
    const found = clusteredMean(top, cluster);
    seen += Number(found.low > 0);
    return within(found, 0.2);
  });
  assert.ok(Math.abs(means - 0.95) < slack(worlds), `${means}`);
  assert.ok(seen / worlds > 0.8, `${seen / worlds}`);
  const shares = coverage(worlds, "ratio", (source) => {
    const { top, bottom, cluster } = gaps(source);
    return within(clusteredRatio(top, bottom, cluster), 0.4);
  });
  assert.ok(Math.abs(shares - 0.95) < slack(worlds), `${shares}`);
});

test("the noise band holds what three blocks of a drifting model come to, the clusters alone do not", () => {
  const worlds = 500;
  const draw = (source: Random, drift: number) => {
    const [values, unit, block]: [number[], number[], number[]] = [[], [], []];
    const shift = [0, 1, 2].map(() => drift * source.normal());
    for (let item = 0; item < 40; item++) {
      const lean = 0.1 * source.normal();
      for (const [b, moved] of shift.entries()) {
        values.push(lean + moved + 0.3 * source.normal());
        unit.push(item);
        block.push(b);
      }
    }
    return { values, unit, block };
  };
  for (const [drift, least, most] of [
    [0, 0.95 - slack(worlds), 1],
    [0.15, 0.86, 1],
  ] as const) {
    const held = coverage(worlds, `blocks ${drift}`, (source) => {
      const { values, unit, block } = draw(source, drift);
      const { low, high } = noiseBand(values, unit, block, unit);
      return low <= 0 && 0 <= high;
    });
    assert.ok(held >= least && held <= most, `${drift}: ${held}`);
  }
  const alone = coverage(worlds, "alone", (source) => {
    const { values, unit } = draw(source, 0.15);
    const { low, high } = clusteredMean(values, unit);
    return low <= 0 && 0 <= high;
  });
  assert.ok(alone < 0.8, `${alone}`);
  const { values, unit, block } = draw(random("never narrower"), 0.05);
  const [band, clusters] = [noiseBand(values, unit, block, unit), clusteredMean(values, unit)];
  assert.ok(band.low <= clusters.low && band.high >= clusters.high);
});

test("power as planned is the power that simulation finds", () => {
  const plan = { clusters: 20, itemsPerCluster: 2, draws: 3, base: 0.4 };
  const gap = leastGap(plan);
  near(plannedPower(plan, gap), 0.8, 0.01);
  const source = random("power");
  let seen = 0;
  const worlds = 500;
  for (let world = 0; world < worlds; world++) {
    const [values, cluster]: [number[], number[]] = [[], []];
    for (let g = 0; g < plan.clusters; g++) {
      const lean = 0.1 * source.normal();
      for (let i = 0; i < plan.itemsPerCluster; i++) {
        const own = Math.min(0.6, Math.max(-0.4, gap + lean + 0.1 * source.normal()));
        const rate = (p: number): number => [0, 1, 2].filter(() => source.float() < p).length / 3;
        values.push(rate(plan.base + own) - rate(plan.base));
        cluster.push(g);
      }
    }
    seen += Number(clusteredMean(values, cluster).low > 0);
  }
  assert.ok(Math.abs(seen / worlds - 0.8) < 0.08, `${seen / worlds}`);
});
