import { checkSome, checkWhole } from "../arguments.ts";
import type { Random } from "../distributions/random.ts";

/** How to draw. */
export interface BlockBootstrapOptions {
  /** Resamples, 1 or more. */
  readonly draws: number;
  /** Fork a stream for it: as many groups are drawn as there are, in each draw. */
  readonly random: Random;
}

/**
 * A statistic over resamples of whole groups, drawn with replacement and as many as there are (Field & Welsh 2007,
 * doi:10.1111/j.1467-9868.2007.00593.x): what belongs together, such as the years of one technology, stays together. For
 * rankings see `rocBootstrap`.
 *
 * @param statistic gets the drawn groups, in the order of the draw; one drawn twice is there twice
 * @returns the statistic of each draw, in the order of the draws, NaN where the statistic gave NaN; `quantileOf` reads their spread
 * @example
 * const groups = [[1, 2], [4, 5], [2, 2], [7]];
 * const meanOf = (drawn) => drawn.flat().reduce((sum, value) => sum + value, 0) / drawn.flat().length;
 * const means = blockBootstrap(groups, meanOf, { draws: 1000, random: random("7") });
 * [quantileOf(means, 0.025), quantileOf(means, 0.975)] // [1.75, 6]
 */
export function blockBootstrap<Group>(
  groups: readonly Group[],
  statistic: (drawn: readonly Group[]) => number,
  { draws, random }: BlockBootstrapOptions,
): Float64Array {
  checkSome("groups", groups);
  checkWhole("draws", draws, 1);
  const values = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const drawn = groups.map((group) => groups[random.int(groups.length)] ?? group);
    values[draw] = statistic(drawn);
  }
  return values;
}
