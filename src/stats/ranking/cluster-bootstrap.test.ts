import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture, near } from "../../../test/fixtures/stats/read.ts";
import { clopperPearson } from "../distributions/proportion.ts";
import { random } from "../distributions/random.ts";
import { auroc, withinAuroc } from "./auroc.ts";
import { type RocBootstrapInput, rocBootstrap } from "./cluster-bootstrap.ts";
import { safetyAtBudget, tprAtFpr } from "./roc.ts";

/** 120 rows in 24 clusters, two arms that see the label through noise of their own. */
function sample(change: Partial<RocBootstrapInput> = {}): RocBootstrapInput {
  const source = random("sample");
  const cluster = Int32Array.from({ length: 120 }, (_, row) => row % 24);
  const positive = Uint8Array.from(cluster, () => source.int(2));
  const arm = (strength: number): Float64Array =>
    Float64Array.from(positive, (label) => strength * label + source.normal());
  return {
    arms: [arm(1), arm(0.5)],
    positive,
    cluster,
    strata: [{ name: "third", of: cluster.map((number) => number % 3) }],
    fprs: [0.05, 0.2],
    budgets: [0.1],
    draws: 200,
    seed: "1",
    ...change,
  };
}

test("estimates are those of the plain functions on the rows themselves", () => {
  const input = sample();
  const { arms, pairs, clusters, redrawn } = rocBootstrap(input);
  arms.forEach((arm, i) => {
    const scores = input.arms[i] ?? new Float64Array();
    near(arm.auroc.estimate, auroc(scores, input.positive));
    near(arm.tprAtFpr[1]?.estimate, tprAtFpr(scores, input.positive, 0.2));
    near(arm.safety[0]?.estimate, safetyAtBudget(scores, input.positive, 0.1));
    near(arm.within[0]?.estimate, withinAuroc(scores, input.positive, input.strata[0]?.of ?? []));
    const of = (side: number): number[] => [...scores].filter((_, row) => input.positive[row] === side);
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    near(arm.meanPositive.estimate, mean(of(1)));
    near(arm.meanNegative.estimate, mean(of(0)));
  });
  assert.equal(clusters, 24);
  assert.equal(redrawn, 0);
  assert.equal(pairs.length, 1);
  near(pairs[0]?.auroc.estimate, (arms[0]?.auroc.estimate ?? 0) - (arms[1]?.auroc.estimate ?? 0));
  near(
    pairs[0]?.shiftPositive.estimate,
    (arms[0]?.meanPositive.estimate ?? 0) - (arms[1]?.meanPositive.estimate ?? 0),
  );
});

test("every estimate lies in its interval, and the interval has a width", () => {
  const { arms, pairs } = rocBootstrap(sample());
  const intervals = [
    ...arms.flatMap((arm) => [
      arm.auroc,
      ...arm.tprAtFpr,
      ...arm.safety,
      ...arm.within,
      arm.meanPositive,
      arm.meanNegative,
    ]),
    ...pairs.flatMap((pair) => [pair.auroc, pair.shiftPositive, pair.shiftNegative]),
  ];
  assert.equal(intervals.length, 17);
  for (const { estimate, low, high } of intervals)
    assert.ok(low <= estimate && estimate <= high && low < high);
});

test("the seed decides the draws, and nothing else does", () => {
  const once = rocBootstrap(sample());
  assert.deepEqual(rocBootstrap(sample()), once);
  assert.notDeepEqual(rocBootstrap(sample({ seed: "2" })), once);
});

test("another arm does not move the draws of the ones that were there", () => {
  const input = sample();
  const more = rocBootstrap({
    ...input,
    arms: [...input.arms, input.arms[0]?.map((x) => -x) ?? new Float64Array()],
  });
  assert.deepEqual(more.arms.slice(0, 2), rocBootstrap(input).arms);
  assert.deepEqual(
    more.pairs.map(({ a, b }) => [a, b]),
    [
      [0, 1],
      [0, 2],
      [1, 2],
    ],
  );
});

test("with one row a cluster the spread is DeLong's", () => {
  const { a, b, positive, plainDeLong } = fixture.rankings[4] ?? assert.fail("no fixture");
  const { arms, pairs } = rocBootstrap(
    sample({
      arms: [Float64Array.from(a), Float64Array.from(b)],
      positive: Uint8Array.from(positive),
      cluster: Int32Array.from(positive, (_, row) => row),
      strata: [],
      draws: 2000,
    }),
  );
  const reach = ({ low = 0, high = 0 } = {}): number => (high - low) / 2 / 1.968;
  const [[first, shared], [, second]] = plainDeLong;
  // The bootstrap's standard error of a standard deviation is 1/sqrt(4000) = 1.6%.
  const close = (ours: number, theirs: number): void =>
    assert.ok(Math.abs(ours / theirs - 1) < 0.07, `${ours} ${theirs}`);
  close(reach(arms[0]?.auroc), Math.sqrt(first));
  close(reach(pairs[0]?.auroc), Math.sqrt(first + second - 2 * shared));
});

test("rows that always come together widen the interval", () => {
  const input = sample();
  const copies = (values: ArrayLike<number>): number[] => [0, 1, 2, 3].flatMap(() => Array.from(values));
  const four = {
    arms: input.arms.map((scores) => Float64Array.from(copies(scores))),
    positive: Uint8Array.from(copies(input.positive)),
    strata: [],
  };
  const width = (cluster: Int32Array): number => {
    const { auroc: interval } = rocBootstrap({ ...input, ...four, cluster }).arms[0] ?? assert.fail("no arm");
    return interval.high - interval.low;
  };
  const together = width(Int32Array.from(copies(Int32Array.from(input.positive.keys()))));
  const apart = width(Int32Array.from(copies(input.positive).keys()));
  // Four copies of a row carry no more than one: pretending otherwise halves the width.
  assert.ok(together / apart > 1.8 && together / apart < 2.2, `${together} ${apart}`);
});

test("a row that one arm lacks counts for the other, and for neither in the difference", () => {
  const input = sample();
  const holes = Float64Array.from(input.arms[0] ?? [], (score, row) => (row % 5 === 0 ? Number.NaN : score));
  const [whole = new Float64Array(), other = new Float64Array()] = input.arms;
  const { arms, pairs } = rocBootstrap({ ...input, arms: [holes, other] });
  near(arms[0]?.auroc.estimate, auroc(holes, input.positive));
  near(arms[1]?.auroc.estimate, auroc(other, input.positive));
  const kept = [...input.positive.keys()].filter((row) => row % 5 !== 0);
  const pick = (values: ArrayLike<number>): number[] => kept.map((row) => values[row] ?? Number.NaN);
  const labels = pick(input.positive);
  const expected = auroc(pick(whole), labels) - auroc(pick(other), labels);
  assert.equal(pairs[0]?.rows, kept.length);
  near(pairs[0]?.auroc.estimate, expected);
  // The same rows handed over alone give the same draws: their clusters are all still there.
  const alone = rocBootstrap({
    ...input,
    arms: [Float64Array.from(pick(whole)), Float64Array.from(pick(other))],
    positive: Uint8Array.from(labels),
    cluster: Int32Array.from(pick(input.cluster)),
    strata: [],
  });
  near(pairs[0]?.auroc.low, alone.pairs[0]?.auroc.low);
  near(pairs[0]?.shiftNegative.high, alone.pairs[0]?.shiftNegative.high);
});

test("an arm without any score is NaN and takes nobody along", () => {
  const input = sample();
  const { arms, pairs } = rocBootstrap({
    ...input,
    arms: [input.arms[0] ?? new Float64Array(), new Float64Array(120).fill(Number.NaN)],
  });
  assert.ok(Number.isNaN(arms[1]?.auroc.estimate));
  assert.ok(Number.isNaN(arms[1]?.auroc.low));
  assert.equal(pairs[0]?.rows, 0);
  assert.ok(Number.isNaN(pairs[0]?.auroc.estimate));
  assert.deepEqual(arms[0], rocBootstrap(input).arms[0]);
});

test("at AUROC 1 and 0 the inner end is what the clusters of the smaller class could hide", () => {
  const input = sample();
  const perfect = Float64Array.from(input.positive, (label, row) => label * 1000 + row);
  const { arms, pairs } = rocBootstrap({ ...input, arms: [perfect, perfect.map((score) => -score)] });
  const clusters = (side: number): number =>
    new Set([...input.cluster].filter((_, row) => input.positive[row] === side)).size;
  const inner = 0.025 ** (1 / Math.min(clusters(0), clusters(1)));
  assert.deepEqual(arms[0]?.auroc, { estimate: 1, low: inner, high: 1 });
  assert.deepEqual(arms[1]?.auroc, { estimate: 0, low: 0, high: 1 - inner });
  // Their difference has no spread either: both could be hiding something.
  near(pairs[0]?.auroc.estimate, 1);
  near(pairs[0]?.auroc.low, 1 - Math.SQRT2 * (1 - inner));
  assert.equal(pairs[0]?.auroc.high, 1);
  const { pairs: both } = rocBootstrap({ ...input, arms: [perfect, perfect] });
  assert.deepEqual(both[0]?.auroc, { estimate: 0, low: inner - 1, high: 1 - inner });
  // Equal rankings that are not perfect do not differ at all.
  const [first = new Float64Array()] = input.arms;
  const { pairs: same } = rocBootstrap({ ...input, arms: [first, first.map((score) => score * 2)] });
  assert.deepEqual(same[0]?.auroc, { estimate: 0, low: 0, high: 0 });
  // Every positive is caught at every level, over as many clusters as hold one: that proves no rate of exactly 1.
  const all = { ...clopperPearson(clusters(1), clusters(1)), estimate: 1 };
  assert.deepEqual([...(arms[0]?.tprAtFpr ?? []), ...(arms[0]?.safety ?? [])], [all, all, all]);
  assert.equal(arms[1]?.safety[0]?.low, 0);
  // A few rows only: there is an estimate, and no interval.
  const few = rocBootstrap(
    sample({
      arms: [Float64Array.of(3, 4, 1, 2)],
      positive: Uint8Array.of(1, 1, 0, 0),
      cluster: Int32Array.of(0, 1, 2, 3),
      strata: [],
    }),
  );
  assert.equal(few.arms[0]?.auroc.estimate, 1);
  assert.ok(Number.isNaN(few.arms[0]?.auroc.low));
});

test("thresholds are set anew in every draw: a frozen one would understate the spread", () => {
  const input = sample({ draws: 1000 });
  const scores = input.arms[0] ?? new Float64Array();
  const negatives = [...scores].filter((_, row) => input.positive[row] === 0).sort((x, y) => y - x);
  const frozen = negatives[Math.floor(0.2 * negatives.length)] ?? 0;
  // With the threshold frozen, TPR is a mean over the positives: bootstrap the same mean through the score of a step arm.
  const step = scores.map((score) => (score > frozen ? 1 : 0));
  const refit = rocBootstrap(input).arms[0]?.tprAtFpr[1];
  const fixed = rocBootstrap({ ...input, arms: [step] }).arms[0]?.meanPositive;
  near(refit?.estimate, fixed?.estimate);
  const width = ({ low = 0, high = 0 } = {}): number => high - low;
  assert.ok(width(refit) > 1.2 * width(fixed), `${width(refit)} ${width(fixed)}`);
});

test("draws that hold one class are drawn again and counted", () => {
  const input = sample({
    arms: [Float64Array.of(1, 2, 3, 4)],
    positive: Uint8Array.of(0, 0, 1, 1),
    cluster: Int32Array.of(0, 0, 1, 1),
    strata: [],
    draws: 1000,
  });
  // Two pure clusters: half of all draws hold one of them twice.
  const { redrawn, arms } = rocBootstrap(input);
  assert.ok(redrawn > 850 && redrawn < 1150, `${redrawn}`);
  assert.equal(arms[0]?.auroc.estimate, 1);
});

test("one class only: it ends, and says NaN", () => {
  const { arms, redrawn } = rocBootstrap(sample({ positive: new Uint8Array(120).fill(1), draws: 5 }));
  assert.ok(redrawn > 100);
  assert.ok(Number.isNaN(arms[0]?.auroc.estimate));
});

test("progress climbs to the end", () => {
  const seen: number[] = [];
  rocBootstrap(sample(), (fraction) => seen.push(fraction));
  assert.deepEqual(seen, [0.5, 1]);
});
