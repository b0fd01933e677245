import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../../test/fixtures/endpoint-stats/read.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { CredenceError } from "../../core/error.ts";
import { logBeta } from "../distributions/log-beta.ts";
import { random } from "../distributions/random.ts";
import {
  anytimeLower,
  anytimeUpper,
  confidenceSequence,
  confidenceSequenceStep,
  eProcess,
  eProcessStep,
  logEAtMost,
} from "./e-process.ts";

test("the evidence is the mixture over rates above p0, by SciPy's quadrature", () => {
  for (const { successes, trials, p0, a, b, logE } of fixture.eProcess)
    near(logEAtMost(successes, trials, p0, { a, b }), logE, 1e-8);
});

test("step by step it is the closed form of the counts, and keeps the most it has been", () => {
  let process = eProcess(0.2);
  near(process.logE, 0, 1e-12);
  let greatest = 0;
  let hits = 0;
  for (const [i, success] of [true, true, false, true, false, false, false, false].entries()) {
    process = eProcessStep(process, success);
    hits += Number(success);
    const expected = logEAtMost(hits, i + 1, 0.2);
    greatest = Math.max(greatest, expected);
    assert.equal(process.logE, expected);
    assert.equal(process.greatest, greatest);
  }
  assert.ok(process.greatest > process.logE);
});

/** Mean of exp(log evidence) after n calls at rate q, exactly, over all counts. */
function expectation(n: number, q: number, log: (hits: number) => number): number {
  let sum = 0;
  let orders = 1;
  for (let hits = 0; hits <= n; hits++) {
    sum += orders * q ** hits * (1 - q) ** (n - hits) * Math.exp(log(hits));
    orders *= (n - hits) / (hits + 1);
  }
  return sum;
}

test("its expectation is 1 at p0, below 1 under p0, above 1 over p0; the full mixture's is not", () => {
  const [n, p0] = [30, 0.3];
  const truncated = (q: number): number => expectation(n, q, (hits) => logEAtMost(hits, n, p0));
  near(truncated(p0), 1, 1e-9);
  assert.ok(truncated(0.2) < 1 && truncated(0.01) < 1);
  assert.ok(truncated(0.5) > 2);
  const full = (q: number): number =>
    expectation(
      n,
      q,
      (hits) =>
        logBeta(hits + 0.5, n - hits + 0.5) -
        logBeta(0.5, 0.5) -
        hits * Math.log(p0) -
        (n - hits) * Math.log1p(-p0),
    );
  near(full(p0), 1, 1e-9);
  assert.ok(full(0.01) > 100);
});

test("rates below the lower bound are rejected, rates above it are not, on a grid", () => {
  for (const prior of [
    { a: 0.5, b: 0.5 },
    { a: 1, b: 1 },
    { a: 0.5, b: 1 },
    { a: 1, b: 0.5 },
  ]) {
    for (const trials of [1, 2, 5, 30, 400]) {
      for (const successes of new Set([1, Math.ceil(trials / 3), trials - 1, trials])) {
        const low = anytimeLower(successes, trials, 0.2, prior);
        for (let step = 1; step < 2000; step++) {
          const p0 = step / 2000;
          if (Math.abs(p0 - low) < 1e-9) continue;
          const rejected = successes > 0 && logEAtMost(successes, trials, p0, prior) >= Math.log(5);
          assert.equal(rejected, p0 < low, `${successes} of ${trials} at ${p0}`);
        }
      }
    }
  }
});

test("bounds: ends, mirror image, and what a sequence keeps", () => {
  assert.equal(anytimeLower(0, 20), 0);
  assert.equal(anytimeUpper(20, 20), 1);
  assert.equal(anytimeUpper(0, 0), 1);
  near(anytimeUpper(3, 20), 1 - anytimeLower(17, 20), 1e-12);
  let sequence = confidenceSequence(0.05);
  let [low, high] = [0, 1];
  for (let call = 0; call < 60; call++) {
    sequence = confidenceSequenceStep(sequence, call % 5 === 0);
    assert.ok(sequence.low >= low && sequence.high <= high);
    [low, high] = [sequence.low, sequence.high];
  }
  assert.ok(low > 0.02 && low < 0.2 && high > 0.2 && high < 0.6);
  assert.ok(low >= anytimeLower(12, 60, 0.025));
});

test("impossible counts, rates and levels are refused", () => {
  assert.throws(() => logEAtMost(3, 2, 0.1), CredenceError);
  assert.throws(() => logEAtMost(0.5, 2, 0.1), CredenceError);
  assert.throws(() => eProcess(0), CredenceError);
  assert.throws(() => anytimeLower(1, 2, 0.5), CredenceError);
  assert.throws(() => anytimeLower(1, 2, 0.05, { a: 3, b: 1 }), CredenceError);
});

test("a sequence's bounds are the tightest of all calls so far", () => {
  const source = random("sequence");
  for (const rate of [0.03, 0.6, 1]) {
    let sequence = confidenceSequence(0.1);
    let [low, high] = [0, 1];
    for (let call = 0; call < 150; call++) {
      sequence = confidenceSequenceStep(sequence, source.float() < rate);
      low = Math.max(low, anytimeLower(sequence.successes, sequence.trials, 0.05));
      high = Math.min(high, anytimeUpper(sequence.successes, sequence.trials, 0.05));
      near(sequence.low, low, 1e-9);
      near(sequence.high, high, 1e-9);
    }
  }
});
