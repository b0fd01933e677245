import { CredenceError } from "../../core/error.ts";
import {
  check,
  checkAllProbabilities,
  checkEach,
  checkProbability,
  checkSameLength,
  checkSome,
  checkWhole,
} from "../arguments.ts";
import { sum } from "../distributions/moments.ts";

/** How much less than independent calls count: by the correlation of calls on one item, or by an exponent declared beforehand. */
export type Tempering = { readonly correlation: number } | { readonly exponent: number };

/** What one item's calls say about every hypothesis. */
export interface ItemEvidence {
  /** How many calls the item had. */
  readonly calls: number;
  /** Log likelihood of all its calls together under each hypothesis, nats, in the order of the names; -Infinity: ruled out. */
  readonly logLikelihoods: readonly number[];
}

/** A hypothesis after the evidence. */
export interface Posterior {
  readonly name: string;
  readonly probability: number;
  /** Tempered log likelihood, nats. */
  readonly logLikelihood: number;
}

/** What the evidence says. */
export interface TemperedPosterior {
  /** In the order of the names; probabilities sum to 1. */
  readonly hypotheses: readonly Posterior[];
  /** Calls that independent ones would have to number for the same weight. */
  readonly effectiveCalls: number;
}

/**
 * Posterior over named hypotheses from calls that are clustered in items.
 *
 * Repeated calls on one item share what is special about it, so their product of likelihoods is too sure of itself. Each item's log
 * likelihood is multiplied by a power of at most 1 (a power likelihood, Holmes & Walker 2017, doi:10.1093/biomet/asx010): with
 * correlation r it is 1 / (1 + (calls - 1) r), so that the item weighs as many calls as the design effect leaves (Kish 1965, section
 * 5.4). r = 0 counts every call, r = 1 counts an item as its mean call. Mean and variance of the log Bayes factor are then those of as
 * many independent calls; items themselves are taken as independent. Declare r before the calls, or estimate it on controls
 * (`itemCorrelation`). A declared exponent weighs all items by the same power, for evidence whose items had one call each but
 * resemble one another.
 *
 * @param prior probability of each hypothesis, summing to 1
 * @example
 * const items = [{ calls: 3, logLikelihoods: [-0.3, -2] }, { calls: 1, logLikelihoods: [-0.1, -1] }];
 * const found = temperedPosterior(["honest", "faking"], [0.5, 0.5], items, { correlation: 0.5 });
 * found.hypotheses.map(({ probability }) => probability) // [0.852, 0.148]
 */
export function temperedPosterior(
  names: readonly string[],
  prior: readonly number[],
  items: readonly ItemEvidence[],
  tempering: Tempering,
): TemperedPosterior {
  checkPrior(names, prior);
  const setting = "correlation" in tempering ? tempering.correlation : tempering.exponent;
  checkProbability("tempering", setting);
  const sums = names.map(() => 0);
  let effectiveCalls = 0;
  items.forEach(({ calls, logLikelihoods }, item) => {
    checkWhole(`items[${item}].calls`, calls, 1);
    checkSameLength({ names, [`items[${item}].logLikelihoods`]: logLikelihoods });
    // A likelihood of a discrete outcome is at most 1, a density's is not; neither is infinite.
    checkEach(
      `items[${item}].logLikelihoods`,
      logLikelihoods,
      (value) => value < Number.POSITIVE_INFINITY,
      "a number below Infinity",
    );
    const power =
      "correlation" in tempering ? 1 / (1 + (calls - 1) * tempering.correlation) : tempering.exponent;
    effectiveCalls += calls * power;
    logLikelihoods.forEach((value, hypothesis) => {
      if (power > 0) sums[hypothesis] = (sums[hypothesis] ?? 0) + power * value;
    });
  });
  const logs = sums.map((log, hypothesis) => log + Math.log(prior[hypothesis] ?? 0));
  const most = Math.max(...logs);
  if (most === Number.NEGATIVE_INFINITY)
    throw new CredenceError("usage", "every hypothesis rules out what was seen", {
      fix: "Add a hypothesis, or pseudo-counts to the likelihoods.",
    });
  const total = logs.reduce((sum, value) => sum + Math.exp(value - most), 0);
  return {
    hypotheses: names.map((name, hypothesis) => ({
      name,
      probability: Math.exp((logs[hypothesis] ?? 0) - most) / total,
      logLikelihood: sums[hypothesis] ?? 0,
    })),
    effectiveCalls,
  };
}

/** How many times likelier the evidence is under a hypothesis than under another. */
export interface BayesFactor {
  readonly against: string;
  /** Tempered, nats; does not rest on the prior. NaN where both rule the evidence out. */
  readonly log: number;
}

/** Log Bayes factors of one named hypothesis against each of the others. Throws when there is none of that name. */
export function bayesFactors({ hypotheses }: TemperedPosterior, of: string): readonly BayesFactor[] {
  const one = hypotheses.find(({ name }) => name === of);
  const known = hypotheses.map(({ name }) => name).join(", ");
  check(one !== undefined, "of", of, `one of: ${known}`);
  return hypotheses
    .filter(({ name }) => name !== of)
    .map(({ name, logLikelihood }) => ({ against: name, log: one.logLikelihood - logLikelihood }));
}

function checkPrior(names: readonly string[], prior: readonly number[]): void {
  checkSome("names", names);
  check(new Set(names).size === names.length, "names", names.join(", "), "a name of its own for each");
  checkSameLength({ names, prior });
  checkAllProbabilities("prior", prior);
  const all = sum(prior);
  check(Math.abs(all - 1) < 1e-9, "the sum of prior", all, "1");
}
