import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../../test/fixtures/scores/forecast.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { random } from "../distributions/random.ts";
import { studentQuantile } from "../distributions/student-t.ts";
import { pitHistogram, pitNormal, pitT } from "./pit.ts";

test("the PIT of a forecast is one less what lies above the value", () => {
  for (const { y, mean, sd, logCensored } of fixture.normal)
    near(pitNormal(y, mean, sd), -Math.expm1(-logCensored));
  for (const { y, freedom, location, scale, logCensored } of fixture.t) {
    near(pitT(y, freedom, location, scale), -Math.expm1(-logCensored));
  }
});

test("the PIT of a quantile is its probability", () => {
  for (const p of [0.01, 0.3, 0.5, 0.99]) near(pitT(2 + 3 * studentQuantile(p, 4.5), 4.5, 2, 3), p, 1e-12);
});

test("edges go to the part above, 1 to the last", () => {
  assert.deepEqual(pitHistogram([0, 0.24, 0.25, 0.5, 0.99, 1], 4), [2, 1, 1, 2]);
  assert.deepEqual(pitHistogram([], 3), [0, 0, 0]);
});

test("calibrated forecasts fill the bins evenly, narrow ones the ends", () => {
  const source = random("pit");
  const values = Array.from({ length: 4000 }, () => source.normal());
  const even = pitHistogram(
    values.map((y) => pitNormal(y, 0, 1)),
    10,
  );
  // Standard deviation of a count is 19.
  for (const count of even) assert.ok(Math.abs(count - 400) < 80, `${even}`);
  const narrow = pitHistogram(
    values.map((y) => pitNormal(y, 0, 0.5)),
    10,
  );
  assert.ok((narrow[0] ?? 0) > 800 && (narrow[9] ?? 0) > 800, `${narrow}`);
});
