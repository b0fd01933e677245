import { test } from "node:test";
import { fixture } from "../../../test/fixtures/scores/forecast.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { crpsNormal } from "./crps.ts";
import { intervalScore, weightedIntervalScore } from "./interval-score.ts";

test("interval scores are scoringrules'", () => {
  for (const { y, low, high, level, score } of fixture.intervals)
    near(intervalScore(y, low, high, level), score);
});

test("weighted interval scores are twice the mean quantile loss", () => {
  for (const { y, median, intervals, score } of fixture.weighted)
    near(weightedIntervalScore(y, median, intervals), score);
});

test("with many intervals the weighted score comes to the CRPS", () => {
  const intervals = Array.from({ length: 2000 }, (_, i) => {
    const level = 1 - (2 * (i + 0.5)) / 4000;
    const high = normalQuantile((1 + level) / 2);
    return { level, low: -high, high };
  });
  for (const y of [-2, 0.3, 1.5]) near(weightedIntervalScore(y, 0, intervals), crpsNormal(y, 0, 1), 2e-3);
});
