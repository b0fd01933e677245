import { auroc } from "./auroc.ts";
import { ClusterMean, clusterDraws, DrawnFigures, eachOnce } from "./cluster-draws.ts";
import { clustersOf, differenceInterval, studentInterval } from "./drawn-intervals.ts";
import type { Interval } from "./interval.ts";
import { pairsWon, scoredOrder, sortedScores } from "./sorted-scores.ts";

/** Rows scored in two ways, some written by the one that scores. */
export interface AuthorshipInput {
  /** NaN = no score. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly positive: Uint8Array;
  /** 1 the scorer's own, 0 another's. */
  readonly own: Uint8Array;
  readonly cluster: Int32Array;
  readonly draws: number;
  readonly seed: string;
}

/** First way minus second, on some of the rows. */
export interface FramingBootstrap {
  readonly shiftPositive: Interval;
  readonly shiftNegative: Interval;
  readonly auroc: Interval;
}

/** On the scorer's own rows, on the others, and the first less the second. */
export interface AuthorshipBootstrap {
  readonly own: FramingBootstrap;
  readonly other: FramingBootstrap;
  readonly difference: FramingBootstrap;
}

/**
 * Authorship by framing: what the way of showing does to the scores of one's own rows, to those of others, and the
 * difference in differences, by a bootstrap over clusters (which both kinds of row may share). Intervals are the estimate ±
 * Student's t (clusters - 1) times the standard error. Rows without both scores are left out.
 */
export function authorshipBootstrap(
  input: AuthorshipInput,
  progress?: (fraction: number) => void,
): AuthorshipBootstrap {
  const { first, second, positive, own, cluster, draws, seed } = input;
  const sides = [1, 0].map((side) => {
    const only = (scores: Float64Array, other: Float64Array): Float64Array =>
      scores.map((score, row) =>
        own[row] === side && !Number.isNaN(other[row] ?? Number.NaN) ? score : Number.NaN,
      );
    const a = only(first, second);
    const b = only(second, first);
    const shift = a.map((score, row) => score - (b[row] ?? Number.NaN));
    return {
      ...{ a, b },
      order: scoredOrder(shift),
      sorted: [sortedScores(a, positive, cluster), sortedScores(b, positive, cluster)] as const,
      means: ([1, 0] as const).map((label) => new ClusterMean(shift, positive, cluster, label)),
    };
  });
  const figures = (times: Int32Array, out: Float64Array): void => {
    sides.forEach(({ sorted, means }, side) => {
      const [areaA, areaB] = sorted.map((column) => {
        const { wins, pairs } = pairsWon(column, times);
        return wins / pairs;
      });
      out[side * 3] = means[0]?.at(times) ?? Number.NaN;
      out[side * 3 + 1] = means[1]?.at(times) ?? Number.NaN;
      out[side * 3 + 2] = (areaA ?? Number.NaN) - (areaB ?? Number.NaN);
    });
    for (let i = 0; i < 3; i++) out[6 + i] = (out[i] ?? 0) - (out[3 + i] ?? 0);
  };
  const estimates = new Float64Array(9);
  figures(eachOnce(cluster), estimates);
  const drawn = new DrawnFigures(9, draws);
  clusterDraws({ cluster, positive, draws, seed }, (times, draw) => {
    figures(times, drawn.row(draw));
    if ((draw + 1) % 100 === 0) progress?.((draw + 1) / draws);
  });
  const rows = sides.map(({ order }) => order);
  const both = Int32Array.from(rows.flatMap((order) => [...order]));
  const sizes = [...rows, both].map((order) => clustersOf(order, positive, cluster));
  const framing = (part: number): FramingBootstrap => {
    const size = sizes[part] ?? clustersOf(both, positive, cluster);
    const at = (figure: number): [number, Float64Array] => [
      estimates[part * 3 + figure] ?? Number.NaN,
      drawn.column(part * 3 + figure),
    ];
    const side = sides[part];
    return {
      shiftPositive: studentInterval(...at(0), size),
      shiftNegative: studentInterval(...at(1), size),
      auroc:
        side === undefined
          ? studentInterval(...at(2), size)
          : differenceInterval(...at(2), size, [auroc(side.a, positive), auroc(side.b, positive)]),
    };
  };
  return { own: framing(0), other: framing(1), difference: framing(2) };
}
