import { clusterDraws, DrawnFigures, eachOnce } from "./cluster-draws.ts";
import { clustersOf, shareInterval } from "./drawn-intervals.ts";
import { logOdds } from "./ensemble.ts";
import type { Interval } from "./interval.ts";
import { fitPrimal } from "./ridge-logistic.ts";
import { type SortedScores, scoredOrder, sortedScores, weightOf } from "./sorted-scores.ts";

/** Rows scored by several arms, in two halves of whole clusters. */
export interface BudgetInput {
  /** Scores by arm and row; NaN = no score. */
  readonly arms: readonly Float64Array[];
  readonly positive: Uint8Array;
  readonly cluster: Int32Array;
  /** Half of each row, 0 or 1: thresholds are set on one and tried on the other, both ways round. */
  readonly half: Uint8Array;
  readonly budgets: readonly number[];
  readonly draws: number;
  readonly seed: string;
}

/** One arm at one budget. */
export interface BudgetPoint {
  /** Share of positives audited. */
  readonly safety: Interval;
  /** Share of ordinary runs that go through unaudited. */
  readonly usefulness: Interval;
}

/**
 * Audits by a threshold that was set elsewhere: on one half of the clusters as that quantile of the negatives' scores (ties at it
 * audited in the fraction that is left), counted on the other half, both ways round. Halves stay, thresholds are set anew in
 * every draw of a bootstrap over clusters.
 *
 * @returns by arm, then by budget
 */
export function budgetBootstrap(
  { arms, positive, cluster, half, budgets, draws, seed }: BudgetInput,
  progress?: (fraction: number) => void,
): BudgetPoint[][] {
  const columns = arms.map((scores) => sortedScores(scores, positive, cluster));
  const halfOf = new Uint8Array(eachOnce(cluster).length);
  for (let row = 0; row < cluster.length; row++) halfOf[cluster[row] ?? 0] = half[row] ?? 0;
  const width = arms.length * budgets.length * 2;
  const figures = (times: Int32Array, out: Float64Array): void => {
    columns.forEach((column, arm) => {
      out.set(heldOutRates(column, halfOf, times, budgets), arm * budgets.length * 2);
    });
  };
  const estimates = new Float64Array(width);
  figures(eachOnce(cluster), estimates);
  const drawn = new DrawnFigures(width, draws);
  clusterDraws({ cluster, positive, draws, seed }, (times, draw) => {
    figures(times, drawn.row(draw));
    if ((draw + 1) % 100 === 0) progress?.((draw + 1) / draws);
  });
  const flipped = positive.map((label) => 1 - label);
  return arms.map((scores, arm) => {
    const order = scoredOrder(scores);
    const caught = clustersOf(order, positive, cluster);
    const ordinary = clustersOf(order, flipped, cluster);
    return budgets.map((_, budget): BudgetPoint => {
      const at = (arm * budgets.length + budget) * 2;
      return {
        safety: shareInterval(estimates[at] ?? Number.NaN, drawn.column(at), caught),
        usefulness: shareInterval(estimates[at + 1] ?? Number.NaN, drawn.column(at + 1), ordinary),
      };
    });
  });
}

/** One half's rows above the walk and at its level, by class. */
interface HalfCount {
  readonly negatives: number;
  aboveNegative: number;
  levelPositive: number;
  levelNegative: number;
}

/** Safety and usefulness by turns, a pair a budget. */
function heldOutRates(
  { positive, cluster, ends, tally }: SortedScores,
  halfOf: Uint8Array,
  times: Int32Array,
  budgets: readonly number[],
): Float64Array {
  const inFirst = times.map((count, number) => (halfOf[number] === 0 ? count : 0));
  const all = weightOf(tally[0], times);
  const ofFirst = weightOf(tally[0], inFirst);
  const first = emptyHalf(ofFirst);
  const second = emptyHalf(all - ofFirst);
  const audited = new Float64Array(budgets.length * 2);
  const most = Math.max(...budgets);
  const auditedBy = (set: HalfCount, tried: HalfCount): void => {
    for (let b = 0; b < budgets.length; b++) {
      const left = (budgets[b] ?? 0) * set.negatives - set.aboveNegative;
      if (left < -1e-9) continue;
      const share = set.levelNegative <= left + 1e-9 ? 1 : Math.max(0, left) / set.levelNegative;
      audited[b * 2] = (audited[b * 2] ?? 0) + share * tried.levelPositive;
      audited[b * 2 + 1] = (audited[b * 2 + 1] ?? 0) + share * tried.levelNegative;
    }
  };
  const open = (half: HalfCount): boolean => half.aboveNegative <= most * half.negatives + 1e-9;
  for (let i = 0; i < ends.length && (open(first) || open(second)); i++) {
    const number = cluster[i] ?? 0;
    const half = halfOf[number] === 0 ? first : second;
    const weight = times[number] ?? 0;
    const caught = weight * (positive[i] ?? 0);
    half.levelPositive += caught;
    half.levelNegative += weight - caught;
    if (ends[i] === 0) continue;
    auditedBy(first, second);
    auditedBy(second, first);
    pass(first);
    pass(second);
  }
  const usable = first.negatives > 0 && second.negatives > 0;
  const positives = weightOf(tally[1], times);
  const out = new Float64Array(budgets.length * 2);
  for (let b = 0; b < budgets.length; b++) {
    out[b * 2] = usable ? (audited[b * 2] ?? 0) / positives : Number.NaN;
    out[b * 2 + 1] = usable ? 1 - (audited[b * 2 + 1] ?? 0) / all : Number.NaN;
  }
  return out;
}

function emptyHalf(negatives: number): HalfCount {
  return { negatives, aboveNegative: 0, levelPositive: 0, levelNegative: 0 };
}

function pass(half: HalfCount): void {
  half.aboveNegative += half.levelNegative;
  half.levelPositive = 0;
  half.levelNegative = 0;
}

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
export function combinationBootstrap({
  cheap,
  dear,
  positive,
  cluster,
  half,
  shares,
  budget,
  draws,
  seed,
}: CombinationInput): CombinationPoint[] {
  const rows = Int32Array.from(
    Array.from(positive.keys()).filter(
      (row) => !Number.isNaN(cheap[row] ?? Number.NaN) && !Number.isNaN(dear[row] ?? Number.NaN),
    ),
  );
  const of = (values: ArrayLike<number>): Float64Array => Float64Array.from(rows, (row) => values[row] ?? 0);
  const labels = Uint8Array.from(rows, (row) => positive[row] ?? 0);
  const side = Uint8Array.from(rows, (row) => half[row] ?? 0);
  const first = of(cheap).map(logOdds);
  const second = of(dear).map(logOdds);
  const figures = (counts: Int32Array): { asked: Float64Array; safety: Float64Array } => {
    const times = Float64Array.from(rows, (row) => counts[cluster[row] ?? 0] ?? 0);
    const sums = shares.map(() => ({ asked: 0, ordinary: 0, caught: 0, positives: 0 }));
    for (const calibrated of [0, 1]) {
      const fitted = times.map((w, i) => (side[i] === calibrated ? w : 0));
      const both = fitPrimal([first, second], labels, fitted, 1);
      const single = fitPrimal([first], labels, fitted, 1);
      const ratioAlone = first.map((x) => single.intercept + (single.weights[0] ?? 0) * x);
      const ratioBoth = first.map(
        (x, i) => both.intercept + (both.weights[0] ?? 0) * x + (both.weights[1] ?? 0) * (second[i] ?? 0),
      );
      const ordinary = fitted.map((w, i) => (labels[i] === 0 ? w : 0));
      const alone = repeated(ratioAlone, ordinary);
      shares.forEach((share, s) => {
        const sum = sums[s];
        if (sum === undefined) return;
        const ask = share > 0 ? quantile(alone, share) : Number.POSITIVE_INFINITY;
        const known = ratioAlone.map((value, i) => (value > ask ? (ratioBoth[i] ?? 0) : value));
        const audit = quantile(repeated(known, ordinary), budget);
        for (let i = 0; i < labels.length; i++) {
          if (side[i] === calibrated) continue;
          const w = times[i] ?? 0;
          if (labels[i] === 1) {
            sum.positives += w;
            if ((known[i] ?? 0) > audit) sum.caught += w;
          } else {
            sum.ordinary += w;
            if ((ratioAlone[i] ?? 0) > ask) sum.asked += w;
          }
        }
      });
    }
    return {
      asked: Float64Array.from(sums, ({ asked, ordinary }) => asked / ordinary),
      safety: Float64Array.from(sums, ({ caught, positives }) => caught / positives),
    };
  };
  const whole = figures(eachOnce(cluster));
  const drawn = new DrawnFigures(shares.length, draws);
  clusterDraws({ cluster, positive, draws, seed }, (counts, draw) => {
    drawn.row(draw).set(figures(counts).safety);
  });
  const size = clustersOf(rows, positive, cluster);
  return shares.map((_, s) => ({
    asked: whole.asked[s] ?? Number.NaN,
    safety: shareInterval(whole.safety[s] ?? Number.NaN, drawn.column(s), size),
  }));
}

/** Values in ascending order, each as often as its row weighs. */
function repeated(values: Float64Array, weight: Float64Array): Float64Array {
  const out = new Float64Array(weight.reduce((sum, w) => sum + w, 0));
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    const times = weight[i] ?? 0;
    if (times === 0) continue;
    out.fill(values[i] ?? Number.NaN, at, at + times);
    at += times;
  }
  return out.sort();
}

/** The least of sorted values above which at most a share of them lies; -Infinity where all of them may. */
function quantile(sorted: Float64Array, share: number): number {
  const above = Math.floor(share * sorted.length + 1e-9);
  if (sorted.length === 0) return Number.NaN;
  return above >= sorted.length
    ? Number.NEGATIVE_INFINITY
    : (sorted[sorted.length - 1 - above] ?? Number.NaN);
}
