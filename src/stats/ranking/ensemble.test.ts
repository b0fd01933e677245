import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../distributions/random.ts";
import { groupFolds } from "../resampling/folds.ts";
import { auroc } from "./auroc.ts";
import { likelihoodRatios, logOdds } from "./ensemble.ts";

function world(seed: string, rows = 600) {
  const source = random(seed);
  const positive = Uint8Array.from({ length: rows }, () => source.int(2));
  const column = (strength: number): Float64Array =>
    Float64Array.from(positive, (label) => 1 / (1 + Math.exp(-(strength * (label - 0.5) + source.normal()))));
  const fold = groupFolds(
    Array.from({ length: rows }, (_, i) => `g${i % 60}`),
    5,
  );
  return { positive, fold, weak: column(1), strong: column(1.5), noise: column(0) };
}

test("two independent monitors together reach what theory says of them", () => {
  const { positive, fold, weak, strong, noise } = world("two");
  const ratios = likelihoodRatios([weak, strong, noise], positive, fold);
  // d-prime sqrt(1 + 2.25) = 1.80: AUROC Phi(1.80 / sqrt 2) = .899.
  const area = auroc(ratios, positive);
  assert.ok(Math.abs(area - 0.899) < 0.03, `${area}`);
  assert.ok(area > auroc(strong, positive) && area > auroc(weak, positive));
  // A log likelihood ratio: half of each class lies on its side of 0, whatever the prevalence.
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  assert.ok(Math.abs(mean) < 0.3, `${mean}`);
});

test("a row's own label does not touch its score", () => {
  const { positive, fold, weak, strong } = world("held out", 200);
  const before = likelihoodRatios([weak, strong], positive, fold);
  const held = positive.map((label, row) => (fold[row] === 0 ? 1 - label : label));
  const after = likelihoodRatios([weak, strong], held, fold);
  for (const [row, score] of before.entries()) {
    if (fold[row] === 0) assert.equal(after[row], score);
  }
  assert.notDeepEqual(after, before);
});

test("a row that lacks a score has no ratio, and one class gives none", () => {
  const { positive, fold, weak, strong } = world("gaps", 200);
  weak[7] = Number.NaN;
  const ratios = likelihoodRatios([weak, strong], positive, fold);
  assert.ok(Number.isNaN(ratios[7]) && Number.isFinite(ratios[8]));
  assert.ok(likelihoodRatios([weak], new Uint8Array(200), fold).every(Number.isNaN));
});

test("log odds of 0 and 1 are finite", () => {
  assert.ok(logOdds(1) > 10 && logOdds(0) < -10 && logOdds(0.5) === 0);
});
