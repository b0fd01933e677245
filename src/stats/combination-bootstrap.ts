import type { BudgetInput } from "./budget-bootstrap.ts";
import {
  DrawnFigures,
  type DrawnPart,
  type DrawPart,
  drawnPart,
  everyDraw,
  type Figures,
} from "./cluster-draws.ts";
import { clustersOf, shareInterval } from "./drawn-intervals.ts";
import { logOdds } from "./ensemble.ts";
import type { Interval } from "./interval.ts";
import { largest } from "./largest.ts";
import { fitPrimal } from "./ridge-logistic.ts";

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
  return combinationIntervals(input, new DrawnFigures([combinationDraws(input, everyDraw(input))]));
}

/** The figures of some draws: parts may be computed apart, and give the same however they are cut. */
export function combinationDraws(
  input: CombinationInput,
  part: DrawPart,
  progress?: (fraction: number) => void,
): DrawnPart {
  return drawnPart(combinationFigures(input), input, part, progress);
}

/** Intervals from the figures of all draws. */
export function combinationIntervals(
  { cheap, dear, positive, cluster, shares }: CombinationInput,
  figures: DrawnFigures,
): CombinationPoint[] {
  const size = clustersOf(
    cheap.map((score, row) => score + (dear[row] ?? Number.NaN)),
    positive,
    cluster,
  );
  return shares.map((_, s) => ({
    asked: figures.estimate(2 * s),
    safety: shareInterval(figures.estimate(2 * s + 1), figures.column(2 * s + 1), size),
  }));
}

/** Rows of one half that have both scores. */
interface Side {
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly positive: Uint8Array;
  readonly cluster: Int32Array;
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
    return {
      first: Float64Array.from(rows, (row) => logOdds(cheap[row] ?? 0)),
      second: Float64Array.from(rows, (row) => logOdds(dear[row] ?? 0)),
      positive: Uint8Array.from(rows, (row) => positive[row] ?? 0),
      cluster: Int32Array.from(rows, (row) => cluster[row] ?? 0),
    };
  });
  return {
    width: shares.length * 2,
    of: (counts, out) => {
      const sums = shares.map(() => ({ asked: 0, ordinary: 0, caught: 0, positives: 0 }));
      sides.forEach((set, at) => {
        const tried = sides[1 - at];
        if (tried === undefined) return;
        const weight = Float64Array.from(set.cluster, (number) => counts[number] ?? 0);
        const ratio = {
          alone: ratioOf([set.first], set.positive, weight),
          both: ratioOf([set.first, set.second], set.positive, weight),
        };
        const own = { alone: ratio.alone([set.first]), both: ratio.both([set.first, set.second]) };
        const other = { alone: ratio.alone([tried.first]), both: ratio.both([tried.first, tried.second]) };
        const ordinary = weight.map((w, i) => (set.positive[i] === 0 ? w : 0));
        shares.forEach((share, s) => {
          const sum = sums[s];
          if (sum === undefined) return;
          const ask = share > 0 ? threshold(own.alone, ordinary, share) : Number.POSITIVE_INFINITY;
          const known = own.alone.map((value, i) => (value > ask ? (own.both[i] ?? 0) : value));
          const audit = threshold(known, ordinary, budget);
          for (let i = 0; i < tried.positive.length; i++) {
            const w = counts[tried.cluster[i] ?? 0] ?? 0;
            const alone = other.alone[i] ?? 0;
            if (tried.positive[i] === 1) {
              sum.positives += w;
              if ((alone > ask ? (other.both[i] ?? 0) : alone) > audit) sum.caught += w;
            } else {
              sum.ordinary += w;
              if (alone > ask) sum.asked += w;
            }
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

/** A logistic regression on weighted rows, as a function that gives the log odds of others. */
function ratioOf(
  features: readonly Float64Array[],
  positive: Uint8Array,
  weight: Float64Array,
): (features: readonly Float64Array[]) => Float64Array {
  const { weights, intercept } = fitPrimal(features, positive, weight, 1);
  return ([first = new Float64Array(), second]) => {
    const [a = 0, b = 0] = weights;
    if (second === undefined) return first.map((x) => intercept + a * x);
    return first.map((x, i) => intercept + a * x + b * (second[i] ?? 0));
  };
}

/** The least of the values above which at most a share of the weight lies; -Infinity where all of it may. */
function threshold(values: Float64Array, weight: Float64Array, share: number): number {
  const repeated = new Float64Array(weight.reduce((sum, w) => sum + w, 0));
  let at = 0;
  for (let i = 0; i < values.length; i++)
    for (let times = weight[i] ?? 0; times > 0; times--) repeated[at++] = values[i] ?? Number.NaN;
  const above = Math.floor(share * repeated.length + 1e-9);
  if (repeated.length === 0) return Number.NaN;
  return above >= repeated.length ? Number.NEGATIVE_INFINITY : largest(repeated, above);
}
