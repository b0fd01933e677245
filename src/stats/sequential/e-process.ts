import { check, checkAbove, checkCount, checkInside } from "../arguments.ts";
import { logBeta, logBetaCdf } from "../distributions/log-beta.ts";

/** A beta distribution's parameters, both above 0. */
export interface BetaPrior {
  readonly a: number;
  readonly b: number;
}

/** Jeffreys' prior: most of its weight is near 0 and 1, where rates of faults and of honest behaviour lie. */
const jeffreys: BetaPrior = { a: 0.5, b: 0.5 };

/**
 * Log evidence against "the rate is at most p0" after `successes` in `trials` Bernoulli outcomes: the likelihood ratio against p0,
 * averaged over a beta prior truncated to p > p0. It may be looked at after every call: under any p <= p0 the chance that
 * it ever reaches log(1 / alpha) is at most alpha (Ville's inequality; Ramdas, Grünwald, Vovk & Shafer 2023, doi:10.1214/23-STS894).
 * Calls need not be alike or independent: it is enough that, given those before, each succeeds with a chance of at most p0.
 *
 * Why truncated: the ratio of p > p0 against p0 has expectation q p / p0 + (1 - q)(1 - p) / (1 - p0), which is at most 1 for every true
 * q <= p0. For p < p0 it exceeds 1 as soon as q < p0, so the mixture over all p grows without bound when the true rate is *below* p0:
 * the full mixture tests p = p0 and would call a rate of 0 evidence for a rate above p0.
 *
 * For "the rate is at least p0" give failures in place of successes and 1 - p0.
 *
 * @returns nats
 * @example
 * // 8 successes in 20 calls against a rate of at most 10%: evidence of e^4.7, 112 to 1.
 * logEAtMost(8, 20, 0.1) // 4.717
 */
export function logEAtMost(
  successes: number,
  trials: number,
  p0: number,
  prior: BetaPrior = jeffreys,
): number {
  checkCount("successes", successes, "trials", trials);
  checkInside("p0", p0);
  checkAbove("prior.a", prior.a);
  checkAbove("prior.b", prior.b);
  const a = prior.a + successes;
  const b = prior.b + trials - successes;
  return (
    logBeta(a, b) -
    logBeta(prior.a, prior.b) +
    logBetaCdf(1 - p0, b, a) -
    logBetaCdf(1 - p0, prior.b, prior.a) -
    successes * Math.log(p0) -
    (trials - successes) * Math.log1p(-p0)
  );
}

/** A test of "the rate is at most p0" that goes on call by call. */
export interface EProcess {
  readonly p0: number;
  readonly prior: BetaPrior;
  readonly successes: number;
  readonly trials: number;
  /** Log evidence now, nats. */
  readonly logE: number;
  /** The most it has been: exp(-greatest) is an anytime-valid p-value. */
  readonly greatest: number;
}

/** The test before its first call. */
export function eProcess(p0: number, prior: BetaPrior = jeffreys): EProcess {
  return { p0, prior, successes: 0, trials: 0, logE: logEAtMost(0, 0, p0, prior), greatest: 0 };
}

/**
 * The test after one more outcome.
 *
 * @example
 * const seen = [true, false, true, true].reduce(eProcessStep, eProcess(0.1));
 * [seen.successes, seen.logE] // [3, 3.999]
 */
export function eProcessStep(process: EProcess, success: boolean): EProcess {
  checkOutcome(success);
  const successes = process.successes + Number(success);
  const trials = process.trials + 1;
  const logE = logEAtMost(successes, trials, process.p0, process.prior);
  return { ...process, successes, trials, logE, greatest: Math.max(process.greatest, logE) };
}

/**
 * The smallest rate that the test of "at most p0" does not reject at level alpha on these counts: an anytime-valid lower bound. 0 without
 * a success.
 *
 * The rates rejected are an interval from 0 for a and b from 1/2 to 1: there the prior's hazard times p(1 - p) is at most b p^a, so
 * where the evidence could rise with p0, successes exceed n p0 by at most b p0^a and the evidence is below 3.
 *
 * @param alpha at most 0.2
 * @param prior a and b from 1/2 to 1
 * @example [anytimeLower(8, 20), anytimeUpper(8, 20)] // [0.1315, 0.7151]
 */
export function anytimeLower(
  successes: number,
  trials: number,
  alpha = 0.05,
  prior: BetaPrior = jeffreys,
): number {
  checkCount("successes", successes, "trials", trials);
  check(alpha > 0 && alpha <= 0.2, "alpha", alpha, "a number above 0, at most 0.2");
  for (const part of ["a", "b"] as const)
    check(prior[part] >= 0.5 && prior[part] <= 1, `prior.${part}`, prior[part], "a number from 0.5 to 1");
  if (successes === 0) return 0;
  let low = 0;
  let high = successes / trials;
  for (let i = 0; i < 60 && high - low > 1e-13; i++) {
    const middle = (low + high) / 2;
    if (logEAtMost(successes, trials, middle, prior) >= -Math.log(alpha)) low = middle;
    else high = middle;
  }
  return low;
}

/** An anytime-valid upper bound: the lower bound of the failures, from 1 down. 1 without a failure. */
export function anytimeUpper(
  successes: number,
  trials: number,
  alpha = 0.05,
  prior: BetaPrior = jeffreys,
): number {
  checkCount("successes", successes, "trials", trials);
  return 1 - anytimeLower(trials - successes, trials, alpha, { a: prior.b, b: prior.a });
}

/** Bounds of a rate that hold at all calls at once. */
export interface ConfidenceSequence {
  readonly successes: number;
  readonly trials: number;
  /** Chance that the true rate is ever outside; half on each side. */
  readonly alpha: number;
  readonly low: number;
  /** Below `low` in at most alpha of all sequences, and then a sign that the rate changed on the way. */
  readonly high: number;
}

/** The sequence before its first call: everything is possible. */
export function confidenceSequence(alpha = 0.05): ConfidenceSequence {
  check(alpha > 0 && alpha <= 0.4, "alpha", alpha, "a number above 0, at most 0.4");
  return { successes: 0, trials: 0, alpha, low: 0, high: 1 };
}

/**
 * The sequence after one more outcome; bounds never widen, since each of the earlier ones holds as well.
 *
 * @example
 * const seen = [true, false, true, true].reduce(confidenceSequenceStep, confidenceSequence());
 * [seen.low, seen.high] // [0.112, 0.9967]
 */
export function confidenceSequenceStep(sequence: ConfidenceSequence, success: boolean): ConfidenceSequence {
  checkOutcome(success);
  const successes = sequence.successes + Number(success);
  const trials = sequence.trials + 1;
  const side = sequence.alpha / 2;
  // A success is evidence for higher rates only, a failure for lower ones: one bound can move.
  return {
    successes,
    trials,
    alpha: sequence.alpha,
    low: success ? raised(sequence.low, successes, trials, side) : sequence.low,
    high: success ? sequence.high : 1 - raised(1 - sequence.high, trials - successes, trials, side),
  };
}

/** A lower bound after one more success: searched for only where the bound so far is now rejected. */
function raised(low: number, successes: number, trials: number, alpha: number): number {
  if (low > 0 && logEAtMost(successes, trials, low) < -Math.log(alpha)) return low;
  return Math.max(low, anytimeLower(successes, trials, alpha));
}

function checkOutcome(success: boolean): void {
  check(typeof success === "boolean", "success", success, "true or false");
}
