import { z } from "zod";
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

/** What one row teaches: what is asked and what is answered. Several turns are joined by an empty line. */
export interface Taught {
  readonly form: TuningForm;
  /** Text of the system turns; null where there are none. */
  readonly system: string | null;
  /** Everything that is not taught, but the system turns: the person's turns, tool results, assistant turns that are marked as not trained. */
  readonly prompt: string;
  /** All assistant turns that are trained. Null where the row has none with text; a blank one is an answer. */
  readonly answer: string | null;
  /** Assistant turns that are marked as not trained. */
  readonly untaught: number;
}

const prompts = ["prompt", "question", "query"];
const answers = ["completion", "response", "answer"];

/**
 * A row in any of five forms: `messages` (OpenAI, Anthropic), `conversations` (ShareGPT), `prompt` and `completion` (text or
 * messages), `instruction`, `input`, `output` and `history` (Alpaca), or `question` (`query`, `prompt`) and `response` (`answer`). Of a
 * conversation every assistant turn is taught, as trainers do it, but those that are marked otherwise (`weight: 0`, `train: false`,
 * `loss_mask: 0`).
 *
 * @throws CredenceError `input` naming place and field of anything else
 */
export function taughtBy(row: Json, source: string): Taught {
  if (!isJsonObject(row)) throw fieldError({ source, field: "row" }, seen(row), "an object");
  if (row.messages !== undefined && row.messages !== null) {
    const at = { source, field: "messages" };
    return conversation(
      "messages",
      isAnthropic(row) ? anthropicMessages(row, at) : chatMessages(row.messages, at),
      row.messages,
    );
  }
  if (row.conversations !== undefined && row.conversations !== null)
    return conversation(
      "sharegpt",
      shareGptMessages(row.conversations, { source, field: "conversations" }),
      row.conversations,
    );
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
  return { form, system, prompt: prompt ?? "", answer, untaught: 0 };
}

function alpaca(row: JsonObject, source: string): Taught {
  const part = (name: string): string | null => textAt(row[name], { source, field: name }).text;
  const input = notBlank(part("input"));
  const instruction = part("instruction") ?? "";
  const asked = input === null ? instruction : `${instruction}\n\n${input}`;
  const before = earlier(row.history, { source, field: "history" });
  const answer = part("output") ?? part("response");
  return {
    form: "instruction",
    system: notBlank(part("system")),
    prompt: [...before.map(([question]) => question), asked].join("\n\n"),
    answer: before.length === 0 ? answer : [...before.map(([, said]) => said), answer ?? ""].join("\n\n"),
    untaught: 0,
  };
}

const pairs = z.array(z.tuple([z.string(), z.string()]));

/** Earlier turns of an Alpaca row: pairs of a question and its answer, which trainers teach too. */
function earlier(history: Json | undefined, at: At): readonly (readonly [string, string])[] {
  if (history === undefined || history === null) return [];
  const read = pairs.safeParse(history);
  if (!read.success) throw fieldError(at, seen(history), "a list of pairs of a question and its answer");
  return read.data;
}

function conversation(form: TuningForm, messages: readonly Message[], written: Json): Taught {
  const marked = untrained(written);
  const said = messages.filter(({ role }) => role === "assistant");
  const context = new Set(said.filter((_, turn) => marked.has(turn)));
  const taught = said.filter((message) => !context.has(message) && message.content !== null);
  const { system, text } = partsOf(messages.filter((message) => !taught.includes(message)));
  return {
    ...{ form, system, prompt: text, untaught: context.size },
    answer: taught.length === 0 ? null : joined(taught),
  };
}

const speakers = new Set(["assistant", "gpt", "chatgpt", "bot", "model"]);

/** Which assistant turns of a conversation, from 0, are marked as not trained. */
function untrained(written: Json): Set<number> {
  const turns = (Array.isArray(written) ? written : []).filter(isJsonObject);
  const said = turns.filter(({ role, from }) =>
    [role, from].some((name) => typeof name === "string" && speakers.has(name.toLowerCase())),
  );
  return new Set(
    said.flatMap(({ weight, train, loss, loss_mask }, turn) =>
      weight === 0 || train === false || loss === false || loss_mask === 0 ? [turn] : [],
    ),
  );
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
