import assert from "node:assert/strict";
import { test } from "node:test";
import { near } from "../../../test/fixtures/stats/read.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { random } from "../distributions/random.ts";
import { maxT } from "./max-t.ts";

const source = random("max-t");
const figure = (): number[] => Array.from({ length: 60 }, () => source.normal());

test("one figure asks for what a normal does, copies of it for no more", () => {
  const one = figure();
  assert.ok(Math.abs(maxT([one], 0.95, 20_000, "1") - 1.96) < 0.04);
  near(maxT([one, one.map((value) => 3 - 2 * value)], 0.95, 500, "1"), maxT([one], 0.95, 500, "1"));
});

test("ten figures of their own ask for about what Bonferroni does, a little less", () => {
  const found = maxT(Array.from({ length: 10 }, figure), 0.95, 20_000, "2");
  const bonferroni = normalQuantile(1 - 0.05 / 20);
  assert.ok(found > 2.6 && found < bonferroni, `${found} against ${bonferroni}`);
});

test("a figure that no block moves, or none at all, asks for nothing", () => {
  assert.ok(Number.isNaN(maxT([], 0.95, 100, "3")));
  assert.ok(Number.isNaN(maxT([Array(60).fill(0.5)], 0.95, 100, "3")));
});
