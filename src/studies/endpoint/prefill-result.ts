import { sum } from "../../stats/distributions/moments.ts";
import type { Exchange } from "./evidence/observations.ts";
import type { PrefillEvidence } from "./evidence/prefill.ts";
import { providersMixed } from "./evidence/providers.ts";
import { fakes, type Mechanism, mechanisms } from "./mechanisms.ts";
import { isOffRequest } from "./off-requests.ts";
import type { PrefillResult } from "./results.ts";

/**
 * Evidence as results hold it.
 *
 * @param alike chance of providers as different as these if all treat the turn alike; null with fewer than two
 */
export function prefillResult(
  evidence: PrefillEvidence,
  exchanges: readonly Exchange[],
  alike: number | null,
): PrefillResult {
  const { verdict, mechanism, reason, posterior, logBayesFactor, fit, echo, template, logProbs } = evidence;
  const { logLikelihood: tokenLogs, ...tokens } = evidence.tokens;
  return unlessMixed(
    {
      ...{ verdict, mechanism, reason, fit, echo, template, logProbs },
      posterior: mechanisms
        .map((name) => ({ mechanism: name, probability: posterior[name] }))
        .sort((a, b) => b.probability - a.probability),
      open: posterior.TRUE,
      logBayesFactor: { all: finite(logBayesFactor.all), replies: finite(logBayesFactor.replies) },
      probes: evidence.probes.map(({ probe, target, controls, mute, logLikelihood }) => ({
        ...{ probe: probe.id, about: probe.about, mute, outcomes: probe.outcomes, target, controls },
        weight: weightOf(logLikelihood),
      })),
      tokens: { ...tokens, weight: weightOf(tokenLogs) },
      consistency: consistencyOf(evidence),
      calls: exchanges.filter(({ trial }) => !isOffRequest(trial.probe)).length,
    },
    alike,
  );
}

function consistencyOf({ probes }: PrefillEvidence): PrefillResult["consistency"] {
  const telling = probes.filter(({ mute }) => mute === null);
  return {
    continued: sum(telling.map(({ probe, target }) => target[probe.outcomes.indexOf(probe.continued)] ?? 0)),
    turns: sum(telling.map(({ target }) => sum(target))),
  };
}

function weightOf(logs: Readonly<Record<Mechanism, number>>): number {
  return logs.TRUE - Math.max(...fakes.map((name) => logs[name]));
}

/** Behind a router whose providers treat the turn differently there is no one answer, and one does not vouch for another. */
function unlessMixed(result: PrefillResult, alike: number | null): PrefillResult {
  const mixed = providersMixed(alike);
  if (mixed === null || result.verdict === "rejected") return result;
  if (mixed === "perhaps" && result.verdict !== "honoured") return result;
  return {
    ...result,
    verdict: "undecided",
    mechanism: null,
    reason: `providers behind this endpoint ${mixed === "differ" ? "treat" : "may treat"} the unfinished turn differently: pin one with --provider`,
  };
}

/** Posteriors are ratios of tiny numbers: infinite ones are told as the largest that JSON can hold in a sentence. */
function finite(log: number): number {
  return Number.isFinite(log) ? log : Math.sign(log) * 1e6;
}
