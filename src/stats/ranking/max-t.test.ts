import assert from "node:assert/strict";
import { test } from "node:test";
import { near } from "../../../test/fixtures/stats/read.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { quantile } from "../distributions/quantile.ts";
import { random } from "../distributions/random.ts";
import { maxT } from "./max-t.ts";

const at95 = (without: readonly (readonly number[])[], draws: number, seed: string): number =>
  quantile(maxT(without, draws, seed), 0.95);

const source = random("max-t");
const figure = (): number[] => Array.from({ length: 60 }, () => source.normal());

test("one figure asks for what a normal does, copies of it for no more", () => {
  const one = figure();
  assert.ok(Math.abs(at95([one], 20_000, "1") - 1.96) < 0.04);
  near(at95([one, one.map((value) => 3 - 2 * value)], 500, "1"), at95([one], 500, "1"));
});

test("ten figures of their own ask for about what Bonferroni does, a little less", () => {
  const found = at95(Array.from({ length: 10 }, figure), 20_000, "2");
  const bonferroni = normalQuantile(1 - 0.05 / 20);
  assert.ok(found > 2.6 && found < bonferroni, `${found} against ${bonferroni}`);
});

test("a figure that no block moves, or none at all, asks for nothing", () => {
  assert.ok(Number.isNaN(at95([], 100, "3")));
  assert.ok(Number.isNaN(at95([Array(60).fill(0.5)], 100, "3")));
});
