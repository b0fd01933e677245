import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, slopeWeights } from "../distributions/contrast.ts";
import { random } from "../distributions/random.ts";
import { trendP } from "./trend-permutation.ts";

const arms = (...values: readonly number[][]): Float64Array[] =>
  values.map((list) => Float64Array.from(list));

test("by hand: two units of three values, each of 36 orders", () => {
  // Each unit's slope is largest in one order of six: both together in 1 of 36.
  const p = trendP(arms([0, 0.1], [0.4, 0.5], [0.9, 1]), [0, 1, 2], {
    permutations: 20_000,
    random: random("p"),
  });
  assert.ok(Math.abs(p - 1 / 36) < 0.005, String(p));
  const flat = arms([0.3, 0.3], [0.3, 0.3], [0.3, 0.3]);
  assert.equal(trendP(flat, [0, 1, 2], { permutations: 99, random: random("p") }), 1);
  // One value of the first unit is gone, and with it the unit: 1 of 6 is left.
  const lone = trendP(arms([Number.NaN, 0.1], [0.4, 0.5], [0.9, 1]), [0, 1, 2], {
    permutations: 20_000,
    random: random("p"),
  });
  assert.ok(Math.abs(lone - 1 / 6) < 0.01, String(lone));
});

interface Told {
  readonly p: number;
  readonly above: boolean;
}

/** 40 questions that draw the name unlike often, four shares, five tries. */
function worldsOf(worlds: number, rateOf: (arm: number) => number, label: string): Told[] {
  const x = [-1.3, -1, -0.3, 0];
  return Array.from({ length: worlds }, (_, world) => {
    const source = random(`${label} ${world}`);
    const lean = Array.from({ length: 40 }, () => source.float() ** 3);
    const drawn = x.map((_at, arm) =>
      Float64Array.from(lean, (one) => {
        const chance = one * rateOf(arm);
        return Array.from({ length: 5 }, () => source.float() < chance).filter(Boolean).length / 5;
      }),
    );
    return {
      p: trendP(drawn, x, { permutations: 199, random: source.fork("p") }),
      above: contrast(drawn, slopeWeights(x)).low > 0,
    };
  });
}

test("simulated: where nothing fades the trend is found as often as its level says, at common and at rare naming", () => {
  for (const rate of [0.8, 0.08]) {
    const told = worldsOf(500, () => rate, `flat ${rate}`);
    const share = (held: (one: Told) => boolean): number => told.filter(held).length / told.length;
    const five = share(({ p }) => p <= 0.05);
    // 5% and 2.5% of 500, three standard errors either way.
    assert.ok(five > 0.02 && five < 0.08, `${rate}: ${five}`);
    const verdict = share(({ p, above }) => p <= 0.025 && above);
    assert.ok(verdict < 0.046, `${rate}: ${verdict}`);
  }
});

test("simulated: a rate that halves from share to share is found", () => {
  const told = worldsOf(60, (arm) => 0.8 / 2 ** (3 - arm), "fading");
  assert.ok(told.every(({ p, above }) => p <= 0.025 && above));
});
