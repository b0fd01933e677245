import { isJsonObject, type Json, type JsonObject, parsedJson } from "../../core/json.ts";
import type { Api } from "../../models/reference.ts";
import { firstOf, listAt, numberAt, objectAt, textAt } from "./json-fields.ts";
import type { EndpointValue } from "./trial.ts";

/** Of an exchange, what is read. */
export interface Received {
  readonly status: number;
  readonly text: string;
  readonly cut: string | null;
  readonly seconds: { readonly firstByte: number | null; readonly total: number };
}

/**
 * Reads what came over the wire, whatever it is: a value of another form reads as empty and unknown, never as an error, for what an
 * endpoint really sends is what is measured.
 */
export function readReply(api: Api, reply: Received, raw: string | null): EndpointValue {
  const body = parsedJson(reply.text);
  const form = api === "messages" ? messages(body) : api === "responses" ? responses(body) : choices(body);
  const { text, shown } = withoutThinking(form.text);
  const usage = objectAt(body, "usage");
  const details = objectAt(usage, "completion_tokens_details") ?? objectAt(usage, "output_tokens_details");
  return {
    kind: "reply",
    status: reply.status,
    text,
    shown: shown + form.shown,
    finish: form.finish,
    promptTokens: promptTokens(usage),
    completionTokens: numberAt(usage, "completion_tokens") ?? numberAt(usage, "output_tokens"),
    reasoningTokens: numberAt(details, "reasoning_tokens"),
    ...form.first,
    provider: textAt(body, "provider"),
    id: textAt(body, "id"),
    error: reply.status >= 400 ? errorWords(body, reply.text) : null,
    cut: reply.cut !== null,
    firstSeconds: reply.seconds.firstByte,
    seconds: reply.seconds.total,
    raw,
  };
}

interface Form {
  readonly text: string;
  readonly shown: number;
  readonly finish: string | null;
  readonly first: First;
}

/** The reply's first token and the likeliest ones in its place. */
type First = Pick<EndpointValue, "firstLogProb" | "firstTokens">;

const unknownFirst: First = { firstLogProb: null, firstTokens: null };

function choices(body: Json | undefined): Form {
  const choice = firstOf(body, "choices");
  const message = objectAt(choice, "message");
  const reasoning = textAt(message, "reasoning_content") ?? textAt(message, "reasoning") ?? "";
  const content = message?.content;
  const parts = Array.isArray(content)
    ? content.map((part) => textAt(isJsonObject(part) ? part : undefined, "text") ?? "").join("")
    : "";
  return {
    text: textAt(message, "content") ?? textAt(choice, "text") ?? parts,
    shown: thoughtLength(reasoning),
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
  return { text, shown, finish: textAt(body, "stop_reason"), first: unknownFirst };
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
  return { text, shown, finish: incomplete ?? textAt(body, "status"), first: first ?? unknownFirst };
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

/**
 * Takes thoughts out of visible text: `<think>…</think>` and its like. What was opened and never closed is all thought, and so is what stands
 * before a mark that closes what the template had opened.
 */
function withoutThinking(text: string): { readonly text: string; readonly shown: number } {
  const open = /^\s*<(think|thinking|reasoning|thought)>/i.exec(text);
  if (open === null) {
    const end = /<\/(think|thinking|reasoning|thought)>\s*/i.exec(text);
    const before = end === null ? "" : text.slice(0, end.index);
    if (end === null || before.toLowerCase().includes(`<${end[1]?.toLowerCase() ?? ""}>`))
      return { text, shown: 0 };
    return { text: text.slice(end.index + end[0].length), shown: thoughtLength(before) };
  }
  const end = new RegExp(`</${open[1] ?? ""}>\\s*`, "i").exec(text);
  if (end === null) return { text: "", shown: thoughtLength(text.slice(open[0].length)) };
  const thoughts = text.slice(open[0].length, end.index);
  return { text: text.slice(end.index + end[0].length), shown: thoughtLength(thoughts) };
}

/** An empty place for thoughts, as models that were told not to think leave it, is none: white space does not count. */
function thoughtLength(thoughts: string): number {
  return thoughts.trim().length;
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

function errorWords(body: Json | undefined, text: string): string {
  const error = isJsonObject(body) ? body.error : undefined;
  const words = typeof error === "string" ? error : (textAt(objectAt(body, "error"), "message") ?? text);
  return words.replace(/\s+/g, " ").trim().slice(0, 300);
}
