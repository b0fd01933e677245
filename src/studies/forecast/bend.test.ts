import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { type BentLine, bestBend } from "./bend.ts";
import { fitLine } from "./line.ts";
import type { Trend } from "./predictive.ts";

/** Both lines fitted anew at every bend. */
function refitted({ x, y }: Trend): BentLine | null {
  let best: BentLine | null = null;
  for (let bend = 3; bend + 3 < x.length; bend++) {
    const tail = fitLine(x.slice(bend), y.slice(bend));
    const head = fitLine(x.slice(0, bend), y.slice(0, bend));
    if (tail === null || head === null) continue;
    const squares = tail.squares + head.squares;
    if (best === null || squares < best.squares) best = { bend, tail, squares };
  }
  return best;
}

test("the bend and both lines are those of fitting anew at every bend", () => {
  const source = random("bends");
  const gaps = {
    even: () => 1 / 12,
    uneven: () => source.float() ** 3,
    repeated: () => source.int(3) / 50,
    clustered: () => (source.int(9) === 0 ? 2 : 0.001),
  };
  const values = {
    line: (x: number) => 0.7 * x + 0.2 * source.normal(),
    broken: (x: number) => (x < 2003 ? 0.3 * x : 2.1 * (x - 2003) + 600.9) + 0.1 * source.normal(),
    steps: (x: number) => Math.floor(x) + 0.01 * source.normal(),
    rounded: (x: number) => Math.round(3 * (x - 2000) + source.normal()),
    "nearly exact": (x: number) => x - 2000 + 1e-6 * source.normal(),
    exact: (x: number) => 0.7 * x,
  };
  for (const n of [6, 7, 8, 9, 20, 90, 300]) {
    for (const [spacing, gap] of Object.entries(gaps)) {
      for (const [shape, value] of Object.entries(values)) {
        // Where nothing but rounding is left, no more than 100 bends are told apart.
        if (shape === "exact" && n > 100) continue;
        let last = 2000;
        const x = Array.from({ length: n }, () => (last += gap()));
        const trend = { x, y: x.map(value) };
        assert.deepEqual(bestBend(trend), refitted(trend), `${n} points, ${spacing}, ${shape}`);
      }
    }
  }
});

test("of bends that leave equal squares the earliest is taken, and none where x does not vary", () => {
  const x = Array.from({ length: 60 }, (_, i) => 2000 + i);
  assert.equal(bestBend({ x, y: x.map((year) => 2 * year) })?.bend, 3);
  assert.equal(bestBend({ x: x.map(() => 5), y: x }), null);
  assert.equal(bestBend({ x: x.slice(0, 6), y: x.slice(0, 6) }), null);
});

test("exact doublings on days: where all bends are equal but for rounding, the forecast is the line's", () => {
  const x = Array.from({ length: 400 }, (_, i) => 2000 + (30 * i) / 365.25);
  const y = x.map((_, i) => i);
  const found = bestBend({ x, y });
  assert.ok(found !== null && found.squares < 1e-18);
  assert.ok(Math.abs(found.tail.slope - 365.25 / 30) < 1e-9);
});
