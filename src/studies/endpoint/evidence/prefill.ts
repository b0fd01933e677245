import { posteriorPredictiveP } from "../../../stats/distributions/dirichlet-multinomial.ts";
import type { Random } from "../../../stats/distributions/random.ts";
import { temperedPosterior } from "../../../stats/sequential/tempered-posterior.ts";
import { byMechanism, fakes, type Mechanism, mechanismAbout, mechanisms } from "../mechanisms.ts";
import { behaviourLog, type ProbeEvidence, probeEvidence } from "./behaviour.ts";
import { logProbEvidence } from "./log-probs.ts";
import { type Exchange, echoes, observations } from "./observations.ts";
import { type TokenEvidence, tokenEvidence } from "./tokens.ts";
import { sure, verdictOf } from "./verdict.ts";

/** What is known of an endpoint's treatment of an unfinished turn. */
export type PrefillEvidence = ReturnType<typeof prefillEvidence>;

/** Repeated replies of one model are not as good as independent ones: log-likelihoods are tempered by this exponent. */
const temper = 0.85;
/** Fewest tokens between two counts that tell them apart. */
const apart = 2.5;

/**
 * Weighs everything that one endpoint has answered.
 *
 * @param template mechanism → log-likelihood of the replies under its prompt rendered with the open weights; nats
 * @param random for the posterior predictive p-value
 */
export function prefillEvidence(
  exchanges: readonly Exchange[],
  template: Readonly<Record<string, number>> | null,
  random: Random,
) {
  const echo = echoes(exchanges);
  const probes = probeEvidence(observations(exchanges, echo));
  const tokens = tokenEvidence(exchanges);
  const replies = behaviourLog(probes);
  const logs = byMechanism((name) => {
    if (echo ? name === "DROP" : name === "FAKE-ECHO") return Number.NEGATIVE_INFINITY;
    return temper * replies[name] + tokens.logLikelihood[name] + (template?.[name] ?? 0);
  });
  const posterior = posteriorOf(logs);
  const rivals = fakes.filter((name) => Number.isFinite(logs[name]));
  const strongest = (of: Readonly<Record<Mechanism, number>>): number =>
    Math.max(...rivals.map((name) => of[name]));
  const logBayesFactor = {
    all: logs.TRUE - strongest(logs),
    replies: temper * (replies.TRUE - strongest(replies)) + templateFactor(template),
  };
  const best = mechanisms.reduce((a, b) => (posterior[b] > posterior[a] ? b : a));
  const fit = fitOf(probes, best, random);
  const twins = template === null && alikeTurns(tokens) && sure(posterior.CLOSED + posterior.FLIP);
  const weighed = { posterior, logBayesFactor, fit, best, weights: template !== null, twins };
  return {
    ...verdictOf(exchanges, weighed),
    /** Can more calls still find a name where the prefill is not honoured? */
    nameable: !twins,
    ...{ echo, posterior, logBayesFactor, fit, probes, tokens, template },
    /** Shown, never weighed: an open turn has no open imitation whose first token could be known. */
    logProbs: logProbEvidence(exchanges, echo),
  };
}

/** A closed turn has no open imitation; from one passed on as the user's only counts of tokens tell it, where these differ. */
function alikeTurns({ mute, foretold: { CLOSED, FLIP } }: TokenEvidence): boolean {
  return mute !== null || CLOSED === null || FLIP === null || Math.abs(CLOSED - FLIP) < apart;
}

function templateFactor(template: Readonly<Record<string, number>> | null): number {
  if (template === null) return 0;
  const rivals = Object.entries(template).filter(([name]) => name !== "TRUE");
  return (template.TRUE ?? 0) - Math.max(...rivals.map(([, log]) => log));
}

function fitOf(probes: readonly ProbeEvidence[], best: Mechanism, random: Random): number | null {
  const telling = probes.filter(({ mute }) => mute === null);
  if (telling.length === 0) return null;
  // The worst of several p-values, times their number (Bonferroni).
  const values = telling.map(({ probe, target, foretold }) =>
    posteriorPredictiveP(
      target,
      target.map(() => 0),
      foretold[best],
      random.fork(probe.id),
      400,
    ),
  );
  return Math.min(1, Math.min(...values) * telling.length);
}

/** Replies are tempered already; what is left is Bayes' rule. */
function posteriorOf(logs: Readonly<Record<Mechanism, number>>): Record<Mechanism, number> {
  const priors = mechanisms.map((name) => mechanismAbout[name].prior);
  const evidence = { calls: 1, logLikelihoods: mechanisms.map((name) => logs[name]) };
  const { hypotheses } = temperedPosterior(mechanisms, priors, [evidence], { exponent: 1 });
  return byMechanism((name) => hypotheses[mechanisms.indexOf(name)]?.probability ?? 0);
}
