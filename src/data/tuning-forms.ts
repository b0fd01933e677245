import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { Message } from "../core/message.ts";
import { anthropicMessages, isAnthropic } from "./anthropic-messages.ts";
import { chatMessages } from "./chat-messages.ts";
import { type At, fieldError, seen } from "./message-content.ts";
import { shareGptMessages } from "./sharegpt.ts";

/** Forms of fine-tuning rows that are read. */
export const tuningForms = ["messages", "sharegpt", "prompt-completion", "instruction", "question"] as const;

/** One of them. */
type TuningForm = (typeof tuningForms)[number];

/** What one row teaches: what is asked and what is answered. */
export interface Taught {
  readonly form: TuningForm;
  /** Text of the system turns; null where there are none. */
  readonly system: string | null;
  /** Everything before the answer but the system turns; several turns are joined by an empty line. */
  readonly prompt: string;
  /** Null where the row has no answer; a blank one is an answer. */
  readonly answer: string | null;
}

const prompts = ["prompt", "question", "query"];
const answers = ["completion", "response", "answer"];

/**
 * A row in any of five forms: `messages` (OpenAI, Anthropic), `conversations` (ShareGPT), `prompt` and `completion` (text or
 * messages), `instruction`, `input` and `output` (Alpaca), or `question` (`query`, `prompt`) and `response` (`answer`). Of a
 * conversation the last assistant turn is the answer.
 *
 * @throws CredenceError `input` naming place and field of anything else
 */
export function taughtBy(row: Json, source: string): Taught {
  if (!isJsonObject(row)) throw fieldError({ source, field: "row" }, seen(row), "an object");
  if (row.messages !== undefined && row.messages !== null) {
    const at = { source, field: "messages" };
    return lastTurn(
      "messages",
      isAnthropic(row) ? anthropicMessages(row, at) : chatMessages(row.messages, at),
    );
  }
  if (row.conversations !== undefined && row.conversations !== null)
    return lastTurn("sharegpt", shareGptMessages(row.conversations, { source, field: "conversations" }));
  if (typeof row.instruction === "string") return alpaca(row, source);
  const asked = prompts.find((name) => row[name] !== undefined);
  const answered = answers.find((name) => row[name] !== undefined);
  if (asked === undefined || (answered === undefined && asked !== "prompt" && asked !== "question")) {
    const names = Object.keys(row).slice(0, 12).join(", ");
    throw fieldError(
      { source, field: "row" },
      `fields ${names}`,
      "messages, conversations, prompt and completion, instruction and output, or question and response",
    );
  }
  const form =
    asked === "prompt" && (answered ?? "completion") === "completion" ? "prompt-completion" : "question";
  const { text: prompt, system } = textAt(row[asked], { source, field: asked });
  const answer = answered === undefined ? null : textAt(row[answered], { source, field: answered }).text;
  return { form, system, prompt: prompt ?? "", answer };
}

function alpaca(row: JsonObject, source: string): Taught {
  const part = (name: string): string | null => textAt(row[name], { source, field: name }).text;
  const input = notBlank(part("input"));
  const instruction = part("instruction") ?? "";
  return {
    form: "instruction",
    system: notBlank(part("system")),
    prompt: input === null ? instruction : `${instruction}\n\n${input}`,
    answer: part("output") ?? part("response"),
  };
}

function lastTurn(form: TuningForm, messages: readonly Message[]): Taught {
  const last = messages.at(-1);
  const answer = last?.role === "assistant" ? last.content : null;
  const before = last?.role === "assistant" ? messages.slice(0, -1) : messages;
  const { system, text } = partsOf(before);
  return { form, system, prompt: text, answer };
}

function partsOf(messages: readonly Message[]): { readonly text: string; readonly system: string | null } {
  const system = joined(messages.filter(({ role }) => role === "system"));
  const text = joined(messages.filter(({ role }) => role !== "system"));
  return { text, system: system === "" ? null : system };
}

/** Text as it stands, or the turns of a list of messages, as some write prompt and completion. */
function textAt(
  value: Json | undefined,
  at: At,
): { readonly text: string | null; readonly system: string | null } {
  if (value === undefined || value === null) return { text: null, system: null };
  if (typeof value === "string") return { text: value, system: null };
  if (!Array.isArray(value)) throw fieldError(at, seen(value), "text or a list of messages");
  return partsOf(chatMessages(value, at));
}

function joined(messages: readonly Message[]): string {
  return messages.map(({ content }) => content ?? "").join("\n\n");
}

function notBlank(text: string | null): string | null {
  return text === null || text.trim() === "" ? null : text;
}
