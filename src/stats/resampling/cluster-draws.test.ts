// Draws computed apart: the same to the bit, wherever the cuts are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../distributions/random.ts";
import {
  authorshipBootstrap,
  authorshipDraws,
  authorshipIntervals,
} from "../ranking/authorship-bootstrap.ts";
import { budgetBootstrap, budgetDraws, budgetIntervals } from "../ranking/budget-bootstrap.ts";
import { rocBootstrap, rocDraws, rocIntervals } from "../ranking/cluster-bootstrap.ts";
import {
  combinationBootstrap,
  combinationDraws,
  combinationIntervals,
} from "../ranking/combination-bootstrap.ts";
import { clusterDraws, DrawnFigures, type DrawnPart, type DrawPart } from "./cluster-draws.ts";

const source = random("parts");
const rows = 300;
const positive = Uint8Array.from({ length: rows }, () => source.int(2));
const cluster = Int32Array.from({ length: rows }, () => source.int(30));
const half = Uint8Array.from(cluster, (number) => number % 2);
// One arm with ties and gaps, one with neither.
const tied = Float64Array.from(positive, (label, row) =>
  row % 11 === 0 ? Number.NaN : Math.round(10 / (1 + Math.exp(-label - source.normal()))) / 10,
);
const apart = Float64Array.from(positive, (label) => 1 / (1 + Math.exp(-label - source.normal())));
const common = { positive, cluster, draws: 150, seed: "7" };
const cuts = [
  [0, 150],
  [0, 1, 150],
  [0, 50, 100, 150],
  [0, 149, 150],
];

function inParts(edges: readonly number[], draw: (part: DrawPart) => DrawnPart): DrawnFigures {
  return new DrawnFigures(edges.slice(1).map((to, i) => draw({ from: edges[i] ?? 0, to })));
}

for (const edges of cuts) {
  test(`cut at ${edges.join(", ")}`, () => {
    const roc = {
      ...{ ...common, arms: [tied, apart], strata: [{ name: "half", of: Int32Array.from(half) }] },
      ...{ fprs: [0.05], budgets: [0.1, 0.3] },
    };
    assert.deepEqual(
      rocIntervals(
        roc,
        inParts(edges, (part) => rocDraws({ input: roc, part })),
      ),
      rocBootstrap(roc),
    );
    const budget = { ...common, half, arms: [tied, apart], budgets: [0.1, 0.3] };
    assert.deepEqual(
      budgetIntervals(
        budget,
        inParts(edges, (part) => budgetDraws({ input: budget, part })),
      ),
      budgetBootstrap(budget),
    );
    const pair = { ...common, half, cheap: tied, dear: apart, shares: [0, 0.2, 1], budget: 0.1 };
    assert.deepEqual(
      combinationIntervals(
        pair,
        inParts(edges, (part) => combinationDraws({ input: pair, part })),
      ),
      combinationBootstrap(pair),
    );
    const authored = { ...common, first: tied, second: apart, own: half };
    assert.deepEqual(
      authorshipIntervals(
        authored,
        inParts(edges, (part) => authorshipDraws({ input: authored, part })),
      ),
      authorshipBootstrap(authored),
    );
  });
}

test("what is drawn again is counted once, in the part that needed it", () => {
  // Two clusters of one class each: half of all draws hold one of them twice.
  const two = { cluster: Int32Array.of(0, 1), positive: Uint8Array.of(0, 1), draws: 400, seed: "1" };
  const redrawn = (from: number, to: number): number => clusterDraws(two, { from, to }, () => {});
  const all = redrawn(0, 400);
  assert.ok(all > 300 && all < 500, `${all}`);
  assert.equal(redrawn(0, 123) + redrawn(123, 400), all);
  const never = { ...two, positive: Uint8Array.of(1, 1) };
  assert.equal(clusterDraws(never, { from: 10, to: 20 }, assert.fail), 0);
});
