import { posteriorPredictiveP } from "../../../stats/distributions/dirichlet-multinomial.ts";
import type { Random } from "../../../stats/distributions/random.ts";
import { temperedPosterior } from "../../../stats/sequential/tempered-posterior.ts";
import { byMechanism, fakes, type Mechanism, mechanismAbout } from "../mechanisms.ts";
import { behaviourLog, type ProbeEvidence, probeEvidence } from "./behaviour.ts";
import { logProbEvidence } from "./log-probs.ts";
import { alphaAt } from "./looks.ts";
import { type Exchange, echoes, observations, roundIn } from "./observations.ts";
import { type ShareResult, sharesOf } from "./shares.ts";
import { templateLogs, type WeighedReply, weighedShares } from "./template.ts";
import { type TokenEvidence, tokenEvidence } from "./tokens.ts";
import { verdictOf } from "./verdict.ts";

/** What is known of an endpoint's treatment of an unfinished turn. */
export type PrefillEvidence = ReturnType<typeof prefillEvidence>;

/** Repeated replies of one model are not as good as independent ones: log-likelihoods are tempered by this exponent. */
const temper = 0.85;
/** Fewest tokens between two counts that tell them apart. */
const apart = 2.5;

/**
 * Weighs everything that one endpoint has answered: how many unfinished turns are honoured, by replies; and where they are not, which fake it
 * is most like, by replies and by counts of tokens that can be trusted.
 *
 * @param weighed replies under their prompt rendered with the open weights; none where there are no weights
 * @param atLeast share that must be honoured, 0 to 1
 * @param random for the posterior predictive p-value
 */
export function prefillEvidence(
  exchanges: readonly Exchange[],
  weighed: readonly WeighedReply[],
  atLeast: number,
  random: Random,
) {
  const echo = echoes(exchanges);
  const seen = observations(exchanges, echo);
  const probes = probeEvidence(seen);
  const look = Math.max(0, ...exchanges.map(({ trial }) => roundIn(trial)));
  const shares = withWeights(sharesOf(seen, probes, look), weighed, look);
  const tokens = tokenEvidence(exchanges);
  const replies = behaviourLog(probes);
  const template = templateLogs(weighed);
  const among = fakes.filter((name) => (echo ? name !== "DROP" : name !== "FAKE-ECHO"));
  const posterior = posteriorOf(
    among,
    byMechanism((name) => temper * replies[name] + tokens.logLikelihood[name] + (template?.[name] ?? 0)),
  );
  const best = among.reduce((a, b) => (posterior[b] > posterior[a] ? b : a));
  const fit = shares.faked.at99 > 0 ? fitOf(probes, best, random) : null;
  const twins = template === null && alikeTurns(tokens) && ["CLOSED", "FLIP"].includes(best);
  const verdict = verdictOf(exchanges, {
    ...{ shares, atLeast, fakes: posterior, fit, best, weights: weighed.length > 0, twins },
    nameable: tokens.mute === null || template !== null || shares.exposed !== null,
  });
  return {
    ...verdict,
    ...{ echo, shares, posterior, fit, probes, tokens, template },
    /** Shown, never weighed: an open turn has no open imitation whose first token could be known. */
    logProbs: logProbEvidence(exchanges, echo),
  };
}

/** With the open weights the greater of two bounds counts, each at half the error. */
function withWeights(shares: ShareResult, weighed: readonly WeighedReply[], look: number): ShareResult {
  if (weighed.length === 0) return shares;
  const [at95, at99] = [0.05, 0.01].map((level) => weighedShares(weighed, alphaAt(look, level) / 2));
  if (at95 === undefined || at99 === undefined) return shares;
  const { honoured, faked } = shares;
  return {
    ...shares,
    honoured: {
      at95: Math.max(honoured.at95, at95.honoured),
      at99: Math.max(honoured.at99, at99.honoured),
    },
    faked: { at95: Math.max(faked.at95, at95.faked), at99: Math.max(faked.at99, at99.faked) },
  };
}

/** A closed turn has no open imitation; from one passed on as the user's only counts of tokens tell it, where these differ. */
function alikeTurns({ mute, foretold: { CLOSED, FLIP } }: TokenEvidence): boolean {
  return mute !== null || CLOSED === null || FLIP === null || Math.abs(CLOSED - FLIP) < apart;
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

/** Given that it is one of these, by Bayes' rule; replies are tempered already. */
function posteriorOf(
  among: readonly Mechanism[],
  logs: Readonly<Record<Mechanism, number>>,
): Record<Mechanism, number> {
  const priors = among.map((name) => mechanismAbout[name].prior);
  const all = priors.reduce((sum, prior) => sum + prior, 0);
  const evidence = { calls: 1, logLikelihoods: among.map((name) => logs[name]) };
  const { hypotheses } = temperedPosterior(
    among,
    priors.map((prior) => prior / all),
    [evidence],
    { exponent: 1 },
  );
  return byMechanism((name) => {
    const at = among.indexOf(name);
    return at < 0 ? 0 : (hypotheses[at]?.probability ?? 0);
  });
}
