import assert from "node:assert/strict";
import { test } from "node:test";
import { clusteredRate, contrast, slopeWeights, unitSums } from "./contrast.ts";
import { clopperPearson } from "./proportion.ts";
import { random } from "./random.ts";

const near = (a: number, b: number, by = 1e-9): void => assert.ok(Math.abs(a - b) <= by, `${a}, not ${b}`);
const arm = (...values: number[]): Float64Array => Float64Array.from(values);

test("a contrast by hand: paired differences, Student's t, units without a value left out", () => {
  const found = contrast([arm(0.5, 0.8, 0.6, 1), arm(0.1, 0.2, 0.4, Number.NaN)], [1, -1]);
  // Differences .4, .6, .2: mean .4, sd .2, error .2 / sqrt 3; t at 97.5% of 2 degrees of freedom 4.302653.
  near(found.estimate, 0.4);
  near(found.high - found.estimate, (4.302652729696142 * 0.2) / Math.sqrt(3), 1e-7);
  near(found.estimate - found.low, found.high - found.estimate);
  assert.equal(found.units, 3);
  // A weight of 0 asks for no value.
  assert.equal(contrast([arm(0, 1), arm(Number.NaN, Number.NaN)], [1, 0]).units, 2);
  assert.deepEqual(unitSums([arm(1, 0), arm(0, 1)], [2, 1]), [2, 1]);
  assert.equal(contrast([arm(1)], [1]).low, Number.NEGATIVE_INFINITY);
});

test("where nothing spreads an interval has what the units could hide", () => {
  const ones = new Float64Array(40).fill(1);
  const zeros = new Float64Array(40);
  const { low, high } = contrast([ones, zeros], [1, -1]);
  near(1 - low, 1 - 0.025 ** (1 / 40));
  near(high - 1, 1 - 0.025 ** (1 / 40));
  assert.ok(contrast([zeros, zeros], [1, -1]).low < 0);
});

test("slope weights: the slope of a line, and of nothing else", () => {
  const x = [-2, -1, -0.3, 0];
  const slope = (y: readonly number[]): number =>
    slopeWeights(x).reduce((sum, weight, i) => sum + weight * (y[i] ?? 0), 0);
  near(slope(x.map((at) => 3 + 0.25 * at)), 0.25);
  near(slope(x.map(() => 7)), 0);
});

test("a clustered rate: exact where tries are their own clusters, wider where they go together, whole clusters at 0", () => {
  const one = clusteredRate([1, 0, 1, 0, 0, 0, 0, 0, 0, 0], new Array(10).fill(1));
  const exact = clopperPearson(2, 10);
  near(one.estimate, 0.2);
  // The spread of ten clusters is itself uncertain: a little wider than the exact one.
  assert.ok(one.low < exact.low && exact.low - one.low < 0.01, `${one.low} ${exact.low}`);
  const alike = clusteredRate([5, 0, 5, 0, 0, 0, 0, 0, 0, 0], new Array(10).fill(5));
  const apart = clusteredRate(new Array(10).fill(1), new Array(10).fill(5));
  near(alike.estimate, 0.2);
  assert.ok(alike.high - alike.low > 1.5 * (apart.high - apart.low));
  near(clusteredRate(new Array(10).fill(0), new Array(10).fill(5)).high, clopperPearson(0, 10).high);
  assert.ok(Number.isNaN(clusteredRate([0], [0]).estimate));
});

test("simulated: a clustered rate holds the truth, and a slope's interval keeps its end towards 0", () => {
  const worlds = 800;
  const x = [-1, -0.5, 0];
  const missed = { rate: 0, tooSteep: 0, slope: 0 };
  for (let world = 0; world < worlds; world++) {
    const source = random(`clustered ${world}`);
    // 40 questions, half of which never draw the name, 5 tries.
    const lean = Array.from({ length: 40 }, () => (source.float() < 0.5 ? 0 : source.float()));
    const hits = x.map((at) =>
      lean.map(
        (one) =>
          Array.from({ length: 5 }, () => source.float() < one * (0.9 + 0.2 * at)).filter(Boolean).length,
      ),
    );
    const rate = clusteredRate(hits[2] ?? [], new Array(40).fill(5));
    if (rate.low > 0.225 || rate.high < 0.225) missed.rate++;
    const slope = contrast(
      hits.map((counts) => Float64Array.from(counts, (count) => count / 5)),
      slopeWeights(x),
    );
    if (slope.low > 0.05) missed.tooSteep++;
    if (slope.low > 0.05 || slope.high < 0.05) missed.slope++;
  }
  // 5% and 2.5% of 800, and three standard errors.
  assert.ok(missed.rate / worlds < 0.073, String(missed.rate / worlds));
  assert.ok(missed.tooSteep / worlds < 0.042, String(missed.tooSteep / worlds));
  // Slopes of leaning questions are skewed: the far end, on which no verdict rests, is missed more often.
  assert.ok(missed.slope / worlds < 0.08, String(missed.slope / worlds));
});
