import {
  checkAllWhole,
  checkEach,
  checkLabels,
  checkNumber,
  checkSameLength,
  checkWhole,
} from "../arguments.ts";
import { mean, squares } from "../distributions/moments.ts";
import { normalCdf } from "../distributions/normal.ts";
import { picked } from "../distributions/picked.ts";
import { quantile } from "../distributions/quantile.ts";
import { random } from "../distributions/random.ts";
import { aurocOf, sidesOf } from "../ranking/auroc.ts";
import { exchange } from "../resampling/exchangeable.ts";
import { type BagPoint, type BagSettings, bagCurve } from "./bag-auroc.ts";
import { type TwoSets, twoSetScorer } from "./two-sample-bayes.ts";

/** A classifier two-sample test to make. */
export interface TwoSampleInput extends TwoSets, BagSettings {
  /** Number of each row's cluster. */
  readonly cluster: Int32Array;
  readonly permutations: number;
  /** Permutations from this one on, so that several threads can share them; the fit itself is made where it is 0. */
  readonly from: number;
}

/** What it found. */
export interface TwoSampleResult {
  readonly curve: readonly BagPoint[];
  /** Held rows of the first set (label 1) and of the second. */
  readonly held: { readonly first: number; readonly second: number };
  /** AUROC of single rows after refits on shuffled rows. */
  readonly shuffled: Float64Array;
  /** The same for each bag size in turn, from the shuffled scores' means and variances (normal approximation). */
  readonly shuffledBags: readonly Float64Array[];
  /** Of the rows, those whose label a permutation can change. */
  readonly movable: number;
}

/**
 * Fits on the teaching rows, draws the bag curve on the held ones, and refits on shuffled labels.
 *
 * @example
 * // Two sets of 60 rows; the first says "tea" in half of its rows. One half of the rows teaches, the other is told apart.
 * const documents = Array.from({ length: 120 }, (_, i) => ["a", i < 60 && i % 4 < 2 ? "tea" : "b"]);
 * const positive = Uint8Array.from(documents, (_, i) => (i < 60 ? 1 : 0));
 * const train = Uint8Array.from(documents, (_, i) => i % 2);
 * const cluster = Int32Array.from(documents, (_, i) => i);
 * const bags = { sizes: [1, 8], bags: 1000, resampledBags: 100, bootstrap: 50 };
 * const sets = { rows: codeRows(documents).rows, positive, train, cluster };
 * const { curve, shuffled } = twoSample({ ...sets, ...bags, permutations: 199, from: 0, seed: "1" });
 * curve.map(({ estimate }) => estimate) // [0.75, 0.9965]
 * permutationP(curve[0].estimate, shuffled) // 0.005
 */
export function twoSample(
  input: TwoSampleInput,
  progress: (fraction: number) => void = () => {},
): TwoSampleResult {
  checkSameLength({ positive: input.positive, train: input.train, cluster: input.cluster });
  checkSameLength({ "the rows": input.rows.offsets.subarray(1), positive: input.positive });
  checkLabels("positive", input.positive);
  checkLabels("train", input.train);
  checkAllWhole("cluster", input.cluster);
  checkWhole("permutations", input.permutations);
  checkWhole("from", input.from);
  checkEach("sizes", input.sizes, (size) => Number.isInteger(size) && size >= 1, "a whole number from 1");
  const { positive, train, cluster, sizes, permutations, from } = input;
  const scorer = twoSetScorer(input);
  const { held } = scorer;
  const labels = Uint8Array.from(positive);
  const heldOf = (): readonly [Float64Array, Float64Array] =>
    sidesOf(scorer.score(labels), picked(labels, held));
  const [first, second] = heldOf();
  const curve =
    from > 0 || first.length === 0 || second.length === 0
      ? []
      : bagCurve(
          {
            scores: Float64Array.from(scorer.score(positive)),
            positive: Uint8Array.from(held, (row) => positive[row] ?? 0),
            cluster: Int32Array.from(held, (row) => cluster[row] ?? 0),
          },
          input,
        );
  const { shuffle, movable } = exchange(cluster, positive, train);
  const shuffled = new Float64Array(permutations);
  const shuffledBags = sizes.map(() => new Float64Array(permutations));
  const seed = random(input.seed);
  for (let i = 0; i < permutations; i++) {
    shuffle(labels, seed.fork(`permutation ${from + i}`));
    const [inside, without] = heldOf();
    const [a, b] = [momentsOf(inside), momentsOf(without)];
    shuffled[i] = aurocOf(inside, without);
    const apart = (a.mean - b.mean) / Math.sqrt(a.variance + b.variance);
    for (const [size, k] of sizes.entries()) {
      const list = shuffledBags[size];
      if (list !== undefined) list[i] = Number.isFinite(apart) ? normalCdf(apart * Math.sqrt(k)) : 0.5;
    }
    if (i % 50 === 0) progress(i / permutations);
  }
  return { curve, held: { first: first.length, second: second.length }, shuffled, shuffledBags, movable };
}

/** Share of shuffled values at least as high, the true labelling counted among them (Phipson & Smyth 2010). */
export function permutationP(actual: number, shuffled: ArrayLike<number>): number {
  checkNumber("actual", actual);
  let reached = 1;
  for (let i = 0; i < shuffled.length; i++) if ((shuffled[i] ?? 0) >= actual) reached++;
  return reached / (shuffled.length + 1);
}

/** The value below which 95% of shuffled ones lie. */
export function upperNull(shuffled: Float64Array): number {
  return quantile(Float64Array.from(shuffled).sort(), 0.95);
}

function momentsOf(values: Float64Array): { readonly mean: number; readonly variance: number } {
  return { mean: mean(values), variance: squares(values) / Math.max(1, values.length - 1) };
}
