import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { calibrationOf } from "./calibration.ts";
import type { Hindcast } from "./hindcast.ts";
import { centralInterval, scoreOf } from "./score.ts";

/** Normal forecasts of 0 with scale 1, of values that scatter by `sd` around `shift`. */
function made(n: number, sd: number, horizon = 1, shift = 0): Hindcast[] {
  const source = random(`calibration ${n} ${sd} ${shift}`);
  const predicted = { freedom: null, location: 0, scale: 1 };
  return Array.from({ length: n }, (_, origin): Hindcast => {
    const actual = shift + sd * source.normal();
    const who = { axis: "date", model: "line", knowledge: "conditional" } as const;
    return { ...who, origin, horizon, predicted, actual, ...scoreOf(predicted, actual) };
  });
}

test("a band that is too narrow by a half is widened about twice, one that is right stays", () => {
  const [wide, right] = [calibrationOf(made(200, 2), 1), calibrationOf(made(200, 1), 1)];
  assert.ok(wide.factor !== null && Math.abs(wide.factor - 2) < 0.5, `${wide.factor}`);
  assert.ok(right.factor !== null && Math.abs(right.factor - 1) < 0.3, `${right.factor}`);
  assert.ok(wide.held < 0.6 * wide.n);
});

test("fewer than 24 origins that do not overlap are not calibrated, whatever their number", () => {
  assert.equal(calibrationOf(made(23, 1), 1).factor, null);
  assert.ok(calibrationOf(made(24, 1), 1).factor !== null);
  const overlapping = calibrationOf(made(60, 1, 3), 3);
  assert.deepEqual([overlapping.origins, overlapping.n, overlapping.factor], [20, 60, null]);
  // Every third origin of a forecast three ahead is one that does not overlap with the next.
  assert.equal(calibrationOf(made(60, 1, 3), 3, 3).origins, 60);
  assert.match(overlapping.why, /20 forecasts .* fewer than 24/);
});

test("errors that go to one side of late, or grow, are not called calibrated", () => {
  assert.match(calibrationOf(made(60, 0.5, 1, 1), 1).why, /of the last 20 values came out above/);
  const grows = [...made(30, 0.3), ...made(30, 3).map((row) => ({ ...row, origin: row.origin + 30 }))];
  assert.match(calibrationOf(grows, 1).why, /held \d+ of the next 36/);
});

test("the factor makes the band hold what it says on values that come later", () => {
  let [held, all] = [0, 0];
  for (let world = 0; world < 400; world++) {
    const source = random(`later ${world}`);
    const rows = made(40, 1.5).map((row) => {
      const actual = 1.5 * source.normal();
      return { ...row, actual, ...scoreOf(row.predicted, actual) };
    });
    const { factor } = calibrationOf(rows, 1);
    if (factor === null) continue;
    const [, high] = centralInterval({ freedom: null, location: 0, scale: factor }, 0.8);
    all++;
    if (Math.abs(1.5 * source.normal()) <= high) held++;
  }
  assert.ok(all > 300 && held / all > 0.76 && held / all < 0.87, `${held} of ${all}`);
});
