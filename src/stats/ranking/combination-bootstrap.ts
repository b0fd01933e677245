import { checkAllProbabilities, checkEach, checkLabels, checkProbability } from "../arguments.ts";
import { clusterTally, shareInterval } from "../distributions/drawn-intervals.ts";
import type { Interval } from "../distributions/interval.ts";
import { largest } from "../distributions/largest.ts";
import { picked } from "../distributions/picked.ts";
import {
  checkDraws,
  DrawnFigures,
  type DrawnPart,
  type DrawsOf,
  drawnPart,
  everyDraw,
  type Figures,
} from "../resampling/cluster-draws.ts";
import type { BudgetInput } from "./budget-bootstrap.ts";
import { logOdds } from "./ensemble.ts";
import { fitPrimal, type RidgeLogistic } from "./ridge-logistic.ts";

/** Two monitors, the second of which is asked about some runs only. */
export interface CombinationInput extends Omit<BudgetInput, "arms" | "budgets"> {
  readonly cheap: Float64Array;
  readonly dear: Float64Array;
  /** Shares of ordinary runs about which the dear one is asked. */
  readonly shares: readonly number[];
  /** Share of ordinary runs that may be audited in the end. */
  readonly budget: number;
}

/** One point of the frontier. */
export interface CombinationPoint {
  /** Share of all ordinary runs about which the dear one was asked. */
  readonly asked: number;
  readonly safety: Interval;
}

/**
 * A cheap monitor on every run and a dear one where it is worth it, in Neyman-Pearson order: the dear one is asked about the runs
 * with the highest likelihood ratio by the cheap one, and runs are audited by the likelihood ratio of all that is known of them
 * (logistic regression on log odds). Fits and thresholds come from the other half, anew in every draw of a bootstrap over
 * clusters. Rows without both scores are left out.
 *
 * @returns a point for each of `shares`
 */
export function combinationBootstrap(input: CombinationInput): CombinationPoint[] {
  const { cheap, dear, half, shares, budget } = input;
  checkDraws(input, { cheap, dear, half });
  for (const [name, scores] of Object.entries({ cheap, dear }))
    checkEach(name, scores, (score) => !(score < 0 || score > 1), "a number from 0 to 1, or NaN");
  checkLabels("half", half);
  checkAllProbabilities("shares", shares);
  checkProbability("budget", budget);
  return combinationIntervals(input, new DrawnFigures([combinationDraws(everyDraw(input))]));
}

/** The figures of some draws. */
export function combinationDraws(
  { input, part }: DrawsOf<CombinationInput>,
  progress?: (fraction: number) => void,
): DrawnPart {
  return drawnPart(combinationFigures(input), input, part, progress);
}

/** Intervals from the figures of all draws. */
export function combinationIntervals(
  { cheap, dear, positive, cluster, shares }: CombinationInput,
  figures: DrawnFigures,
): CombinationPoint[] {
  const size = clusterTally(
    cheap.map((score, row) => score + (dear[row] ?? Number.NaN)),
    positive,
    cluster,
  );
  return shares.map((_, s) => ({
    asked: figures.estimate(2 * s),
    safety: shareInterval(figures.estimate(2 * s + 1), figures.column(2 * s + 1), size),
  }));
}

/** Rows of one half that have both scores, as log odds. */
interface Side {
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly positive: Uint8Array;
  readonly cluster: Int32Array;
  /** Numbers of the rows of each class: negatives, positives. */
  readonly classes: readonly [Int32Array, Int32Array];
}

/** What is known of some rows: the log odds of a positive by the cheap monitor alone, and by both. */
interface Known {
  readonly alone: Float64Array;
  readonly both: Float64Array;
  readonly weight: Float64Array;
}

/** The share asked and the safety by turns, a pair for each of `shares`. */
function combinationFigures({
  cheap,
  dear,
  positive,
  cluster,
  half,
  shares,
  budget,
}: CombinationInput): Figures {
  const sides = [0, 1].map((wanted): Side => {
    const rows = Array.from(positive.keys()).filter(
      (row) =>
        half[row] === wanted &&
        !Number.isNaN(cheap[row] ?? Number.NaN) &&
        !Number.isNaN(dear[row] ?? Number.NaN),
    );
    const ofClass = (label: number): Int32Array =>
      Int32Array.from(rows.keys()).filter((i) => (positive[rows[i] ?? 0] === 1 ? 1 : 0) === label);
    return {
      first: Float64Array.from(rows, (row) => logOdds(cheap[row] ?? 0)),
      second: Float64Array.from(rows, (row) => logOdds(dear[row] ?? 0)),
      positive: Uint8Array.from(rows, (row) => positive[row] ?? 0),
      cluster: Int32Array.from(rows, (row) => cluster[row] ?? 0),
      classes: [ofClass(0), ofClass(1)],
    };
  });
  return {
    width: shares.length * 2,
    of: (counts, out) => {
      const sums = shares.map(() => ({ asked: 0, ordinary: 0, caught: 0, positives: 0 }));
      sides.forEach((set, at) => {
        const tried = sides[1 - at];
        if (tried === undefined) return;
        const weight = picked(counts, set.cluster);
        const alone = fitPrimal([set.first], set.positive, weight, 1);
        const both = fitPrimal([set.first, set.second], set.positive, weight, 1);
        const known = (side: Side, rows: Int32Array): Known => knownOf(side, rows, alone, both, counts);
        const calibration = repeated(known(set, set.classes[0]));
        const ordinary = known(tried, tried.classes[0]);
        const positives = known(tried, tried.classes[1]);
        shares.forEach((share, s) => {
          const sum = sums[s];
          if (sum === undefined) return;
          const ask = share > 0 ? threshold(calibration.alone.slice(), share) : Number.POSITIVE_INFINITY;
          const audit = threshold(
            calibration.alone.map((value, i) => (value > ask ? (calibration.both[i] ?? 0) : value)),
            budget,
          );
          for (let i = 0; i < positives.weight.length; i++) {
            const value = positives.alone[i] ?? 0;
            const w = positives.weight[i] ?? 0;
            sum.positives += w;
            if ((value > ask ? (positives.both[i] ?? 0) : value) > audit) sum.caught += w;
          }
          for (let i = 0; i < ordinary.weight.length; i++) {
            const w = ordinary.weight[i] ?? 0;
            sum.ordinary += w;
            if ((ordinary.alone[i] ?? 0) > ask) sum.asked += w;
          }
        });
      });
      sums.forEach(({ asked, ordinary, caught, positives }, s) => {
        out[2 * s] = asked / ordinary;
        out[2 * s + 1] = caught / positives;
      });
    },
  };
}

/** What two fits say of the rows that a draw holds. */
function knownOf(
  { first, second, cluster }: Side,
  rows: Int32Array,
  cheap: RidgeLogistic,
  dear: RidgeLogistic,
  counts: Int32Array,
): Known {
  const held = rows.filter((row) => (counts[cluster[row] ?? 0] ?? 0) > 0);
  const [slope = 0] = cheap.weights;
  const [a = 0, b = 0] = dear.weights;
  const alone = picked(first, held);
  const both = picked(second, held);
  const weight = picked(cluster, held);
  for (let i = 0; i < held.length; i++) {
    const x = alone[i] ?? 0;
    alone[i] = cheap.intercept + slope * x;
    both[i] = dear.intercept + a * x + b * (both[i] ?? 0);
    weight[i] = counts[weight[i] ?? 0] ?? 0;
  }
  return { alone, both, weight };
}

/** Each row as often as it weighs. */
function repeated({ alone, both, weight }: Known): Omit<Known, "weight"> {
  const count = weight.reduce((sum, w) => sum + w, 0);
  const out = { alone: new Float64Array(count), both: new Float64Array(count) };
  let at = 0;
  for (let i = 0; i < weight.length; i++) {
    for (let times = weight[i] ?? 0; times > 0; times--) {
      out.alone[at] = alone[i] ?? Number.NaN;
      out.both[at++] = both[i] ?? Number.NaN;
    }
  }
  return out;
}

/** The least of the values, which are put into another order, above which at most a share of them lies; -Infinity where all may. */
function threshold(values: Float64Array, share: number): number {
  const above = Math.floor(share * values.length + 1e-9);
  if (values.length === 0) return Number.NaN;
  return above >= values.length ? Number.NEGATIVE_INFINITY : largest(values, above);
}
