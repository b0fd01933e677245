import { mapValues } from "../../core/record.ts";
import { checkAllProbabilities, checkAllWhole, checkCount } from "../arguments.ts";
import {
  areaInterval,
  clusterTally,
  differenceInterval,
  shareInterval,
  studentInterval,
} from "../distributions/drawn-intervals.ts";
import type { Interval } from "../distributions/interval.ts";
import {
  ClusterMean,
  checkDraws,
  DrawnFigures,
  type DrawnPart,
  type DrawsOf,
  drawnPart,
  everyDraw,
  type Figures,
  numbered,
} from "../resampling/cluster-draws.ts";
import { clusterCount } from "../resampling/clusters.ts";
import { areaOf, armStatistics } from "./arm-statistics.ts";
import { levelsOf } from "./levels.ts";
import { operatingPoints, sortedLevels } from "./sorted-scores.ts";

/** What to resample: rows scored by several arms, in clusters. */
export interface RocBootstrapInput {
  /** Scores by arm and row; NaN = the arm has no score for the row. */
  readonly arms: readonly Float64Array[];
  /** 1 or 0 a row. */
  readonly positive: Uint8Array;
  /** Cluster of each row, 0 to C - 1. */
  readonly cluster: Int32Array;
  /** Partitions of the rows within which AUROC is wanted too. */
  readonly strata: readonly { readonly name: string; readonly of: Int32Array }[];
  /** Which arms are compared, by number; all with all when not said. */
  readonly pairs?: readonly (readonly [number, number])[];
  readonly fprs: readonly number[];
  readonly budgets: readonly number[];
  readonly draws: number;
  readonly seed: string;
}

/** One arm's figures. */
export interface ArmBootstrap extends Readonly<Record<keyof typeof armStatistics, Interval>> {
  /** In the order of `fprs`, `budgets` and `strata`. */
  readonly tprAtFpr: readonly Interval[];
  readonly safety: readonly Interval[];
  readonly within: readonly Interval[];
}

/** Two arms on the rows that both scored: a - b. */
export interface PairBootstrap {
  readonly a: number;
  readonly b: number;
  readonly rows: number;
  readonly auroc: Interval;
  /** The ends of the difference's 99% interval, on which a verdict rests. */
  readonly at99: Pick<Interval, "low" | "high">;
  /** Each arm's AUROC on these rows. */
  readonly alone: readonly [number, number];
  /** Mean difference of scores over positives and over negatives. */
  readonly shiftPositive: Interval;
  readonly shiftNegative: Interval;
}

/** All arms and all pairs of them. */
export interface RocBootstrap {
  readonly arms: readonly ArmBootstrap[];
  readonly pairs: readonly PairBootstrap[];
  readonly clusters: number;
  /** Draws that held one class only and were drawn again. */
  readonly redrawn: number;
}

/**
 * Bootstrap over clusters of everything that rests on a ranking: clusters are drawn with replacement, thresholds are set
 * anew in every draw (Field & Welsh 2007, doi:10.1111/j.1467-9868.2007.00593.x).
 *
 * Intervals of AUROC, of differences and of means are the estimate ± Student's t times the standard error, for
 * AUROC on the logit scale; degrees of freedom follow the class that has fewer clusters (`clusterTally`). With fewer than ten rows of a class, or
 * clusters of it that count as fewer than six of one size, there is an estimate and no interval: its ends are NaN. Percentile intervals hold the truth too seldom where clusters are few and AUROC is high (in 88%
 * of simulated analyses of 120 rows in 20 clusters at AUROC .9), these in 93 to 97% up to AUROC .9 (`validate/roc-coverage.ts`
 * and its results). Rates at thresholds have exact binomial intervals of as many rows as the draws' spread amounts to, which
 * err on the wide side: percentiles held the truth in as few as 88%, and shrink to a point where every positive is caught
 * (`validate/rate-coverage.ts`). An AUROC of exactly 0 or 1 has no spread to draw from: its inner end is 0.025^(1/m), the
 * rate that still shows m successes in m tries once in forty times (the exact binomial end), m being the clusters of the
 * class that has fewer; differences reach further by as much.
 *
 * @example
 * // Two scores of 200 rows from 40 groups: the first tells the classes apart, the second does not.
 * const { normal } = random("rows");
 * const cluster = clusterCodes(Array.from({ length: 200 }, (_, row) => `group ${row % 40}`));
 * const positive = Uint8Array.from(cluster, (_, row) => (row % 5 < 2 ? 1 : 0));
 * const good = Float64Array.from(positive, (label) => label + normal());
 * const blind = Float64Array.from(positive, () => normal());
 * const input = { arms: [good, blind], positive, cluster, strata: [], fprs: [0.05], budgets: [] };
 * const { arms, pairs } = rocBootstrap({ ...input, draws: 500, seed: "1" });
 * arms[0].auroc // { estimate: 0.7918, low: 0.7112, high: 0.8545 }
 * pairs[0].auroc // { estimate: 0.2209, low: 0.1184, high: 0.3235 }
 */
export function rocBootstrap(input: RocBootstrapInput, progress?: (fraction: number) => void): RocBootstrap {
  const { arms, strata, pairs = [], fprs, budgets } = input;
  const codes = Object.fromEntries(strata.map(({ name, of }) => [`strata ${name}`, of]));
  checkDraws(input, { ...numbered("arms", arms), ...codes });
  for (const [name, of] of Object.entries(codes)) checkAllWhole(name, of);
  for (const [a, b] of pairs)
    for (const arm of [a, b]) checkCount("pairs", arm, "the last arm", arms.length - 1);
  checkAllProbabilities("fprs", fprs);
  checkAllProbabilities("budgets", budgets);
  return rocIntervals(input, new DrawnFigures([rocDraws(everyDraw(input), progress)]));
}

/** The figures of some draws. */
export function rocDraws(
  { input, part }: DrawsOf<RocBootstrapInput>,
  progress?: (fraction: number) => void,
): DrawnPart {
  return drawnPart(rocFigures(input), input, part, progress);
}

/** Intervals from the figures of all draws. */
export function rocIntervals(input: RocBootstrapInput, figures: DrawnFigures): RocBootstrap {
  const { arms, positive, cluster, strata, fprs, budgets } = input;
  let at = 0;
  const estimate = (): number => figures.estimate(at++);
  const next = <Made>(make: (estimate: number, values: Float64Array) => Made): Made => {
    const values = figures.column(at);
    return make(estimate(), values);
  };
  return {
    clusters: clusterCount(cluster),
    redrawn: figures.redrawn,
    arms: arms.map((scores) => {
      const size = clusterTally(scores, positive, cluster);
      const share = (estimate: number, values: Float64Array): Interval =>
        shareInterval(estimate, values, size);
      return {
        ...mapValues(armStatistics, ({ interval }) =>
          next((estimate, values) => interval(estimate, values, size)),
        ),
        tprAtFpr: fprs.map(() => next(share)),
        safety: budgets.map(() => next(share)),
        within: strata.map(({ of }) => {
          const inside = clusterTally(scores, positive, cluster, of);
          return next((estimate, values) => areaInterval(estimate, values, inside));
        }),
      };
    }),
    pairs: pairsOf(input).map(({ a, b }) => {
      const { shift, rows } = commonRows(arms, a, b);
      const size = clusterTally(shift, positive, cluster);
      const mean = (estimate: number, values: Float64Array): Interval =>
        studentInterval(estimate, values, size);
      const alone = [estimate(), estimate()] as const;
      const difference = next((estimate, values) => differenceInterval(estimate, values, size, alone));
      return {
        ...{ a, b, rows },
        ...{ auroc: difference.reported, at99: difference.at99, alone },
        shiftPositive: next(mean),
        shiftNegative: next(mean),
      };
    }),
  };
}

function pairsOf({ arms, pairs }: RocBootstrapInput): { readonly a: number; readonly b: number }[] {
  return (
    pairs?.map(([a, b]) => ({ a, b })) ??
    arms.flatMap((_, a) => arms.slice(a + 1).map((__, i) => ({ a, b: a + 1 + i })))
  );
}

/** In the order in which the intervals are read: all arms, then all pairs. */
function rocFigures(input: RocBootstrapInput): Figures {
  const { arms, positive, cluster, strata, fprs, budgets } = input;
  const pairs = pairsOf(input);
  const means = (values: Float64Array): readonly ClusterMean[] =>
    ([1, 0] as const).map((side) => new ClusterMean(values, positive, cluster, side));
  const columns = arms.map((scores) => {
    const levels = levelsOf(scores);
    const sorted = sortedLevels(levels, positive, cluster);
    return {
      sorted,
      statistics: Object.values(armStatistics).map(({ of }) => of({ scores, positive, cluster, sorted })),
      within: strata.map(({ of }) => sortedLevels(levels, positive, cluster, of)),
      rows: scores.reduce((rows, score) => rows + (Number.isNaN(score) ? 0 : 1), 0),
    };
  });
  const common = pairs.map(({ a, b }) => {
    const { kept, shift, rows } = commonRows(arms, a, b);
    const whole = rows === columns[a]?.rows && rows === columns[b]?.rows;
    const sorted = whole ? null : kept.map((scores) => sortedLevels(levelsOf(scores), positive, cluster));
    return { sorted, means: means(shift) };
  });
  const names = Object.keys(armStatistics);
  const perArm = names.length + fprs.length + budgets.length + strata.length;
  const areaAt = names.indexOf("auroc" satisfies keyof typeof armStatistics);
  return {
    width: arms.length * perArm + pairs.length * 5,
    of: (times, out) => {
      let at = 0;
      const put = (value: number): void => {
        out[at++] = value;
      };
      const areaOfArm = (arm = 0): number => out[arm * perArm + areaAt] ?? Number.NaN;
      for (const { sorted, statistics, within } of columns) {
        for (const statistic of statistics) put(statistic(times));
        const points = operatingPoints(sorted, times, fprs, budgets);
        points.tpr.forEach(put);
        points.safety.forEach(put);
        for (const inside of within) put(areaOf(inside, times));
      }
      common.forEach(({ sorted, means }, pair) => {
        const arm = pairs[pair];
        const [first, second] = sorted ?? [];
        const a = first === undefined ? areaOfArm(arm?.a) : areaOf(first, times);
        const b = second === undefined ? areaOfArm(arm?.b) : areaOf(second, times);
        put(a);
        put(b);
        put(a - b);
        for (const mean of means) put(mean.at(times));
      });
    },
  };
}

/** Scores of two arms on the rows that both scored, and the first less the second. */
function commonRows(
  arms: readonly Float64Array[],
  a: number,
  b: number,
): {
  readonly kept: readonly [Float64Array, Float64Array];
  readonly shift: Float64Array;
  readonly rows: number;
} {
  const first = arms[a] ?? new Float64Array();
  const second = arms[b] ?? new Float64Array();
  const only = (scores: Float64Array, other: Float64Array): Float64Array =>
    scores.map((score, row) => (Number.isNaN(other[row] ?? Number.NaN) ? Number.NaN : score));
  const shift = first.map((score, row) => score - (second[row] ?? Number.NaN));
  let rows = 0;
  for (let row = 0; row < shift.length; row++) if (!Number.isNaN(shift[row])) rows++;
  return { kept: [only(first, second), only(second, first)], shift, rows };
}
