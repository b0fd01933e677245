import { mean, squares, sum } from "../distributions/moments.ts";
import { fitPrimal } from "./ridge-logistic.ts";

/** Ridge penalty for features of variance 1. */
const penalty = 1;
/** Probabilities nearer than this to 0 or 1 count as this. */
const nearest = 1e-6;

/** Log odds of a probability, kept finite. */
export function logOdds(score: number): number {
  const p = Math.min(1 - nearest, Math.max(nearest, score));
  return Math.log(p / (1 - p));
}

/**
 * Out-of-fold log likelihood ratio of a positive row given several scores: ridge logistic regression on their log odds, trained on
 * the other folds, less the training rows' own log odds of a positive.
 *
 * @param columns scores from 0 to 1, one array an arm; a row without all of them has no value
 * @param fold of each row; rows with -1 are left out
 * @returns NaN too where the training rows are of one class
 */
export function likelihoodRatios(
  columns: readonly Float64Array[],
  positive: Uint8Array,
  fold: Int32Array,
): Float64Array {
  const ratios = new Float64Array(positive.length).fill(Number.NaN);
  const complete = Array.from(positive.keys())
    .filter((row) => (fold[row] ?? -1) >= 0)
    .filter((row) => columns.every((scores) => !Number.isNaN(scores[row] ?? Number.NaN)));
  for (const held of new Set(fold)) {
    if (held < 0) continue;
    const train = complete.filter((row) => fold[row] !== held);
    const labels = train.map((row) => positive[row] ?? 0);
    const positives = sum(labels);
    if (positives === 0 || positives === train.length) continue;
    const features = columns.map((scores) => Float64Array.from(train, (row) => logOdds(scores[row] ?? 0.5)));
    const scales = features.map(scaleOf);
    const { weights, intercept } = fitPrimal(
      features.map((values, j) => values.map((value) => scaled(value, scales[j]))),
      labels,
      1,
      penalty,
    );
    const prior = Math.log(positives / (train.length - positives));
    for (const row of complete) {
      if (fold[row] !== held) continue;
      ratios[row] = columns.reduce(
        (sum, scores, j) => sum + (weights[j] ?? 0) * scaled(logOdds(scores[row] ?? 0.5), scales[j]),
        intercept - prior,
      );
    }
  }
  return ratios;
}

interface Scale {
  readonly mean: number;
  readonly sd: number;
}

function scaleOf(values: Float64Array): Scale {
  return { mean: mean(values), sd: Math.sqrt(squares(values) / values.length) };
}

function scaled(value: number, scale: Scale | undefined): number {
  return scale === undefined || scale.sd < 1e-12 ? 0 : (value - scale.mean) / scale.sd;
}
