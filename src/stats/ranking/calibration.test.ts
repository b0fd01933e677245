import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture, near } from "../../../test/fixtures/stats/read.ts";
import { calibration } from "./calibration.ts";

test("Brier score is scikit-learn's, bins and expected error are the reference's", () => {
  const { scores, positive, brier, expectedError, bins } = fixture.calibration;
  const ours = calibration(scores, positive);
  near(ours.brier, brier);
  near(ours.expectedError, expectedError);
  assert.equal(ours.bins.length, bins.length);
  ours.bins.forEach(({ score, share, rows }, i) => {
    near(score, bins[i]?.[0]);
    near(share, bins[i]?.[1]);
    assert.equal(rows, bins[i]?.[2]);
  });
});

test("scores that are the shares themselves have no error, confident wrong ones have all", () => {
  const honest = calibration([0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75], [1, 0, 0, 0, 1, 1, 1, 0], 2);
  assert.equal(honest.expectedError, 0);
  near(honest.brier, 0.1875);
  const wrong = calibration([1, 1, 0, 0], [0, 0, 1, 1], 2);
  assert.equal(wrong.expectedError, 1);
  assert.equal(wrong.brier, 1);
});

test("rows without a score are left out", () => {
  const { bins, brier } = calibration([0.5, Number.NaN, 0.5], [1, 1, 0]);
  assert.equal(brier, 0.25);
  assert.equal(
    bins.reduce((sum, { rows }) => sum + rows, 0),
    2,
  );
});

test("equal scores are never parted, so the order of the rows does not matter", () => {
  const scores = [...Array(14).fill(0.5), 0.1, 0.2, 0.6, 0.7, 0.8, 0.9];
  const labels = scores.map((_, row) => (row % 14 < 7 ? 1 : 0));
  const order = [...scores.keys()].reverse();
  const reversed = calibration(
    order.map((row) => scores[row] ?? 0),
    order.map((row) => labels[row] ?? 0),
    5,
  );
  assert.deepEqual(calibration(scores, labels, 5), reversed);
  assert.deepEqual(
    reversed.bins.map(({ rows }) => rows),
    [16, 4],
  );
});
