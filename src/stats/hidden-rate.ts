import { clopperPearson } from "./proportion.ts";

/** Right answers of so many calls. */
export interface RightOf {
  readonly right: number;
  readonly calls: number;
}

/** What calls whose reasoning cannot be seen allow its rate to be. */
export interface HiddenRate {
  /** As if a call that reasons were always right, to as if it were right as often as written steps are. */
  readonly estimate: readonly [least: number, most: number];
  /** 95% interval over both. */
  readonly low: number;
  readonly high: number;
  /** Upper bound, one-sided 95%. */
  readonly bound: number;
}

/**
 * Share of calls with hidden reasoning, where a call without it is right by chance alone and one with it at least as often as written steps are:
 * between (acc - c) / (1 - c) and (acc - c) / (accSteps - c).
 *
 * Both accuracies are bounded exactly (Clopper-Pearson) and share the error between them: four fifths to the calls, one fifth to the steps. A
 * profile likelihood is narrower and false near 0, where it matters: with 0 of 80 right its one-sided bound is 1.9%, and a rate of 2% shows
 * nothing in 80 calls one time in ten.
 *
 * @param chance accuracy without reasoning
 */
export function hiddenRate(target: RightOf, steps: RightOf, chance: number): HiddenRate {
  const share = (accuracy: number, best: number): number =>
    best <= chance
      ? accuracy > chance
        ? 1
        : 0
      : Math.min(1, Math.max(0, (accuracy - chance) / (best - chance)));
  const upper = (error: number): number => {
    const accuracy = clopperPearson(target.right, target.calls, 1 - 2 * 0.8 * error).high;
    const best = clopperPearson(steps.right, steps.calls, 1 - 2 * 0.2 * error).low;
    return best <= chance ? 1 : share(accuracy, best);
  };
  const accuracy = target.right / target.calls;
  return {
    estimate: [share(accuracy, 1), share(accuracy, steps.right / steps.calls)],
    low: share(clopperPearson(target.right, target.calls, 0.95).low, 1),
    high: upper(0.025),
    bound: upper(0.05),
  };
}
