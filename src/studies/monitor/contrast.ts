import {
  type Clusters,
  clusterTally,
  type Difference,
  differenceFromError,
} from "../../stats/distributions/drawn-intervals.ts";
import { withinAuroc } from "../../stats/ranking/auroc.ts";
import { refitError } from "../../stats/resampling/jackknife.ts";
import type { Ground } from "./ground.ts";
import type { DescribedArm } from "./scored-arm.ts";

/** Two arms on the runs that both scored, the first minus the second, and what the difference is without each block of groups. */
export interface Contrast {
  readonly estimate: number;
  /** Each arm's AUROC on these runs; beside a trained arm, of pairs of runs of one fold. */
  readonly alone: readonly [number, number];
  readonly error: number;
  /** Fitted again without the block where an arm is trained. */
  readonly without: readonly number[];
  readonly size: Clusters;
}

/** An arm's scores, as far as a contrast needs them. */
type Scored = Pick<DescribedArm, "scores" | "trained">;

/**
 * Compares two arms. Beside a trained arm only runs of one fold are compared, which one fit has scored: both sides have the same intercept then. The
 * standard error knows the fit (`refitError`).
 */
export function contrastOf(ground: Ground, a: Scored, b: Scored): Contrast {
  const { blocks } = ground;
  const part = (a.trained ?? b.trained)?.fold ?? new Int32Array(a.scores.length);
  const areas = (first: Float64Array, second: Float64Array): readonly [number, number] => {
    const both = (one: Float64Array, other: Float64Array): Float64Array =>
      one.map((score, row) => (Number.isNaN(other[row] ?? Number.NaN) ? Number.NaN : score));
    const { positive } = ground;
    return [
      withinAuroc(both(first, second), positive, part),
      withinAuroc(both(second, first), positive, part),
    ];
  };
  const difference = (first: Float64Array, second: Float64Array): number => {
    const [one, other] = areas(first, second);
    return one - other;
  };
  const numbers = Array.from({ length: blocks.count }, (_, block) => block);
  const fixed = numbers.map((block) =>
    difference(withoutBlock(ground, a.scores, block), withoutBlock(ground, b.scores, block)),
  );
  const again = (arm: Scored, block: number): Float64Array =>
    arm.trained?.without[block] ?? withoutBlock(ground, arm.scores, block);
  const without =
    a.trained === null && b.trained === null
      ? fixed
      : numbers.map((block) => difference(again(a, block), again(b, block)));
  const alone = areas(a.scores, b.scores);
  const common = a.scores.map((score, row) => score + (b.scores[row] ?? Number.NaN));
  return {
    ...{ alone, without },
    estimate: alone[0] - alone[1],
    error: refitError(fixed, without),
    size: sizeOf(ground, common, part),
  };
}

/** Its intervals. */
export function intervalsOf({ estimate, error, size, alone }: Contrast): Difference {
  return differenceFromError(estimate, error, size, alone);
}

/** Scores without those of a block of groups. */
export function withoutBlock({ blocks }: Ground, scores: Float64Array, block: number): Float64Array {
  return scores.map((score, row) => (blocks.of[row] === block ? Number.NaN : score));
}

/** What there is of either class, where only pairs of one part are compared, and blocks are left out. */
export function sizeOf(
  { positive, cluster, blocks }: Ground,
  values: Float64Array,
  part: Int32Array,
): Clusters {
  const size = clusterTally(values, positive, cluster, part);
  return { ...size, freedom: Math.max(1, Math.min(size.freedom, blocks.count - 1)) };
}
