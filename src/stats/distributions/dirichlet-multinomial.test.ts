import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../../test/fixtures/endpoint-stats/read.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { CredenceError } from "../../core/error.ts";
import { logPredictive, posteriorPredictiveP } from "./dirichlet-multinomial.ts";
import { random } from "./random.ts";

test("the predictive probability is the product of predictions call by call", () => {
  for (const { target, control, prior, log } of fixture.predictive) {
    near(logPredictive(target, control, prior), log, 1e-11);
    near(
      logPredictive(
        target,
        control,
        target.map(() => prior),
      ),
      log,
      1e-11,
    );
  }
  assert.equal(logPredictive([0, 0], [3, 1]), 0);
});

test("over all sequences of a length the probabilities sum to 1", () => {
  let sum = 0;
  for (let hits = 0; hits <= 8; hits++) {
    let orders = 1;
    for (let i = 0; i < hits; i++) orders *= (8 - i) / (i + 1);
    sum += orders * Math.exp(logPredictive([hits, 8 - hits], [2, 5], [0.3, 1.7]));
  }
  near(sum, 1, 1e-12);
});

test("simulated p-values are the exact ones within the error of the simulation", () => {
  const draws = 4000;
  for (const [number, { target, control, prior, p }] of fixture.predictive.entries()) {
    const simulated = posteriorPredictiveP(target, control, prior, random(`p ${number}`), draws);
    const error = Math.sqrt((p * (1 - p)) / draws);
    assert.ok(Math.abs(simulated - p) < 4 * error + 1 / draws, `${simulated} is not ${p}`);
  }
});

test("outcomes that the control never showed fit no longer", () => {
  assert.ok(posteriorPredictiveP([0, 0, 8], [20, 20, 0], 0.5, random("never"), 999) <= 0.01);
  assert.ok(posteriorPredictiveP([4, 4, 0], [20, 20, 0], 0.5, random("like"), 999) > 0.5);
});

test("p below 0.05 comes at most once in 20 when target and control are alike", () => {
  const source = random("alike");
  let low = 0;
  for (let run = 0; run < 400; run++) {
    const rate = source.float();
    const calls = (n: number): readonly number[] => {
      const hits = Array.from({ length: n }, () => Number(source.float() < rate)).reduce((a, b) => a + b, 0);
      return [hits, n - hits];
    };
    if (posteriorPredictiveP(calls(12), calls(20), 1, source, 199) <= 0.05) low++;
  }
  assert.ok(low <= 20 + 4 * Math.sqrt(19), `${low} of 400`);
});

test("counts that do not belong together are refused", () => {
  for (const [target, control, prior] of [
    [[1, 2], [1], 0.5],
    [[], [], 0.5],
    [[1, -1], [0, 0], 0.5],
    [[1, 1], [0, 0], 0],
    [[1, 1], [0, 0], [1]],
  ] as const) {
    assert.throws(() => logPredictive(target, control, prior), CredenceError);
  }
});
