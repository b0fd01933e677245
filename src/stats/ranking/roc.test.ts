import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture, near } from "../../../test/fixtures/stats/read.ts";
import { resolvable, rocCurve, safetyAtBudget, tprAtFpr } from "./roc.ts";
import { operatingPoints, sortedScores } from "./sorted-scores.ts";

test("the ROC curve is scikit-learn's, point by point", () => {
  for (const { a, positive, curve } of fixture.rankings) {
    const ours = rocCurve(a, positive);
    assert.equal(ours.fpr.length, curve.fpr.length);
    for (const [i, fpr] of ours.fpr.entries()) near(fpr, curve.fpr[i]);
    for (const [i, tpr] of ours.tpr.entries()) near(tpr, curve.tpr[i]);
    assert.equal(ours.threshold[0], Number.POSITIVE_INFINITY);
    for (const [i, threshold] of ours.threshold.slice(1).entries()) near(threshold, curve.threshold[i]);
  }
});

test("TPR at FPR and safety at a budget are read from that curve", () => {
  for (const { a, positive, levels, tprAtFpr: tpr, safety } of fixture.rankings) {
    for (const [i, level] of levels.entries()) near(tprAtFpr(a, positive, level), tpr[i]);
    for (const [i, level] of levels.entries()) near(safetyAtBudget(a, positive, level), safety[i]);
  }
});

test("tied scores go together: no threshold is promised that cannot be set", () => {
  // Everything at 1: catching any positive costs both negatives.
  assert.equal(tprAtFpr([1, 1, 1, 1], [1, 1, 0, 0], 0.5), 0);
  assert.equal(tprAtFpr([1, 1, 1, 1], [1, 1, 0, 0], 1), 1);
  // An auditor draws among the tied at random.
  assert.equal(safetyAtBudget([1, 1, 1, 1], [1, 1, 0, 0], 0.5), 0.5);
});

test("by hand: positives 4 3 1, negatives 3 2 0 0", () => {
  const scores = [4, 3, 1, 3, 2, 0, 0];
  const positive = [1, 1, 1, 0, 0, 0, 0];
  assert.equal(tprAtFpr(scores, positive, 0), 1 / 3);
  assert.equal(tprAtFpr(scores, positive, 0.24), 1 / 3);
  assert.equal(tprAtFpr(scores, positive, 0.25), 2 / 3);
  assert.equal(tprAtFpr(scores, positive, 0.5), 1);
  near(safetyAtBudget(scores, positive, 0.125), (1 + 0.5) / 3);
  near(safetyAtBudget(scores, positive, 0.25), 2 / 3);
  near(safetyAtBudget(scores, positive, 0.375), 2 / 3);
  near(safetyAtBudget(scores, positive, 0.5), 1);
});

test("weights of a draw refit the threshold: the same as rows written down that often", () => {
  for (const { a, positive, levels } of fixture.rankings) {
    const weight = a.map((_, row) => (row * 5 + 1) % 4);
    const rows = a.flatMap((_, row) => new Array<number>(weight[row] ?? 0).fill(row));
    const pick = (from: readonly number[]): number[] => rows.map((row) => from[row] ?? Number.NaN);
    const { tpr, safety } = operatingPoints(
      sortedScores(a, positive, [...a.keys()]),
      Int32Array.from(weight),
      levels,
      levels,
    );
    for (const [i, level] of levels.entries()) near(tpr[i], tprAtFpr(pick(a), pick(positive), level));
    for (const [i, level] of levels.entries())
      near(safety[i], safetyAtBudget(pick(a), pick(positive), level));
  }
});

test("rows without a score do not count, a level below one negative is not resolvable", () => {
  assert.equal(tprAtFpr([2, Number.NaN, 1, Number.NaN], [1, 1, 0, 0], 0), 1);
  assert.deepEqual(resolvable([0.001, 0.01, 0.05], 100), [0.01, 0.05]);
  assert.deepEqual(resolvable([0.01], 99), []);
  // 0.1 * 10 and its like must not fall to rounding.
  assert.deepEqual(resolvable([1 / 3, 0.1], 10), [1 / 3, 0.1]);
  assert.deepEqual(resolvable([1 / 49], 49), [1 / 49]);
});

test("a level that is a whole number of negatives does not fall to rounding in a budget", () => {
  // 0.29 * 100 < 29 in doubles: 29 negatives may be audited, so both positives above the thirtieth are.
  const negatives = Array.from({ length: 100 }, (_, i) => i);
  const scores = [...negatives, 70.5, 99.5];
  const positive = [...negatives.map(() => 0), 1, 1];
  near(safetyAtBudget(scores, positive, 0.29), 1);
  near(tprAtFpr(scores, positive, 0.29), 1);
  near(safetyAtBudget(scores, positive, 0.28), 0.5);
});

test("without negatives, or without positives, there is no rate", () => {
  for (const positive of [
    [1, 1],
    [0, 0],
  ]) {
    assert.ok(Number.isNaN(tprAtFpr([1, 2], positive, 0.1)));
    assert.ok(Number.isNaN(safetyAtBudget([1, 2], positive, 0.1)));
  }
});
