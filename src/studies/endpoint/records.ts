import { setTimeout as sleep } from "node:timers/promises";
import { type JsonObject, parsedJson } from "../../core/json.ts";
import type { Measured } from "../../core/outcome.ts";
import type { Capabilities } from "../../models/model.ts";
import type { Exchange } from "./evidence/observations.ts";
import { numberAt, objectAt, textAt } from "./json-fields.ts";
import { type EndpointTrial, endpointRole, type RecordValue } from "./trial.ts";

/** Seconds before each further try: a router writes its records some seconds after the reply. */
const pauses: readonly number[] = [0.5, 1, 2, 4];

/** Ids under which a router keeps records of its calls, in the order of the calls. */
export function recordIds(exchanges: readonly Exchange[], host: string): readonly string[] {
  return exchanges.flatMap(({ value: { id, provider } }) =>
    id?.startsWith("gen-") && (provider !== null || host === "openrouter.ai") ? [id] : [],
  );
}

/** What asks for one record: `GET /generation?id=ID`. It costs nothing and is no call of the model. */
export function recordTrial(id: string, endpoint: number): EndpointTrial {
  return {
    ...{ item: id, arm: "generation", repeat: 0, role: endpointRole(endpoint), probe: "record", endpoint },
    ...{ turns: [], cap: 0, reasoning: "left", logProbs: false, facts: { id } },
  };
}

/**
 * Reads OpenRouter's record of a call: tokens by the provider's own tokenizer, who served it, and how long that took. One that is not yet there
 * (404) is asked for again a few times.
 */
export async function readRecord(
  id: string,
  wire: Capabilities["wire"],
  signal: AbortSignal,
): Promise<Measured<RecordValue>> {
  for (let tries = 0; ; tries++) {
    const reply = await wire({ path: `/generation?id=${encodeURIComponent(id)}`, method: "GET" }, { signal });
    if (!reply.ok) return { missing: reply.missing };
    const { status, text } = reply.value;
    const data = status === 200 ? objectAt(parsedJson(text), "data") : undefined;
    if (data !== undefined) return { value: recordOf(id, data) };
    const pause = pauses[tries];
    if (pause === undefined || (status !== 404 && status !== 429 && status < 500))
      return {
        missing: { kind: "failed", code: "no-record", reason: `no record of ${id} (status ${status})` },
      };
    try {
      await sleep(1000 * pause, undefined, { signal });
    } catch {
      return {
        missing: { kind: "failed", code: "no-record", reason: `the run ended before ${id} was on record` },
      };
    }
  }
}

/**
 * Puts the provider's own counts of tokens in place of those of the reply. Prompt tokens of one request say something beside those of another
 * only, so theirs are taken where all requests that are compared have a record.
 */
export function withRecords(
  exchanges: readonly Exchange[],
  records: ReadonlyMap<string, RecordValue>,
): readonly Exchange[] {
  if (records.size === 0) return exchanges;
  const of = ({ value: { id } }: Exchange): RecordValue | undefined =>
    id === null ? undefined : records.get(id);
  const whole = exchanges.every(
    (one) => one.trial.probe !== "tokens" || typeof of(one)?.promptTokens === "number",
  );
  return exchanges.map((one) => {
    const record = of(one);
    if (record === undefined) return one;
    const { trial, value } = one;
    return {
      trial,
      value: {
        ...value,
        promptTokens: whole ? (record.promptTokens ?? value.promptTokens) : value.promptTokens,
        completionTokens: record.completionTokens ?? value.completionTokens,
        reasoningTokens: record.reasoningTokens ?? value.reasoningTokens,
        provider: value.provider ?? record.provider,
      },
    };
  });
}

function recordOf(id: string, data: JsonObject): RecordValue {
  const milliseconds = numberAt(data, "generation_time");
  return {
    ...{ kind: "record", id, provider: textAt(data, "provider_name") },
    promptTokens: numberAt(data, "native_tokens_prompt"),
    completionTokens: numberAt(data, "native_tokens_completion"),
    reasoningTokens: numberAt(data, "native_tokens_reasoning"),
    seconds: milliseconds === null ? null : milliseconds / 1000,
  };
}
