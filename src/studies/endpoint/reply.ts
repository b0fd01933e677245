import { isJsonObject, type Json, type JsonObject, parsedJson } from "../../core/json.ts";
import type { Api } from "../../models/reference.ts";
import { noCompletion } from "./completion.ts";
import { firstOf, listAt, numberAt, objectAt, textAt } from "./json-fields.ts";
import { assembled } from "./streamed.ts";
import { isThought, thoughtLength, thoughtsIn, unknownText, withoutThinking } from "./thoughts.ts";
import type { EndpointValue } from "./trial.ts";

/** Of an exchange, what is read. */
export interface Received {
  readonly status: number;
  readonly text: string;
  readonly cut: string | null;
  readonly seconds: { readonly firstByte: number | null; readonly total: number };
  readonly headers?: Readonly<Record<string, string>>;
  /** Data of a stream's events; none where the body is no stream. */
  readonly events?: readonly { readonly data: string }[];
}

/**
 * Reads what came over the wire, whatever it is: a value of another form reads as empty and unknown, never as an error, for what an
 * endpoint really sends is what is measured.
 */
export function readReply(api: Api, reply: Received, raw: string | null): EndpointValue {
  const events = reply.events ?? [];
  const chunks =
    api === "chat" || api === "completions" ? assembled(events.map(({ data }) => data)) : undefined;
  const body = parsedJson(reply.text) ?? chunks;
  const none = noCompletion(api, { ...reply, body, location: reply.headers?.location ?? null });
  const form = api === "messages" ? messages(body) : api === "responses" ? responses(body) : choices(body);
  const { text, shown } = withoutThinking(form.text);
  const usage = objectAt(body, "usage");
  const details = objectAt(usage, "completion_tokens_details") ?? objectAt(usage, "output_tokens_details");
  // A parser that takes the answer itself for thoughts leaves the text empty although the reply came to its end.
  const misplaced = text.trim() === "" && form.shown > 0 && form.finish === "stop";
  return {
    kind: "reply",
    status: none?.status ?? reply.status,
    text,
    shown: misplaced ? 0 : shown + form.shown,
    misplaced,
    unknown: form.unknown,
    finish: form.finish,
    promptTokens: promptTokens(usage),
    completionTokens: numberAt(usage, "completion_tokens") ?? numberAt(usage, "output_tokens"),
    reasoningTokens: numberAt(details, "reasoning_tokens"),
    ...form.first,
    provider: textAt(body, "provider"),
    id: textAt(body, "id"),
    error: none?.error ?? null,
    refused: none?.refused ?? false,
    cut: reply.cut !== null,
    firstSeconds: reply.seconds.firstByte,
    seconds: reply.seconds.total,
    raw,
  };
}

interface Form {
  readonly text: string;
  /** Characters of thoughts that stand apart from the text. */
  readonly shown: number;
  /** A text beside the content that nothing here knows. */
  readonly unknown: string | null;
  readonly finish: string | null;
  readonly first: First;
}

/** The reply's first token and the likeliest ones in its place. */
type First = Pick<EndpointValue, "firstLogProb" | "firstTokens">;

const unknownFirst: First = { firstLogProb: null, firstTokens: null };

function choices(body: Json | undefined): Form {
  const choice = firstOf(body, "choices");
  const message = objectAt(choice, "message");
  const content = message?.content;
  const parts = Array.isArray(content)
    ? content
        .filter(isJsonObject)
        .filter(({ type }) => typeof type !== "string" || !isThought(type))
        .map((part) => textAt(part, "text") ?? "")
        .join("")
    : "";
  return {
    text: textAt(message, "content") ?? textAt(choice, "text") ?? parts,
    shown: thoughtLength(thoughtsIn(message)),
    unknown: unknownText(message),
    finish: textAt(choice, "finish_reason"),
    first: firstAmong(objectAt(choice, "logprobs")),
  };
}

function messages(body: Json | undefined): Form {
  let text = "";
  let shown = 0;
  for (const block of listAt(body, "content")) {
    if (block.type === "text") text += textAt(block, "text") ?? "";
    if (block.type === "thinking") shown += thoughtLength(textAt(block, "thinking") ?? "");
    if (block.type === "redacted_thinking") shown += (textAt(block, "data") ?? "").length;
  }
  return { text, shown, unknown: null, finish: textAt(body, "stop_reason"), first: unknownFirst };
}

function responses(body: Json | undefined): Form {
  let text = "";
  let shown = 0;
  let first: First | null = null;
  for (const item of listAt(body, "output")) {
    if (item.type === "message") {
      for (const part of listAt(item, "content")) {
        text += textAt(part, "text") ?? "";
        first ??= firstOfEntries(firstOf(part, "logprobs"));
      }
    }
    if (item.type === "reasoning") {
      for (const part of [...listAt(item, "summary"), ...listAt(item, "content")]) {
        shown += thoughtLength(textAt(part, "text") ?? "");
      }
    }
  }
  const incomplete = textAt(objectAt(body, "incomplete_details"), "reason");
  return {
    ...{ text, shown, unknown: null, finish: incomplete ?? textAt(body, "status") },
    first: first ?? unknownFirst,
  };
}

/** Log-probabilities as chat writes them, entries with alternatives, or as completions do, lists and an object beside each other. */
function firstAmong(logProbs: JsonObject | undefined): First {
  if (Array.isArray(logProbs?.content)) return firstOfEntries(firstOf(logProbs, "content"));
  const [own] = Array.isArray(logProbs?.token_logprobs) ? logProbs.token_logprobs : [];
  const top = firstOf(logProbs, "top_logprobs");
  if (top === undefined) return unknownFirst;
  const tokens = Object.entries(top).flatMap(([token, logProb]) =>
    isLogProb(logProb) ? [{ token, logProb }] : [],
  );
  return { firstLogProb: isLogProb(own) ? own : null, firstTokens: tokens };
}

function firstOfEntries(entry: JsonObject | undefined): First {
  if (entry === undefined) return unknownFirst;
  const tokens = listAt(entry, "top_logprobs").flatMap(({ token, logprob }) =>
    typeof token === "string" && isLogProb(logprob) ? [{ token, logProb: logprob }] : [],
  );
  return { firstLogProb: isLogProb(entry.logprob) ? entry.logprob : null, firstTokens: tokens };
}

function isLogProb(value: Json | undefined): value is number {
  return typeof value === "number" && value <= 0;
}

/** Input tokens in all: Anthropic's number leaves out what was read from or written to its cache. */
function promptTokens(usage: JsonObject | undefined): number | null {
  const whole = numberAt(usage, "prompt_tokens");
  if (whole !== null) return whole;
  const rest = numberAt(usage, "input_tokens");
  if (rest === null) return null;
  return (
    rest +
    (numberAt(usage, "cache_read_input_tokens") ?? 0) +
    (numberAt(usage, "cache_creation_input_tokens") ?? 0)
  );
}
