import { random } from "../distributions/random.ts";
import { shuffledLabels } from "../resampling/cluster-labels.ts";
import { groupFolds } from "../resampling/folds.ts";
import type { Blocks } from "../resampling/jackknife.ts";
import { withinAuroc } from "./auroc.ts";
import { fitDual, gramOf } from "./ridge-logistic.ts";

/** States of a model, one a row, and what they are to tell. */
export interface ProbeInput {
  /** Row-major, `rows` times `width`; a row of NaN has no state. */
  readonly states: Float32Array;
  readonly width: number;
  readonly positive: Uint8Array;
  /** Rows of one group never stand in two folds, nor in two inner ones. */
  readonly group: readonly string[];
  /** Held out together; each fold is scored by a probe trained on the others. */
  readonly fold: Int32Array;
}

/** What the null takes beside. */
export interface ProbeNullInput extends ProbeInput {
  /** Whose rows have their labels together. */
  readonly cluster: Int32Array;
  readonly draws: number;
  readonly seed: string;
}

/** What is left out in turn. */
export interface ProbeBlocksInput extends ProbeInput {
  readonly blocks: Blocks;
}

/** Scores of all rows, and of all but each block. */
export interface ProbeBlocks {
  readonly scores: Float64Array;
  /** One array a block, NaN where its rows are. */
  readonly without: readonly Float64Array[];
}

/** Ridge penalties that are tried, for features of variance 1. */
const penalties = [1, 10, 100, 1000, 10_000] as const;
const innerFolds = 3;

/**
 * Out-of-fold log odds of a ridge logistic regression on states, without its intercept: that follows the training rows' prevalence, which
 * is low exactly where the held-out one is high, and would push the AUROC over all folds below one half. Features are scaled by, and the penalty is chosen within, the
 * training rows alone: three inner folds of whole groups, smallest log loss.
 *
 * @returns one score a row; NaN where the row has no state, or its training rows are of one class
 */
export function probeScores(input: ProbeInput, progress?: (fraction: number) => void): Float64Array {
  return scoresOf(prepared(input), input.positive, progress);
}

/**
 * The same, and what it would be without each block of rows: neither trained on nor scored. Penalties are those of the whole.
 */
export function probeBlocks(
  { blocks, ...input }: ProbeBlocksInput,
  progress?: (fraction: number) => void,
): ProbeBlocks {
  const folds = prepared(input);
  const scores = new Float64Array(input.positive.length).fill(Number.NaN);
  const penalties = folds.map((fold) => put(scores, fold, foldScores(fold, input.positive, null)));
  const without = Array.from({ length: blocks.count }, (_, block) => {
    const left = new Float64Array(input.positive.length).fill(Number.NaN);
    folds.forEach((fold, number) => {
      const part = withoutBlock(fold, (row) => blocks.of[row] === block);
      put(left, part, foldScores(part, input.positive, penalties[number] ?? null));
    });
    progress?.((block + 1) / blocks.count);
    return left;
  });
  return { scores, without };
}

/**
 * The probe's own null: AUROC within the folds after whole clusters of the rows that have a state got the labels of others, in as many draws. Folds
 * and scaling are the probe's; the penalty is chosen again.
 */
export function probeNull(input: ProbeNullInput, progress?: (fraction: number) => void): Float64Array {
  const folds = prepared(input);
  const known = knownRows(input);
  const source = random(input.seed);
  return Float64Array.from({ length: input.draws }, (_, draw) => {
    const labels = shuffledLabels(input.positive, input.cluster, source, known);
    const area = withinAuroc(scoresOf(folds, labels), labels, input.fold);
    progress?.((draw + 1) / input.draws);
    return area;
  });
}

/** Rows by number that a probe is trained on and those that it scores. */
export interface ProbeSplit extends Omit<ProbeInput, "fold"> {
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** Null to choose it as `probeScores` does. */
  readonly penalty: number | null;
}

/**
 * The same probe trained on some rows, and the log odds without intercept that it gives others.
 *
 * @returns one score a row of `test`, NaN where the row has no state or the training rows are of one class; and the penalty used
 */
export function splitProbe({ states, width, positive, group, train, test, penalty }: ProbeSplit): {
  readonly scores: Float64Array;
  readonly penalty: number;
} {
  const known = new Set(knownRows({ states, width, positive }));
  const places = Array.from(test.keys()).filter((i) => known.has(test[i] ?? -1));
  const fold = foldOf(
    { states, width, group },
    [...train].filter((row) => known.has(row)),
    places.map((i) => test[i] ?? 0),
  );
  const scores = new Float64Array(test.length).fill(Number.NaN);
  const found = foldScores(fold, positive, penalty);
  places.forEach((place, i) => {
    scores[place] = found?.scores[i] ?? Number.NaN;
  });
  return { scores, penalty: found?.penalty ?? Number.NaN };
}

/** One fold: what is trained on, what is scored, and all their inner products. */
interface Fold {
  readonly train: readonly number[];
  readonly test: readonly number[];
  /** Inner products of training rows, then scored rows, with one another. */
  readonly gram: Float64Array;
  readonly inner: Int32Array;
}

/** A fold without some rows, scaled as it was with them. */
function withoutBlock({ train, test, gram, inner }: Fold, gone: (row: number) => boolean): Fold {
  const all = [...train, ...test];
  const kept = [...all.keys()].filter((i) => !gone(all[i] ?? -1));
  const size = kept.length;
  const inside = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      inside[i * size + j] = gram[(kept[i] ?? 0) * all.length + (kept[j] ?? 0)] ?? 0;
  return {
    train: train.filter((row) => !gone(row)),
    test: test.filter((row) => !gone(row)),
    gram: inside,
    inner: inner.filter((_, i) => !gone(train[i] ?? -1)),
  };
}

/** Writes a fold's scores to where its rows are; gives the penalty. */
function put(
  scores: Float64Array,
  { test }: Fold,
  found: { readonly scores: readonly number[]; readonly penalty: number } | null,
): number | null {
  test.forEach((row, i) => {
    scores[row] = found?.scores[i] ?? Number.NaN;
  });
  return found?.penalty ?? null;
}

function prepared({ states, width, positive, group, fold }: ProbeInput): Fold[] {
  const known = knownRows({ states, width, positive });
  return [...new Set(fold)].map((held) => {
    const train = known.filter((row) => fold[row] !== held);
    const test = known.filter((row) => fold[row] === held);
    return foldOf({ states, width, group }, train, test);
  });
}

function foldOf(
  { states, width, group }: Pick<ProbeInput, "states" | "width" | "group">,
  train: readonly number[],
  test: readonly number[],
): Fold {
  const names = train.map((row) => group[row] ?? "");
  return {
    ...{ train, test, inner: groupFolds(names, innerFolds) },
    gram: scaledGram(states, width, train, [...train, ...test]),
  };
}

function knownRows({ states, width, positive }: Pick<ProbeInput, "states" | "width" | "positive">): number[] {
  return Array.from(positive.keys()).filter((row) => !Number.isNaN(states[row * width] ?? Number.NaN));
}

function scoresOf(
  folds: readonly Fold[],
  positive: Uint8Array,
  progress?: (fraction: number) => void,
): Float64Array {
  const scores = new Float64Array(positive.length).fill(Number.NaN);
  for (const [done, fold] of folds.entries()) {
    put(scores, fold, foldScores(fold, positive, null));
    progress?.((done + 1) / folds.length);
  }
  return scores;
}

/** Scores of a fold's test rows; null where its training rows are of one class. */
function foldScores(
  { train, test, gram, inner }: Fold,
  positive: Uint8Array,
  given: number | null,
): { readonly scores: readonly number[]; readonly penalty: number } | null {
  const labels = train.map((row) => positive[row] ?? 0);
  if (new Set(labels).size < 2 || test.length === 0) return null;
  const size = train.length + test.length;
  const penalty = given ?? best(gram, size, labels, inner);
  const places = train.map((_, i) => i);
  const scored = test.map((_, i) => train.length + i);
  const { values, intercept } = oddsOf(gram, size, labels, places, scored, penalty);
  return { scores: values.map((value) => value - intercept), penalty };
}

/** The penalty with the smallest log loss on the inner folds; the largest where they decide nothing. */
function best(gram: Float64Array, size: number, labels: readonly number[], inner: Int32Array): number {
  let chosen: number = penalties[penalties.length - 1] ?? 1;
  let least = Number.POSITIVE_INFINITY;
  for (const penalty of penalties) {
    let loss = 0;
    for (const held of new Set(inner)) {
      const train = labels.flatMap((_, i) => (inner[i] === held ? [] : [i]));
      const test = labels.flatMap((_, i) => (inner[i] === held ? [i] : []));
      if (new Set(train.map((i) => labels[i])).size < 2) continue;
      const odds = oddsOf(
        gram,
        size,
        train.map((i) => labels[i] ?? 0),
        train,
        test,
        penalty,
      );
      test.forEach((row, i) => {
        const signed = (labels[row] === 1 ? 1 : -1) * (odds.values[i] ?? 0);
        loss += signed > 0 ? Math.log1p(Math.exp(-signed)) : -signed + Math.log1p(Math.exp(signed));
      });
    }
    if (loss >= least) continue;
    least = loss;
    chosen = penalty;
  }
  return chosen;
}

/** Fits on the rows at some places of the Gram matrix and gives the log odds of others. */
function oddsOf(
  gram: Float64Array,
  size: number,
  labels: readonly number[],
  train: readonly number[],
  test: readonly number[],
  penalty: number,
): { readonly values: readonly number[]; readonly intercept: number } {
  const n = train.length;
  const within = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) within[i * n + j] = gram[(train[i] ?? 0) * size + (train[j] ?? 0)] ?? 0;
  }
  const { dual, intercept } = fitDual(within, labels, penalty);
  const values = test.map((row) =>
    train.reduce((sum, other, i) => sum + (dual[i] ?? 0) * (gram[row * size + other] ?? 0), intercept),
  );
  return { values, intercept };
}

/** Inner products of rows whose features have mean 0 and variance 1 over the training rows. */
function scaledGram(
  states: Float32Array,
  width: number,
  train: readonly number[],
  rows: readonly number[],
): Float64Array {
  const mean = new Float64Array(width);
  const scale = new Float64Array(width);
  for (const row of train) {
    for (let j = 0; j < width; j++) mean[j] = (mean[j] ?? 0) + (states[row * width + j] ?? 0) / train.length;
  }
  for (const row of train) {
    for (let j = 0; j < width; j++) {
      scale[j] = (scale[j] ?? 0) + ((states[row * width + j] ?? 0) - (mean[j] ?? 0)) ** 2 / train.length;
    }
  }
  const scaled = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    for (let j = 0; j < width; j++) {
      const sd = Math.sqrt(scale[j] ?? 0);
      scaled[i * width + j] = sd > 1e-12 ? ((states[row * width + j] ?? 0) - (mean[j] ?? 0)) / sd : 0;
    }
  }
  return gramOf(rows.map((_, i) => scaled.subarray(i * width, (i + 1) * width)));
}
