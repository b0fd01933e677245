import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../../test/fixtures/scores/forecast.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { random } from "../distributions/random.ts";
import {
  crpsLogNormal,
  crpsNormal,
  crpsNormalRightCensored,
  crpsSample,
  crpsT,
  crpsTRightCensored,
} from "./crps.ts";

test("normal, t and log-normal are scoringrules'", () => {
  // Per unit of the forecast's spread, lest a narrow forecast pass whatever it gives.
  for (const { y, mean, sd, crps } of fixture.normal) near(crpsNormal(y, mean, sd) / sd, crps / sd);
  for (const { y, freedom, location, scale, crps } of fixture.t) {
    near(crpsT(y, freedom, location, scale) / scale, crps / scale);
  }
  for (const { y, meanLog, sdLog, crps } of fixture.logNormal) near(crpsLogNormal(y, meanLog, sdLog), crps);
});

test("samples are scoringrules', plain and fair", () => {
  for (const { y, sample, crps, fair } of fixture.samples) {
    near(crpsSample(y, sample), crps);
    near(crpsSample(y, sample, true), fair);
  }
});

test("a censored normal is the integral of F² up to the bound", () => {
  for (const { y, mean, sd, censored } of fixture.normal) {
    near(crpsNormalRightCensored(y, mean, sd) / sd, censored / sd);
  }
});

test("a censored t is the integral of F² up to the bound, and far up what is left of the score of the value seen", () => {
  let checked = 0;
  for (const { y, freedom, location, scale, censored } of fixture.t) {
    if (censored === null) continue;
    near(crpsTRightCensored(y, freedom, location, scale) / scale, censored / scale);
    checked++;
  }
  assert.ok(checked > 50, `${checked}`);
  // Both sides together are the whole score, with any tail: from above it is the mirrored forecast's.
  for (const freedom of [1.2, 1.5, 4]) {
    for (const y of [-3, 0.2, 6]) {
      near(
        crpsTRightCensored(y, freedom, 1, 2) + crpsTRightCensored(-y, freedom, -1, 2),
        crpsT(y, freedom, 1, 2),
      );
    }
  }
});

test("a bound scores less than the same value seen, and more the higher it is", () => {
  const bounds = [-3, -1, 0, 0.5, 2, 5].map((bound) => crpsNormalRightCensored(bound, 0, 1));
  assert.deepEqual(
    bounds,
    bounds.toSorted((a, b) => a - b),
  );
  for (const bound of [-3, -1, 0, 0.5, 2, 5]) {
    assert.ok(crpsNormalRightCensored(bound, 0, 1) < crpsNormal(bound, 0, 1));
  }
});

test("a forecast without spread scores its distance; of a value known to be at least the bound, how far it lies below", () => {
  assert.deepEqual([crpsNormal(3, 1, 0), crpsT(-1, 3, 1, 0), crpsLogNormal(3, 0, 0)], [2, 2, 2]);
  assert.deepEqual([crpsNormalRightCensored(3, 1, 0), crpsTRightCensored(3, 2, 4, 0)], [2, 0]);
  // They are the limits of a spread that vanishes.
  near(crpsNormal(3, 1, 1e-9), 2, 1e-8);
  near(crpsNormalRightCensored(3, 1, 1e-9), 2, 1e-8);
  near(crpsLogNormal(3, 0, 1e-9), 2, 1e-8);
});

test("a sample's order and place do not matter; one member is the absolute error", () => {
  near(crpsSample(1, [3, 0, 1]), crpsSample(1, [0, 1, 3]), 1e-15);
  near(crpsSample(1e6 + 1, [1e6, 1e6 + 1, 1e6 + 3]), crpsSample(1, [0, 1, 3]));
  assert.equal(crpsSample(1, [3.5]), 2.5);
});

test("the forecast that tells the truth has the best mean score, and small fair samples lose nothing to size", () => {
  const source = random("crps");
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const truth = Array.from({ length: 20_000 }, () => source.normal());
  const honest = mean(truth.map((y) => crpsNormal(y, 0, 1)));
  for (const [centre, sd] of [
    [0, 0.7],
    [0, 1.4],
    [0.3, 1],
  ] as const) {
    assert.ok(mean(truth.map((y) => crpsNormal(y, centre, sd))) > honest);
  }
  const draws = truth.map((y) => ({ y, sample: Array.from({ length: 4 }, () => source.normal()) }));
  const fair = mean(draws.map(({ y, sample }) => crpsSample(y, sample, true)));
  const plain = mean(draws.map(({ y, sample }) => crpsSample(y, sample)));
  // The honest score's expectation is 1 / sqrt(pi); the plain score of 4 members is larger by that over 4.
  assert.ok(Math.abs(fair - 1 / Math.sqrt(Math.PI)) < 0.02, `${fair}`);
  assert.ok(Math.abs(plain - 1.25 / Math.sqrt(Math.PI)) < 0.02, `${plain}`);
});
