import { usdOf } from "../../study/budget.ts";
import type { Analysis, AnalyzeContext, Outcomes } from "../../study/study.ts";
import { answerOf } from "./answer.ts";
import { resolveClaims } from "./claims.ts";
import type { EndpointConfig } from "./config.ts";
import { prefillEvidence } from "./evidence/prefill.ts";
import { providersAlike, providersOf } from "./evidence/providers.ts";
import { reasoningEvidence } from "./evidence/reasoning.ts";
import { refusesOff } from "./evidence/refusals.ts";
import { counts } from "./evidence/replies.ts";
import { templateReplies } from "./evidence/template.ts";
import { endpointFiles } from "./files.ts";
import type { EndpointInputs } from "./inputs.ts";
import { type EndpointOutcome, exchangesOf, recordsOf } from "./outcomes.ts";
import { prefillResult } from "./prefill-result.ts";
import type { EndpointResult, EndpointResults } from "./results.ts";
import { savedResult } from "./saved-result.ts";
import { offChosen, offTried, prefillTried } from "./switches.ts";
import type { Target } from "./targets.ts";
import { timesOf } from "./timing.ts";
import { type EndpointTrial, endpointRole, isCall, type MeasuredValue } from "./trial.ts";
import { warningsOf } from "./warnings.ts";

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
  const results: EndpointResults = {
    rate: config.rate,
    atLeast: config.atLeast,
    endpoints,
    prefill: only?.prefill ?? null,
    reasoning: only?.reasoning ?? null,
    calls: endpoints.reduce((sum, { calls }) => sum + calls, 0),
    usd: sumIfKnown(endpoints.map(({ usd }) => usd)),
    saved: saved.length === 0 ? null : savedResult(saved),
  };
  const answer = answerOf(results);
  return {
    ...(answer === null ? {} : { answer }),
    claims: resolveClaims(results),
    gates: [],
    warnings: endpoints.flatMap(warningsOf),
    results,
    cost: timesOf(targets, by.map(exchangesOf)),
    files: endpointFiles(targets, by.flat()),
  };
}

function endpointResult(
  config: EndpointConfig,
  target: Target,
  outcomes: readonly EndpointOutcome[],
  context: AnalyzeContext,
  index: number,
): EndpointResult {
  const { reference, api, model } = target;
  const exchanges = exchangesOf(outcomes);
  const calls = outcomes.filter(({ trial }) => isCall(trial));
  const price = context.models[endpointRole(index)]?.price ?? null;
  const answered = exchanges.some(({ value }) => counts(value));
  const asked = exchanges.some(({ trial }) => trial.arm === "target");
  const providers = providersOf(exchanges);
  const alike = providersAlike(providers);
  const evidence =
    config.test.includes("prefill") && asked && answered
      ? prefillEvidence(
          exchanges,
          templateReplies(outcomes),
          config.atLeast / 100,
          context.random.fork(`fit ${index}`),
        )
      : null;
  return {
    ...{ reference, api, model, calls: calls.filter(({ result }) => "value" in result).length },
    usd: sumIfKnown(
      calls.map(({ result, usage, calls: made }) =>
        made === 0 || "missing" in result ? 0 : usdOf(usage, price),
      ),
    ),
    prefill: evidence === null ? null : prefillResult(evidence, exchanges, alike),
    reasoning: config.test.includes("reasoning") ? reasoningEvidence(exchanges) : null,
    offRefused: refusesOff(exchanges) && offChosen(exchanges) === null,
    switches: {
      off: JSON.stringify(offChosen(exchanges) ?? target.off),
      offTried: offTried(exchanges),
      prefillTried: prefillTried(exchanges),
    },
    providers,
    records: recordsOf(outcomes).size,
    providersAlike: alike,
    ends: endsOf(calls),
    trouble: answered ? null : troubleOf(outcomes),
  };
}

/** A sum with an unknown part is unknown. */
function sumIfKnown(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

function endsOf(calls: readonly EndpointOutcome[]): EndpointResult["ends"] {
  const ends = Map.groupBy(calls, ({ result }) => {
    if ("missing" in result) return `none: ${result.missing.code}`;
    return result.value.kind === "reply"
      ? `${result.value.status}${result.value.cut ? ", cut off" : ""}`
      : "";
  });
  return [...ends].map(([end, list]) => ({ end, calls: list.length }));
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
