import { upperBound } from "../../stats/distributions/proportion.ts";
import { usdOf } from "../../study/budget.ts";
import type { Analysis, AnalyzeContext, Outcomes } from "../../study/study.ts";
import { resolveClaims } from "./claims.ts";
import type { EndpointConfig } from "./config.ts";
import type { Exchange } from "./evidence/observations.ts";
import { type PrefillEvidence, prefillEvidence } from "./evidence/prefill.ts";
import { providersAlike, providersMixed, providersOf } from "./evidence/providers.ts";
import { declares, reasoningEvidence } from "./evidence/reasoning.ts";
import { beginsWith, counts } from "./evidence/replies.ts";
import { templateLogs } from "./evidence/template.ts";
import { endpointFiles } from "./files.ts";
import type { EndpointInputs } from "./inputs.ts";
import { mechanisms } from "./mechanisms.ts";
import { type EndpointOutcome, exchangesOf, recordsOf, refusesOff } from "./outcomes.ts";
import type { EndpointResult, EndpointResults, PrefillResult, SavedResult } from "./results.ts";
import type { SavedReply } from "./saved.ts";
import type { Target } from "./targets.ts";
import { timing } from "./timing.ts";
import { type EndpointTrial, endpointRole, isCall, type MeasuredValue } from "./trial.ts";

/** Weighs everything that came back, endpoint by endpoint. */
export async function analyzeCalls(
  config: EndpointConfig,
  { targets, saved }: EndpointInputs,
  outcomes: Outcomes<EndpointTrial, MeasuredValue>,
  context: AnalyzeContext,
): Promise<Analysis<EndpointResults>> {
  const by = targets.map((): EndpointOutcome[] => []);
  for await (const outcome of outcomes) by[outcome.trial.endpoint]?.push(outcome);
  const endpoints = targets.map((target, i) => endpointResult(config, target, by[i] ?? [], context, i));
  const only = endpoints.length === 1 ? endpoints[0] : undefined;
  const usd = endpoints.reduce<number | null>(
    (sum, one) => (sum === null || one.usd === null ? null : sum + one.usd),
    0,
  );
  const results: EndpointResults = {
    rate: config.rate,
    endpoints,
    prefill: only?.prefill ?? null,
    reasoning: only?.reasoning ?? null,
    calls: endpoints.reduce((sum, { calls }) => sum + calls, 0),
    usd,
    saved: saved.length === 0 ? null : savedResult(saved),
  };
  const all = by.flat();
  return {
    claims: resolveClaims(results),
    gates: [],
    warnings: endpoints.flatMap(warningsOf),
    results,
    cost: timing(targets, by.map(exchangesOf)),
    files: endpointFiles(targets, all),
  };
}

function endpointResult(
  config: EndpointConfig,
  target: Target,
  outcomes: readonly EndpointOutcome[],
  context: AnalyzeContext,
  index: number,
): EndpointResult {
  const exchanges = exchangesOf(outcomes);
  const price = context.models[endpointRole(index)]?.price ?? null;
  const usd = outcomes
    .filter(({ trial }) => isCall(trial))
    .reduce<number | null>((sum, { result, usage, calls }) => {
      if (calls === 0) return sum;
      const one = "missing" in result ? 0 : usdOf(usage, price);
      return sum === null || one === null ? null : sum + one;
    }, 0);
  const answered = exchanges.some(({ value }) => counts(value));
  const asked = exchanges.some(({ trial }) => trial.arm === "target");
  const evidence =
    config.test.includes("prefill") && asked && answered
      ? prefillEvidence(exchanges, templateLogs(outcomes), context.random.fork(`fit ${index}`))
      : null;
  const providers = providersOf(exchanges);
  const alike = providersAlike(providers);
  return {
    reference: target.reference,
    api: target.api,
    model: target.model,
    calls: exchanges.length,
    usd,
    prefill: evidence === null ? null : unlessMixed(prefillResult(evidence, exchanges), alike),
    reasoning: config.test.includes("reasoning") ? reasoningEvidence(exchanges) : null,
    offRefused: refusesOff(exchanges),
    providers,
    records: recordsOf(outcomes).size,
    providersAlike: alike,
    ends: endsOf(outcomes),
    trouble: answered ? null : troubleOf(outcomes),
  };
}

function prefillResult(evidence: PrefillEvidence, exchanges: readonly Exchange[]): PrefillResult {
  const { verdict, mechanism, reason, posterior, logBayesFactor, fit, echo, tokens } = evidence;
  return {
    ...{ verdict, mechanism, reason, fit, echo },
    posterior: mechanisms
      .map((name) => ({ mechanism: name, probability: posterior[name] }))
      .sort((a, b) => b.probability - a.probability),
    open: posterior.TRUE,
    logBayesFactor: { all: finite(logBayesFactor.all), replies: finite(logBayesFactor.replies) },
    probes: evidence.probes.map(({ probe, target, controls, mute, logLikelihood }) => ({
      probe: probe.id,
      about: probe.about,
      mute,
      outcomes: probe.outcomes,
      ...{ target, controls },
      weight: weightOf(logLikelihood),
    })),
    tokens: {
      mute: tokens.mute,
      counts: tokens.tokens,
      slope: tokens.slope,
      beside: tokens.beside,
      foretold: tokens.foretold,
      weight: weightOf(tokens.logLikelihood),
    },
    template: evidence.template,
    logProbs: evidence.logProbs,
    consistency: consistencyOf(evidence),
    calls: exchanges.filter(({ trial }) => trial.probe !== "chain" && !trial.probe.startsWith("cap")).length,
  };
}

function consistencyOf({ probes }: PrefillEvidence): PrefillResult["consistency"] {
  const telling = probes.filter(({ mute }) => mute === null);
  const sum = (of: (one: (typeof telling)[number]) => number): number =>
    telling.reduce((total, one) => total + of(one), 0);
  return {
    continued: sum(({ probe, target }) => target[probe.outcomes.indexOf(probe.continued)] ?? 0),
    turns: sum(({ target }) => target.reduce((total, count) => total + count, 0)),
  };
}

function weightOf(logs: Readonly<Record<(typeof mechanisms)[number], number>>): number {
  return logs.TRUE - Math.max(...mechanisms.filter((name) => name !== "TRUE").map((name) => logs[name]));
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

function endsOf(outcomes: readonly EndpointOutcome[]): EndpointResult["ends"] {
  const ends = outcomes
    .filter(({ trial }) => isCall(trial))
    .map(({ result }) =>
      "missing" in result
        ? `none: ${result.missing.code}`
        : result.value.kind === "reply"
          ? `${result.value.status}${result.value.cut ? ", cut off" : ""}`
          : "",
    );
  return [...Map.groupBy(ends, (end) => end)].map(([end, list]) => ({ end, calls: list.length }));
}

/** Where no call was answered: why the first was not. */
function troubleOf(outcomes: readonly EndpointOutcome[]): string | null {
  for (const { result } of outcomes) {
    if ("missing" in result) return result.missing.reason;
    if (result.value.kind !== "reply") continue;
    const { cut, status, error } = result.value;
    return cut ? "the connection ended in the middle of each reply" : `status ${status}: ${error ?? ""}`;
  }
  return null;
}

function warningsOf({ reference, offRefused, ends, calls, reasoning, providers }: EndpointResult): string[] {
  const lost = ends
    .filter(({ end }) => end.startsWith("none") || end.includes("cut"))
    .reduce((sum, one) => sum + one.calls, 0);
  return [
    ...(offRefused
      ? [
          `${reference} refuses the settings that switch reasoning off: it was asked without them. Give others with --reasoning-off.`,
        ]
      : []),
    ...(lost > 0.2 * (calls + lost)
      ? [`${reference}: ${lost} calls ended without a whole reply. Verdicts rest on the others.`]
      : []),
    ...(reasoning !== null && reasoning.capKept === false
      ? [`${reference} does not keep the output cap: caps say nothing about hidden tokens here.`]
      : []),
    ...(providers.length > 1
      ? [
          `${reference} was served by ${providers.length} providers: ${providers.map(({ name }) => name).join(", ")}.`,
        ]
      : []),
  ];
}

function savedResult(saved: readonly SavedReply[]): SavedResult {
  const read = saved.filter(({ value }) => counts(value));
  const unfinished = read.filter(({ prefill }) => prefill !== null);
  const shown = read.filter(({ value }) => value.shown > 0).length;
  const declared = read.filter(({ value }) => value.shown === 0 && declares(value)).length;
  const beginnings = Map.groupBy(unfinished, ({ prefill, value }) => beginningOf(prefill ?? "", value.text));
  return {
    replies: read.length,
    unfinished: unfinished.length,
    beginnings: [...beginnings]
      .map(([beginning, list]) => ({ beginning, replies: list.length }))
      .sort((a, b) => b.replies - a.replies),
    ...{ shown, declared },
    openBound: upperBound(shown + declared, read.length),
    refused: saved.length - read.length,
  };
}

function beginningOf(prefill: string, text: string): string {
  if (text.trim() === "") return "empty";
  if (beginsWith(text, prefill)) return "with the prefill itself";
  if (text.trimStart().startsWith(prefill.trim().slice(0, 12))) return "as the prefill begins";
  if (/^\s/.test(text) && !/\s$/.test(prefill)) return "with a blank";
  return /^[\p{Ll}\p{P}]/u.test(text) ? "in the middle of a sentence" : "as a new text would";
}

/** Posteriors are ratios of tiny numbers: infinite ones are told as the largest that JSON can hold in a sentence. */
function finite(log: number): number {
  return Number.isFinite(log) ? log : Math.sign(log) * 1e6;
}
