import { areaInterval, type Clusters, studentInterval } from "../distributions/drawn-intervals.ts";
import type { Interval } from "../distributions/interval.ts";
import { ClusterMean } from "../resampling/cluster-draws.ts";
import { pairsWon, type SortedScores } from "./sorted-scores.ts";

/** One arm's scores, as every draw reads them. */
interface ArmColumn {
  /** One a row; NaN = none. */
  readonly scores: Float64Array;
  /** 1 or 0 a row. */
  readonly positive: Uint8Array;
  readonly cluster: Int32Array;
  /** The rows that have a score, highest first. */
  readonly sorted: SortedScores;
}

/** One figure of one arm that a bootstrap over clusters computes anew in every draw. */
interface ArmStatistic {
  /** Reads a column once; then gives the figure when clusters count so often. */
  readonly of: (column: ArmColumn) => (times: Int32Array) => number;
  /** @param values the draws */
  readonly interval: (estimate: number, values: Float64Array, clusters: Clusters) => Interval;
}

/** AUROC when clusters count so often. */
export function areaOf(sorted: SortedScores, times: Int32Array): number {
  const { wins, pairs } = pairsWon(sorted, times);
  return wins / pairs;
}

function meanOf(side: 0 | 1): ArmStatistic {
  return {
    of: ({ scores, positive, cluster }) => {
      const mean = new ClusterMean(scores, positive, cluster, side);
      return (times) => mean.at(times);
    },
    interval: studentInterval,
  };
}

/** The figures that `rocBootstrap` gives of every arm, by name. One more is one entry. */
export const armStatistics = {
  auroc: {
    of:
      ({ sorted }) =>
      (times) =>
        areaOf(sorted, times),
    interval: areaInterval,
  },
  meanPositive: meanOf(1),
  meanNegative: meanOf(0),
} as const satisfies Readonly<Record<string, ArmStatistic>>;
