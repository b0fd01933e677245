import { checkAllProbabilities, checkLabels } from "../arguments.ts";
import { clusterTally, shareInterval } from "../distributions/drawn-intervals.ts";
import type { Interval } from "../distributions/interval.ts";
import {
  checkDraws,
  DrawnFigures,
  type DrawnPart,
  type DrawsOf,
  drawnPart,
  everyDraw,
  numbered,
} from "../resampling/cluster-draws.ts";
import { clusterCount } from "../resampling/clusters.ts";
import { heldOutRates } from "./held-out-rates.ts";
import { sortedScores } from "./sorted-scores.ts";

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
 * @example
 * const { normal } = random("rows");
 * const cluster = Int32Array.from({ length: 200 }, (_, row) => row % 40);
 * const positive = Uint8Array.from(cluster, (_, row) => (row % 5 < 2 ? 1 : 0));
 * const half = Uint8Array.from(cluster, (number) => number % 2);
 * const arms = [Float64Array.from(positive, (label) => 2 * label + normal())];
 * const points = budgetBootstrap({ arms, positive, cluster, half, budgets: [0.1], draws: 500, seed: "1" });
 * points[0][0].safety // { estimate: 0.8125, low: 0.6747, high: 0.91 }
 */
export function budgetBootstrap(input: BudgetInput, progress?: (fraction: number) => void): BudgetPoint[][] {
  const { arms, half, budgets } = input;
  checkDraws(input, { ...numbered("arms", arms), half });
  checkLabels("half", half);
  checkAllProbabilities("budgets", budgets);
  return budgetIntervals(input, new DrawnFigures([budgetDraws(everyDraw(input), progress)]));
}

/** The figures of some draws. */
export function budgetDraws(
  { input, part }: DrawsOf<BudgetInput>,
  progress?: (fraction: number) => void,
): DrawnPart {
  const { arms, positive, cluster, half, budgets } = input;
  const columns = arms.map((scores) => sortedScores(scores, positive, cluster));
  const halfOf = new Uint8Array(clusterCount(cluster));
  for (let row = 0; row < cluster.length; row++) halfOf[cluster[row] ?? 0] = half[row] ?? 0;
  const perArm = budgets.length * 2;
  const of = (times: Int32Array, out: Float64Array): void => {
    columns.forEach((column, arm) => {
      out.set(heldOutRates(column, halfOf, times, budgets), arm * perArm);
    });
  };
  return drawnPart({ width: arms.length * perArm, of }, input, part, progress);
}

/** Intervals from the figures of all draws. */
export function budgetIntervals(
  { arms, positive, cluster, budgets }: BudgetInput,
  figures: DrawnFigures,
): BudgetPoint[][] {
  const flipped = positive.map((label) => 1 - label);
  return arms.map((scores, arm) => {
    const caught = clusterTally(scores, positive, cluster);
    const ordinary = clusterTally(scores, flipped, cluster);
    return budgets.map((_, budget): BudgetPoint => {
      const at = (arm * budgets.length + budget) * 2;
      return {
        safety: shareInterval(figures.estimate(at), figures.column(at), caught),
        usefulness: shareInterval(figures.estimate(at + 1), figures.column(at + 1), ordinary),
      };
    });
  });
}
