import type { Exchange } from "./evidence/observations.ts";
import type { PrefillEvidence } from "./evidence/prefill.ts";
import { providersMixed } from "./evidence/providers.ts";
import { fakes, type Mechanism } from "./mechanisms.ts";
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
  const { verdict, mechanism, reason, posterior, fit, echo, shares, template, logProbs } = evidence;
  const { logLikelihood, ...tokens } = evidence.tokens;
  return unlessMixed(
    {
      ...{ verdict, mechanism, reason, fit, echo, shares, template, logProbs, tokens },
      posterior: fakes
        .map((name) => ({ mechanism: name, probability: posterior[name] }))
        .sort((a, b) => b.probability - a.probability),
      probes: evidence.probes.map(({ probe, target, controls, mute, logLikelihood: logs }) => ({
        ...{ probe: probe.id, about: probe.about, mute, outcomes: probe.outcomes, target, controls },
        weight: weightOf(logs),
      })),
      calls: exchanges.filter(({ trial }) => !isOffRequest(trial.probe)).length,
    },
    alike,
  );
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
