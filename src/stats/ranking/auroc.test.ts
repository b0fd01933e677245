import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture, near } from "../../../test/fixtures/stats/read.ts";
import { auroc, aurocBounds, withinAuroc } from "./auroc.ts";
import { pairsWon, scoredOrder, sortedScores } from "./sorted-scores.ts";

test("AUROC equals scikit-learn's, ties and all", () => {
  for (const { a, b, positive, auroc: expected } of fixture.rankings) {
    near(auroc(a, positive), expected[0]);
    near(auroc(b, positive), expected[1]);
  }
});

test("AUROC turns round with the labels and does not feel a monotone rescaling", () => {
  for (const {
    a,
    positive,
    auroc: [expected],
  } of fixture.rankings) {
    near(
      auroc(
        a,
        positive.map((label) => 1 - label),
      ),
      1 - expected,
    );
    near(
      auroc(
        a.map((score) => Math.exp(score)),
        positive,
      ),
      expected,
    );
  }
});

test("by hand: 2 positives, 2 negatives, one tie", () => {
  assert.equal(auroc([3, 1, 1, 0], [1, 1, 0, 0]), 3.5 / 4);
  assert.equal(auroc([1, 1, 1], [1, 0, 0]), 0.5);
  assert.equal(auroc([0, 0.5, Number.POSITIVE_INFINITY], [0, 0, 1]), 1);
});

test("a row without a score is left out, an empty class gives NaN", () => {
  assert.equal(auroc([3, Number.NaN, 1, 0], [1, 1, 0, 0]), 1);
  assert.deepEqual([...scoredOrder([2, Number.NaN, 1])], [2, 0]);
  assert.ok(Number.isNaN(auroc([1, 2], [1, 1])));
  assert.ok(Number.isNaN(auroc([Number.NaN, 2], [1, 0])));
  assert.ok(Number.isNaN(auroc([], [])));
});

test("within-cluster AUROC equals the pair-by-pair one", () => {
  for (const { a, positive, cluster, withinClusters } of fixture.rankings) {
    near(withinAuroc(a, positive, cluster), withinClusters);
  }
});

test("within strata, what only tells the strata apart is worth nothing", () => {
  // The score is the stratum, and the second stratum is mostly positive.
  const stratum = [0, 0, 0, 1, 1, 1];
  const positive = [0, 0, 1, 1, 1, 0];
  assert.ok(auroc(stratum, positive) > 0.6);
  assert.equal(withinAuroc(stratum, positive, stratum), 0.5);
});

test("whole weights are the same as rows written down that often", () => {
  for (const { a, positive } of fixture.rankings) {
    const weight = a.map((_, row) => (row * 7) % 3);
    const rows = a.flatMap((_, row) => new Array<number>(weight[row] ?? 0).fill(row));
    const weighted = pairsWon(sortedScores(a, positive, [...a.keys()]), Int32Array.from(weight));
    const pick = (from: readonly number[]): number[] => rows.map((row) => from[row] ?? Number.NaN);
    near(weighted.wins / weighted.pairs, auroc(pick(a), pick(positive)));
  }
});

test("bounds hold every AUROC that scores for the missing rows could give, and are reached", () => {
  const positive = [1, 1, 0, 0, 1, 0];
  const scores = [0.9, 0.2, 0.5, 0.1, Number.NaN, Number.NaN];
  const { low, high } = aurocBounds(scores, positive);
  const seen: number[] = [];
  const levels = [-1, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 0.9, 2];
  for (const first of levels) {
    for (const second of levels) seen.push(auroc([...scores.slice(0, 4), first, second], positive));
  }
  near(Math.min(...seen), low);
  near(Math.max(...seen), high);
  assert.ok(low < high);
  const known = aurocBounds([1, 0], [1, 0]);
  assert.deepEqual(known, { low: 1, high: 1 });
});
