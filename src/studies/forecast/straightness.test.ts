import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { driftOf } from "./drift.ts";
import { fitLine } from "./line.ts";
import { rateOf, straightness } from "./straightness.ts";

const dates = (n: number): number[] => Array.from({ length: n }, (_, i) => 2000 + i / 4);

test("where it is nearly all scatter the rate is that of least squares, and a wider interval than its", () => {
  const source = random("scatter");
  const points = dates(60).map((date) => ({ date, y: 1.5 * (date - 2000) + 0.2 * source.normal() }));
  const found = rateOf(points);
  const fit = fitLine(
    points.map(({ date }) => date),
    points.map(({ y }) => y),
  );
  assert.ok(found && fit);
  assert.ok(Math.abs(found.estimate - fit.slope) < 0.02);
  assert.ok(
    found.low < 1.5 && found.high > 1.5 && found.at99.low < found.low && found.at99.high > found.high,
  );
  assert.ok(found.walking < 0.2, `${found.walking}`);
});

test("a walk is known as one, and its drift is the way from first to last", () => {
  const source = random("walk");
  let y = 0;
  const points = dates(80).map((date) => {
    y += 0.5 + source.normal();
    return { date, y };
  });
  const found = rateOf(points);
  assert.ok(found);
  const [first, last] = [points[0], points.at(-1)];
  assert.ok(first && last);
  assert.ok(Math.abs(found.estimate - (last.y - first.y) / (last.date - first.date)) < 0.3);
  assert.ok(found.walking > 0.8, `${found.walking}`);
});

test("a planted change of the rate is measured in units of the mean rate, whatever the length; a line holds none", () => {
  const source = random("change");
  const of = (n: number, bend: number): ReturnType<typeof straightness> => {
    const t = dates(n).map((date) => date - 2000);
    const whole = t.at(-1) ?? 0;
    return straightness(
      t.map((at) => ({
        date: 2000 + at,
        // The rate goes from 2 (1 - bend / 2) to 2 (1 + bend / 2).
        y: 2 * (1 - bend / 2) * at + (bend * at * at) / whole + 0.05 * source.normal(),
      })),
    );
  };
  for (const n of [24, 96]) {
    const [bent, straight] = [of(n, 1), of(n, 0)];
    assert.ok(bent && bent.low < 1 && bent.high > 1 && bent.at99.low > 0.5, JSON.stringify(bent));
    assert.ok(straight && straight.at99.low < 0 && straight.at99.high > 0);
  }
});

test("one bend is told from a steady change where it is sharp", () => {
  const source = random("bend");
  const found = straightness(
    dates(60).map((date) => ({
      date,
      y: Math.max(0, date - 2008) + 0.1 * (date - 2000) + 0.05 * source.normal(),
    })),
  );
  assert.ok(found && found.bic > 6 && Math.abs(found.bend - 2008) < 0.6, JSON.stringify(found));
});

test("a curve through every point has figures that can be kept", () => {
  const found = straightness(dates(40).map((date) => ({ date, y: 2 * (date - 2000) })));
  assert.ok(found !== null);
  const kept = JSON.parse(JSON.stringify(found));
  assert.deepEqual(kept, found);
  assert.ok(Math.abs(found.estimate) < 1e-6 && found.bic === 0);
});

test("too few points, points of one date and points on one line have no interval or a narrow one, never a false one", () => {
  assert.equal(driftOf([0, 1, 2], [[0, 1, 2]], [0, 1, 3]), null);
  assert.equal(driftOf([1, 1, 1, 1, 1], [[1, 1, 1, 1, 1]], [0, 1, 3, 2, 1]), null);
  const t = [0, 1, 2, 3, 4, 5, 6];
  const exact = driftOf(
    t,
    [t],
    t.map((at) => 2 * at),
  );
  assert.ok(exact && Math.abs(exact.estimate - 2) < 1e-6 && exact.high - exact.low < 1e-3);
});
