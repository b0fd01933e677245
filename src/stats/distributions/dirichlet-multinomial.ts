import { checkAllWhole, checkEach, checkSameLength, checkSome, checkWhole } from "../arguments.ts";
import { logGamma } from "./beta.ts";
import { sum } from "./moments.ts";
import type { Random } from "./random.ts";

/**
 * Log probability of one sequence of outcomes with the target's counts, given what the control calls showed: the outcomes' rates are
 * Dirichlet(control + prior) and integrated out (Dirichlet-multinomial without the multinomial coefficient, which is the same under
 * every hypothesis). Sums over probes and compares hypotheses whose controls differ.
 *
 * @param target counts, one an outcome
 * @param control counts in the same order; all 0 leaves the prior alone
 * @param prior pseudo-counts above 0, one for all or one an outcome; 1/2 is Jeffreys'
 * @returns nats, at most 0
 * @example
 * // Nine of ten calls end as the control did, or as it never did.
 * logPredictive([9, 1], [18, 2]) // -3.445
 * logPredictive([1, 9], [18, 2]) // -13.4
 */
export function logPredictive(
  target: readonly number[],
  control: readonly number[],
  prior: number | readonly number[] = 0.5,
): number {
  return logSequence(target, weightsOf(target, control, prior));
}

/**
 * How often the control's own predictive distribution yields counts at least as improbable as the target's: the posterior predictive
 * p-value (Gelman, Meng & Stern 1996) with -log of the Dirichlet-multinomial probability (coefficient included) as discrepancy. Small
 * means that this hypothesis does not fit; small under every hypothesis means that none does.
 *
 * Counts are drawn call by call from the Pólya urn, so the control's own uncertainty is in them. The observed counts are one of the
 * draws + 1, which keeps the p-value above 0 and valid at any number of draws.
 *
 * @param draws simulated sets of counts
 * @returns in [1 / (draws + 1), 1]
 */
export function posteriorPredictiveP(
  target: readonly number[],
  control: readonly number[],
  prior: number | readonly number[],
  random: Random,
  draws: number,
): number {
  checkWhole("draws", draws, 1);
  checkAllWhole("target", target);
  const weights = weightsOf(target, control, prior);
  const calls = sum(target);
  const observed = logCounts(target, weights);
  let asFar = 1;
  for (let draw = 0; draw < draws; draw++) {
    // Equal counts must tie, whatever the order in which the logarithms were summed.
    if (logCounts(urn(weights, calls, random), weights) <= observed + 1e-9) asFar++;
  }
  return asFar / (draws + 1);
}

function weightsOf(
  target: readonly number[],
  control: readonly number[],
  prior: number | readonly number[],
): readonly number[] {
  const priors = typeof prior === "number" ? target.map(() => prior) : prior;
  checkSome("target", target);
  checkSameLength({ target, control, prior: priors });
  for (const [name, counts] of Object.entries({ target, control }))
    checkEach(name, counts, (count) => Number.isFinite(count) && count >= 0, "a number of at least 0");
  checkEach("prior", priors, (weight) => Number.isFinite(weight) && weight > 0, "a number above 0");
  return control.map((count, outcome) => count + (priors[outcome] ?? 0));
}

function logSequence(counts: readonly number[], weights: readonly number[]): number {
  let weight = 0;
  let calls = 0;
  let log = 0;
  counts.forEach((count, outcome) => {
    const own = weights[outcome] ?? 0;
    weight += own;
    calls += count;
    if (count > 0) log += logGamma(own + count) - logGamma(own);
  });
  return calls === 0 ? 0 : log + logGamma(weight) - logGamma(weight + calls);
}

function logCounts(counts: readonly number[], weights: readonly number[]): number {
  const calls = sum(counts);
  return (
    logSequence(counts, weights) +
    counts.reduce((rest, count) => rest - logGamma(count + 1), logGamma(calls + 1))
  );
}

function urn(weights: readonly number[], calls: number, random: Random): readonly number[] {
  const counts = weights.map(() => 0);
  const all = sum(weights);
  for (let call = 0; call < calls; call++) {
    let left = random.float() * (all + call);
    let drawn = weights.length - 1;
    for (let outcome = 0; outcome < weights.length; outcome++) {
      left -= (weights[outcome] ?? 0) + (counts[outcome] ?? 0);
      if (left >= 0) continue;
      drawn = outcome;
      break;
    }
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  return counts;
}
