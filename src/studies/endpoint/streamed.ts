import { isJsonObject, type Json, type JsonObject, parsedJson } from "../../core/json.ts";
import { firstOf, objectAt, textAt } from "./json-fields.ts";

/**
 * A stream of chat or completion chunks as the one body it stands for: deltas joined, the last end and the last usage kept. Undefined where
 * the events are none of these.
 */
export function assembled(events: readonly string[]): JsonObject | undefined {
  const chunks = events.map(parsedJson).filter(isJsonObject);
  const parts = chunks.flatMap((chunk) => firstOf(chunk, "choices") ?? []);
  const wrong = chunks.find(({ error }) => error !== undefined && error !== null);
  if (wrong !== undefined) return wrong;
  if (parts.length === 0) return undefined;
  const message: Record<string, Json> = {};
  let text: string | null = null;
  for (const part of parts) {
    const written = textAt(part, "text");
    if (written !== null) text = (text ?? "") + written;
    for (const [name, value] of Object.entries(objectAt(part, "delta") ?? objectAt(part, "message") ?? {})) {
      const before = message[name];
      if (typeof value === "string" && name !== "role")
        message[name] = `${typeof before === "string" ? before : ""}${value}`;
      else if (Array.isArray(value)) message[name] = [...(Array.isArray(before) ? before : []), ...value];
      else if (value !== null && value !== undefined) message[name] = value;
    }
  }
  const last = <Value>(of: (chunk: JsonObject) => Value | null | undefined): Value | undefined =>
    chunks
      .map(of)
      .filter((value) => value !== null && value !== undefined)
      .at(-1);
  const finish = parts.map((part) => textAt(part, "finish_reason")).findLast((end) => end !== null) ?? null;
  const logprobs = parts.map((part) => objectAt(part, "logprobs")).find((one) => one !== undefined);
  return {
    id: last((chunk) => textAt(chunk, "id")) ?? null,
    provider: last((chunk) => textAt(chunk, "provider")) ?? null,
    usage: last((chunk) => objectAt(chunk, "usage")) ?? null,
    choices: [
      {
        ...(text === null ? { message } : { text }),
        finish_reason: finish,
        ...(logprobs === undefined ? {} : { logprobs }),
      },
    ],
  };
}
