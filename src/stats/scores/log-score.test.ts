import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../../test/fixtures/scores/forecast.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { logScoreLogNormal, logScoreNormal, logScoreRightCensored, logScoreT } from "./log-score.ts";

test("negative log densities are SciPy's and scoringrules'", () => {
  for (const { y, mean, sd, log } of fixture.normal) near(logScoreNormal(y, mean, sd), log);
  for (const { y, freedom, location, scale, log, logFromScoringrules } of fixture.t) {
    near(logScoreT(y, freedom, location, scale), log);
    near(logScoreT(y, freedom, location, scale), logFromScoringrules);
  }
  for (const { y, meanLog, sdLog, log } of fixture.logNormal) near(logScoreLogNormal(y, meanLog, sdLog), log);
});

test("a bound scores the probability of what lies above it, far out in the tail too", () => {
  for (const { y, mean, sd, logCensored } of fixture.normal) {
    near(logScoreRightCensored(y, null, mean, sd), logCensored);
  }
  for (const { y, freedom, location, scale, logCensored } of fixture.t) {
    near(logScoreRightCensored(y, freedom, location, scale), logCensored);
  }
});

test("a value that a log-normal holds impossible scores infinity", () => {
  assert.deepEqual(
    [0, -1].map((y) => logScoreLogNormal(y, 0, 1)),
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  );
});
