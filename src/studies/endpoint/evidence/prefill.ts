import { posteriorPredictiveP } from "../../../stats/distributions/dirichlet-multinomial.ts";
import type { Random } from "../../../stats/distributions/random.ts";
import { temperedPosterior } from "../../../stats/sequential/tempered-posterior.ts";
import { byMechanism, fakes, type Mechanism, mechanismAbout, mechanisms } from "../mechanisms.ts";
import { behaviourLog, type ProbeEvidence, probeEvidence } from "./behaviour.ts";
import { type LogProbEvidence, logProbEvidence } from "./log-probs.ts";
import { type Exchange, echoes, observations } from "./observations.ts";
import { counts } from "./replies.ts";
import { type TokenEvidence, tokenEvidence } from "./tokens.ts";

/** What is known of an endpoint's treatment of an unfinished turn. */
export interface PrefillEvidence {
  readonly verdict: PrefillVerdict;
  /** The mechanism that is named; null where none is. */
  readonly mechanism: Mechanism | "REJECT" | null;
  /** Why it is undecided, or what the verdict rests on. */
  readonly reason: string;
  /** Can more calls still find a name where the prefill is not honoured? */
  readonly nameable: boolean;
  readonly echo: boolean;
  readonly posterior: Readonly<Record<Mechanism, number>>;
  /** Log Bayes factor of TRUE against the strongest fake, over all evidence and over replies alone; nats. */
  readonly logBayesFactor: { readonly all: number; readonly replies: number };
  /** Posterior predictive p-value of the best mechanism; null where no reply could be read. */
  readonly fit: number | null;
  readonly probes: readonly ProbeEvidence[];
  readonly tokens: TokenEvidence;
  readonly template: Readonly<Record<string, number>> | null;
  /** Shown, never weighed: an open turn has no open imitation whose first token could be known. */
  readonly logProbs: LogProbEvidence;
}

type PrefillVerdict = "honoured" | "not honoured" | "rejected" | "undecided";

/** What a verdict takes. */
interface Threshold {
  /** Posterior probability. */
  readonly posterior: number;
  /** Bayes factor for or against TRUE. */
  readonly bayesFactor: number;
  /** Bayes factor from replies alone: counts of tokens can be made up. */
  readonly replies: number;
  /** Least posterior predictive p-value. */
  readonly fit: number;
}

/** As the study registers it. */
const threshold: Threshold = { posterior: 0.95, bayesFactor: 20, replies: 60, fit: 0.01 };

/** Fewest refusals of an unfinished turn, beside an answer to the same without it, that make a rejection. */
const leastRefusals = 3;
/** Share of refused turns among answered ones that is more than an oddity of a single prefill. */
const part = 0.05;
/** Fewest tokens between two counts that tell them apart. */
const apart = 2.5;

/** Repeated replies of one model are not as good as independent ones: log-likelihoods are tempered by this exponent. */
const temper = 0.85;

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
): PrefillEvidence {
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
  const twins =
    template === null && alikeTurns(tokens) && posterior.CLOSED + posterior.FLIP > threshold.posterior;
  const logProbs = logProbEvidence(exchanges, echo);
  const known = {
    logProbs,
    nameable: !twins,
    echo,
    posterior,
    logBayesFactor,
    fit,
    probes,
    tokens,
    template,
  };
  const refusal = refusals(exchanges);
  if (refusal !== null) return { ...known, ...refusal };
  const some = someRefused(exchanges);
  if (some !== null) return { ...known, verdict: "undecided", mechanism: null, reason: some };
  return {
    ...known,
    ...decided(posterior, logBayesFactor, fit, best, { weighed: template !== null, twins }),
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

function decided(
  posterior: Readonly<Record<Mechanism, number>>,
  factor: PrefillEvidence["logBayesFactor"],
  fit: number | null,
  best: Mechanism,
  { weighed, twins }: { readonly weighed: boolean; readonly twins: boolean },
): Pick<PrefillEvidence, "verdict" | "mechanism" | "reason"> {
  const undecided = (reason: string) => ({ verdict: "undecided", mechanism: null, reason }) as const;
  if (fit === null && !weighed)
    return undecided(
      "no probe could be read: this model does not answer the questions when they are asked plainly",
    );
  if (fit !== null && fit < threshold.fit)
    return undecided("the replies fit none of the mechanisms known here");
  if (best === "OTHER")
    return undecided("the replies fit something else better than any mechanism known here");
  const all = Math.exp(factor.all);
  const replies = Math.exp(factor.replies);
  if (posterior.TRUE > threshold.posterior && all > threshold.bayesFactor) {
    if (replies > threshold.replies) {
      return {
        verdict: "honoured",
        mechanism: "TRUE",
        reason:
          fit === null
            ? "the replies are likely under the model's own weights where the turn is open, and unlikely where it is not"
            : "replies go on where the unfinished turn stops, as no open imitation of a fake does",
      };
    }
    return undecided(
      "only counts of tokens speak for it, and those can be made up: this model goes on as well when the turn is faked openly",
    );
  }
  if (1 - posterior.TRUE > threshold.posterior && 1 / all > threshold.bayesFactor) {
    if (posterior[best] > threshold.posterior && !twins)
      return { verdict: "not honoured", mechanism: best, reason: mechanismAbout[best].what };
    const several = twins
      ? "the turn is closed or passed on as the user's, and nothing that can be sent tells these apart"
      : "more than one way of faking fits";
    const likeliest = `most likely ${mechanismAbout[best].what} (${best})`;
    return { verdict: "not honoured", mechanism: null, reason: `${several}; ${likeliest}` };
  }
  return undecided("an open turn and a faked one would look too much alike with this model");
}

/** A 4xx for the unfinished turn, where the same without it is answered. */
function refusals(
  exchanges: readonly Exchange[],
): Pick<PrefillEvidence, "verdict" | "mechanism" | "reason"> | null {
  const refused = (status: number): boolean => status === 400 || status === 422;
  const targets = exchanges.filter(({ trial }) => trial.arm === "target" || trial.arm === "target-long");
  const answered = exchanges.some(({ trial, value }) => trial.arm === "drop" && counts(value));
  const no = targets.filter(({ value }) => refused(value.status));
  if (!answered || no.length < leastRefusals || no.length < targets.length) return null;
  const words = no.find(({ value }) => value.error !== null)?.value.error ?? "";
  return {
    verdict: "rejected",
    mechanism: "REJECT",
    reason: `status ${no[0]?.value.status ?? 400} for every unfinished turn${words === "" ? "" : `: “${words.slice(0, 160)}”`}`,
  };
}

/** An endpoint that refuses some unfinished turns and answers others, as a router with several providers may, has no one answer. */
function someRefused(exchanges: readonly Exchange[]): string | null {
  // A probe that is refused when it is sent openly too, such as for its small cap, says nothing of the turn.
  const asked = new Set(
    exchanges
      .filter(({ trial, value }) => !trial.arm.startsWith("target") && counts(value))
      .map(({ trial }) => trial.probe),
  );
  const targets = exchanges.filter(({ trial }) => trial.arm.startsWith("target") && asked.has(trial.probe));
  const no = targets.filter(({ value: { status } }) => status === 400 || status === 422).length;
  if (no === 0 || no < part * targets.length || no === targets.length) return null;
  return `${no} of ${targets.length} unfinished turns are refused and the others answered: if several providers serve this endpoint, pin one with --provider`;
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
