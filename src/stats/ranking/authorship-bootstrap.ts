import { clusterTally, differenceInterval, studentInterval } from "../distributions/drawn-intervals.ts";
import type { Interval } from "../distributions/interval.ts";
import {
  ClusterMean,
  DrawnFigures,
  type DrawnPart,
  type DrawsOf,
  drawnPart,
  everyDraw,
} from "../resampling/cluster-draws.ts";
import { pairsWon, sortedScores } from "./sorted-scores.ts";

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
  return authorshipIntervals(input, new DrawnFigures([authorshipDraws(everyDraw(input), progress)]));
}

/** Shift of the positives, of the negatives, and difference in AUROC: of one's own rows, of others, the first less the second. */
const shifts = 3;

/** The figures of some draws. */
export function authorshipDraws(
  { input, part }: DrawsOf<AuthorshipInput>,
  progress?: (fraction: number) => void,
): DrawnPart {
  const { positive, cluster } = input;
  const sides = sidesOf(input).map(({ a, b, shift }) => ({
    sorted: [sortedScores(a, positive, cluster), sortedScores(b, positive, cluster)] as const,
    means: ([1, 0] as const).map((label) => new ClusterMean(shift, positive, cluster, label)),
  }));
  const of = (times: Int32Array, out: Float64Array): void => {
    sides.forEach(({ sorted, means }, side) => {
      const [areaA = Number.NaN, areaB = Number.NaN] = sorted.map((column) => {
        const { wins, pairs } = pairsWon(column, times);
        return wins / pairs;
      });
      out.set([...means.map((mean) => mean.at(times)), areaA - areaB], side * shifts);
      // An area of exactly 0 or 1 has an interval of another kind.
      out.set([areaA, areaB], 3 * shifts + side * 2);
    });
    for (let i = 0; i < shifts; i++) out[2 * shifts + i] = (out[i] ?? 0) - (out[shifts + i] ?? 0);
  };
  return drawnPart({ width: 3 * shifts + 4, of }, input, part, progress);
}

/** Intervals from the figures of all draws. */
export function authorshipIntervals(input: AuthorshipInput, figures: DrawnFigures): AuthorshipBootstrap {
  const { positive, cluster } = input;
  const sides = sidesOf(input);
  const [own, other] = sides;
  const either = own?.shift.map((shift, row) => (Number.isNaN(shift) ? (other?.shift[row] ?? shift) : shift));
  const framing = (part: number, values: Float64Array = new Float64Array()): FramingBootstrap => {
    const size = clusterTally(values, positive, cluster);
    const at = (figure: number): [number, Float64Array] => [
      figures.estimate(part * shifts + figure),
      figures.column(part * shifts + figure),
    ];
    const alone = (arm: number): number => figures.estimate(3 * shifts + part * 2 + arm);
    return {
      shiftPositive: studentInterval(...at(0), size),
      shiftNegative: studentInterval(...at(1), size),
      auroc:
        part < sides.length
          ? differenceInterval(...at(2), size, [alone(0), alone(1)]).reported
          : studentInterval(...at(2), size),
    };
  };
  return { own: framing(0, own?.shift), other: framing(1, other?.shift), difference: framing(2, either) };
}

/** Both ways of scoring on one's own rows and on those of others, where both are there, and the first less the second. */
function sidesOf({ first, second, own }: AuthorshipInput): {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly shift: Float64Array;
}[] {
  return [1, 0].map((side) => {
    const only = (scores: Float64Array, other: Float64Array): Float64Array =>
      scores.map((score, row) =>
        own[row] === side && !Number.isNaN(other[row] ?? Number.NaN) ? score : Number.NaN,
      );
    const a = only(first, second);
    const b = only(second, first);
    return { a, b, shift: a.map((score, row) => score - (b[row] ?? Number.NaN)) };
  });
}
