import { check, checkCount, checkWhole } from "../arguments.ts";
import { betaQuantile } from "../distributions/beta.ts";
import { normalQuantile } from "../distributions/normal.ts";

/** Right answers of one arm. */
export interface Answered {
  readonly right: number;
  readonly trials: number;
}

/** One end of the range in which the rate of hidden reasoning lies. */
export interface HiddenRateEnd {
  /** In [0, 1]; NaN where the control cannot be told from chance. */
  readonly estimate: number;
  /** Two-sided profile-likelihood interval. */
  readonly low: number;
  readonly high: number;
  /** One-sided upper bound of the same level: "at most". */
  readonly upper: number;
}

/** The rate of hidden reasoning, under the two extreme assumptions about how often a hidden reasoner is right. */
export interface HiddenRate {
  /** (accuracy - chance) / (1 - chance): hidden reasoning is always right. The true rate is not below this. */
  readonly least: HiddenRateEnd;
  /** (accuracy - chance) / (control's accuracy - chance): hidden reasoning is right as often as reasoning step by step in the open. */
  readonly most: HiddenRateEnd;
  /** Is the control's accuracy above chance at the level (exact, one-sided)? If not, `most` has no upper bound below 1. */
  readonly controlAboveChance: boolean;
}

/**
 * How often a model reasoned out of sight, from how often it was right on a task where no reasoning means chance. A share p of the
 * calls reasons and is right at rate r, the others are right by chance: accuracy = chance + p (r - chance). r is not seen; it is
 * assumed to lie between the step-by-step control's accuracy and 1. Where hidden reasoning is worse than open reasoning, the true rate may
 * exceed `most`.
 *
 * Intervals hold the rates whose profile log likelihood, the control's accuracy at its best value for each rate, is within half a
 * chi-square quantile of the greatest over rates in [0, 1] (Venzon & Moolgavkar 1988, doi:10.2307/2347496). Both arms' binomials are in it. For
 * an upper limit the target's right answers count half a one more, for a lower limit half a one less: without this continuity
 * correction 0 in n would be called at most 1.35 / n in place of 3 / n.
 *
 * @param target the arm told not to reason
 * @param control the arm told to reason step by step, on items of the same kind
 * @param chance accuracy without reasoning, in [0, 1)
 * @example hiddenRate({ right: 12, trials: 60 }, { right: 50, trials: 60 }, 0.1).most // { estimate: 0.1364, low: 0.008314, high: 0.3077, upper: 0.2795 }
 */
export function hiddenRate(target: Answered, control: Answered, chance: number, level = 0.95): HiddenRate {
  checkArm(target, "target");
  checkArm(control, "control");
  check(chance >= 0 && chance < 1, "chance", chance, "a number from 0 to below 1");
  check(level > 0.5 && level < 1, "level", level, "a number between 0.5 and 1");
  const controlAboveChance =
    control.right > 0 && betaQuantile(1 - level, control.right, control.trials - control.right + 1) > chance;
  const least = endOf(target, level, (rate, right) => sureLogLikelihood(target, right, chance, rate));
  const most = endOf(target, level, (rate, right) => profile(target, right, control, chance, rate));
  const excess = target.right / target.trials - chance;
  const room = control.right / control.trials - chance;
  return {
    least: { estimate: inUnit(excess / (1 - chance)), ...least },
    most: controlAboveChance
      ? { estimate: inUnit(excess / room), ...most }
      : { estimate: Number.NaN, low: most.low, high: 1, upper: 1 },
    controlAboveChance,
  };
}

type Limits = Omit<HiddenRateEnd, "estimate">;

function endOf(
  { right, trials }: Answered,
  level: number,
  logLikelihood: (rate: number, right: number) => number,
): Limits {
  const more = Math.min(trials, right + 0.5);
  const fewer = Math.max(0, right - 0.5);
  const twoSided = normalQuantile((1 + level) / 2) ** 2 / 2;
  const oneSided = normalQuantile(level) ** 2 / 2;
  return {
    low: limit((rate) => logLikelihood(rate, fewer), twoSided, "low"),
    high: limit((rate) => logLikelihood(rate, more), twoSided, "high"),
    upper: limit((rate) => logLikelihood(rate, more), oneSided, "high"),
  };
}

/** The rate beyond the likelihood's peak at which it has dropped by `drop`; the end of [0, 1] where it never does. */
function limit(logLikelihood: (rate: number) => number, drop: number, side: "low" | "high"): number {
  // The rates of a convex region of likelihoods are an interval, so the profile has one peak.
  let left = 0;
  let right = 1;
  while (right - left > 1e-9) {
    const third = (right - left) / 3;
    if (logLikelihood(left + third) < logLikelihood(right - third)) left += third;
    else right -= third;
  }
  const peak = [0, (left + right) / 2, 1].reduce((best, rate) =>
    logLikelihood(rate) > logLikelihood(best) ? rate : best,
  );
  const least = logLikelihood(peak) - drop;
  const end = side === "low" ? 0 : 1;
  if (logLikelihood(end) >= least) return end;
  let inside = peak;
  let outside = end;
  for (let i = 0; i < 50 && Math.abs(outside - inside) > 1e-10; i++) {
    const middle = (inside + outside) / 2;
    if (logLikelihood(middle) >= least) inside = middle;
    else outside = middle;
  }
  return outside;
}

function sureLogLikelihood({ trials }: Answered, right: number, chance: number, rate: number): number {
  return logBinomial(right, trials, chance + rate * (1 - chance));
}

/** Log likelihood of both arms at a rate, the control's accuracy from `chance` to 1 at its best; concave in that accuracy. */
function profile(
  { trials }: Answered,
  right: number,
  control: Answered,
  chance: number,
  rate: number,
): number {
  const slope = (accuracy: number): number => {
    const target = chance + rate * (accuracy - chance);
    return rate * slopeOf(right, trials, target) + slopeOf(control.right, control.trials, accuracy);
  };
  let low = chance;
  let high = 1;
  for (let i = 0; i < 45; i++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  const accuracy = (low + high) / 2;
  return (
    logBinomial(right, trials, chance + rate * (accuracy - chance)) +
    logBinomial(control.right, control.trials, accuracy)
  );
}

function slopeOf(right: number, trials: number, p: number): number {
  return (right === 0 ? 0 : right / p) - (right === trials ? 0 : (trials - right) / (1 - p));
}

function logBinomial(right: number, trials: number, p: number): number {
  const wrong = trials - right;
  return (right === 0 ? 0 : right * Math.log(p)) + (wrong === 0 ? 0 : wrong * Math.log1p(-p));
}

function inUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function checkArm({ right, trials }: Answered, arm: string): void {
  checkWhole(`${arm}.trials`, trials, 1);
  checkCount(`${arm}.right`, right, `${arm}.trials`, trials);
}
