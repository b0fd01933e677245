import { areaFromError } from "../../stats/distributions/drawn-intervals.ts";
import type { Interval } from "../../stats/distributions/interval.ts";
import { withinAuroc } from "../../stats/ranking/auroc.ts";
import type { PairBootstrap } from "../../stats/ranking/cluster-bootstrap.ts";
import { refitError } from "../../stats/resampling/jackknife.ts";
import { contrastOf, intervalsOf, sizeOf, withoutBlock } from "./contrast.ts";
import type { Ground } from "./ground.ts";
import type { DrawnArm, Resampled } from "./resample.ts";
import type { DescribedArm } from "./scored-arm.ts";
import type { Strata } from "./strata.ts";

/**
 * What a bootstrap of scores does not know: that a trained arm's scores would be others with other groups. AUROC of trained arms, and all that
 * they are compared with, is of pairs of runs of one fold, which one fit has scored; its interval comes from leaving blocks of groups out
 * of the fit and of what it scores.
 */
export function withRefits(
  ground: Ground,
  arms: readonly DescribedArm[],
  pairs: readonly (readonly [DescribedArm, DescribedArm])[],
  strata: Strata["codes"],
  drawn: Resampled,
): Resampled {
  return {
    arms: drawn.arms.map((one, index) => {
      const arm = arms[index];
      return arm === undefined ? one : armOf(ground, arm, strata, one);
    }),
    pairs: drawn.pairs.map((one, index) => {
      const [a, b] = pairs[index] ?? [];
      return a === undefined || b === undefined ? one : pairOf(ground, a, b, one);
    }),
  };
}

function armOf(ground: Ground, arm: DescribedArm, strata: Strata["codes"], drawn: DrawnArm): DrawnArm {
  const { trained, scores } = arm;
  if (trained === null) return drawn;
  const { positive, blocks } = ground;
  const numbers = Array.from({ length: blocks.count }, (_, block) => block);
  const within = (part: Int32Array): Interval => {
    const error = refitError(
      numbers.map((block) => withinAuroc(withoutBlock(ground, scores, block), positive, part)),
      numbers.map((block) => withinAuroc(trained.without[block] ?? scores, positive, part)),
    );
    return areaFromError(withinAuroc(scores, positive, part), error, sizeOf(ground, scores, part));
  };
  return {
    ...drawn,
    auroc: within(trained.fold),
    within: Object.fromEntries(strata.map(({ name, of }) => [name, within(crossed(of, trained.fold))])),
  };
}

function pairOf(ground: Ground, a: DescribedArm, b: DescribedArm, drawn: PairBootstrap): PairBootstrap {
  if (a.trained === null && b.trained === null) return drawn;
  const found = contrastOf(ground, a, b);
  const { reported, at99 } = intervalsOf(found);
  return { ...drawn, auroc: reported, at99, alone: found.alone };
}

/** Pairs that share both. */
function crossed(a: Int32Array, b: Int32Array): Int32Array {
  const width = b.reduce((most, value) => Math.max(most, value), 0) + 1;
  return a.map((value, row) => value * width + (b[row] ?? 0));
}
