import { z } from "zod";
import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import { argumentsText, type Message } from "../core/message.ts";
import { chatMessages } from "./chat-messages.ts";
import { type Conversation, conversationOf } from "./conversation.ts";
import { type At, fieldError, seen, tellUnread } from "./message-content.ts";
import { jsonIn } from "./tool-calls.ts";

/** Forms of fine-tuning rows that are read. */
export const tuningForms = [
  ...["messages", "sharegpt", "prompt-completion", "instruction", "question"],
  ...["preference", "text"],
] as const;

/** One of them. */
type TuningForm = (typeof tuningForms)[number];

/** What one row teaches: what is asked and what is answered. Several turns are joined by an empty line. */
export interface Taught {
  readonly form: TuningForm;
  /** Text of the system turns; null where there are none. */
  readonly system: string | null;
  /** Everything that is not taught, but the system turns: the person's turns, tool results, assistant turns that are marked as not trained. */
  readonly prompt: string;
  /** All assistant turns that are trained: reasoning, words and calls. Null where the row has none with text; a blank one is an answer. */
  readonly answer: string | null;
  /** Assistant turns that are marked as not trained. */
  readonly untaught: number;
}

const prompts = ["prompt", "question", "query", "user", "problem"];
const answers = ["completion", "response", "answer", "output", "assistant", "solution"];

/** Columns that say which, when and by whom. */
const bookkeeping = ["id", "uuid", "index", "label", "meta", "metadata", "source", "category"];

/**
 * A row in any of these forms: messages in any form of `chat-messages.ts` under any name of `conversation.ts` (OpenAI, Anthropic, ShareGPT...), `prompt` and
 * `completion` (text or messages), `instruction`, `input`, `output` and `history` (Alpaca), `question` (`query`, `prompt`) and `response` (`answer`),
 * pairs of a `chosen` and a `rejected` answer (the chosen one is taught), or plain `text`. Of a conversation every assistant turn is taught, as
 * trainers do it, but those that are marked otherwise (`weight: 0`, `train: false`, `loss_mask: 0`).
 *
 * @param unread is told of what messages and columns hold and nothing reads
 * @throws CredenceError `input` naming place and field of anything else
 */
export function taughtBy(row: Json, source: string, unread?: At["unread"]): Taught {
  if (!isJsonObject(row)) throw fieldError({ source, field: "row" }, seen(row), "an object");
  const told = { source, field: "row", unread };
  const read = (...names: readonly string[]): void =>
    tellUnread(row, new Set([...names, ...bookkeeping]), {
      ...told,
      unread: unread === undefined ? undefined : (name) => unread(`column ${name}`),
    });
  const talk = row.chosen === undefined ? conversationOf(row, told) : null;
  if (talk !== null) {
    read(...talk.used);
    return conversation(talk.field === "conversations" ? "sharegpt" : "messages", talk);
  }
  if (typeof row.instruction === "string") {
    read("instruction", "input", "output", "response", "system", "history");
    return alpaca(row, source);
  }
  const asked = prompts.find((name) => present(row[name]));
  if (present(row.chosen)) {
    read(...(asked === undefined ? [] : [asked]), "chosen", "system");
    return preference(row, asked, told);
  }
  const answered = answers.find((name) => present(row[name]));
  const systems = notBlank(typeof row.system === "string" ? row.system : null);
  if (asked === undefined && answered === undefined && typeof row.text === "string") {
    read("text");
    return { form: "text", system: null, prompt: "", answer: row.text, untaught: 0 };
  }
  if (asked === undefined || (answered === undefined && asked !== "prompt" && asked !== "question")) {
    const names = Object.keys(row).slice(0, 12).join(", ");
    throw fieldError(
      { source, field: "row" },
      `fields ${names}`,
      "messages, conversations, prompt and completion, instruction and output, or question and response",
    );
  }
  read(asked, "system", ...(answered === undefined ? [] : [answered]));
  const form =
    asked === "prompt" && (answered ?? "completion") === "completion" ? "prompt-completion" : "question";
  const { text: prompt, system } = textAt(row[asked], { ...told, field: asked });
  const answer = answered === undefined ? null : textAt(row[answered], { ...told, field: answered }).text;
  return { form, system: system ?? systems, prompt: prompt ?? "", answer, untaught: 0 };
}

function present(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}

/** The chosen one of two answers: text, or a conversation whose last turn it is. */
function preference(row: JsonObject, asked: string | undefined, told: At): Taught {
  const at = { ...told, field: "chosen" };
  const chosen = jsonIn(row.chosen);
  const before = asked === undefined ? null : textAt(row[asked], { ...told, field: asked });
  if (!Array.isArray(chosen)) {
    const { text } = textAt(row.chosen, at);
    return {
      form: "preference",
      system: before?.system ?? null,
      prompt: before?.text ?? "",
      answer: text,
      untaught: 0,
    };
  }
  const messages = chatMessages(chosen, at);
  const last = messages.at(-1);
  const context = partsOf(messages.slice(0, -1));
  const prompt = [...new Set([before?.text ?? "", context.text])].filter((text) => text !== "").join("\n\n");
  return {
    form: "preference",
    system: before?.system ?? context.system,
    prompt,
    answer: last?.role === "assistant" ? textOf(last) : null,
    untaught: 0,
  };
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
function earlier(given: Json | undefined, at: At): readonly (readonly [string, string])[] {
  const history = jsonIn(given);
  if (history === undefined || history === null || history === "") return [];
  const read = pairs.safeParse(history);
  if (!read.success) throw fieldError(at, seen(history), "a list of pairs of a question and its answer");
  return read.data;
}

function conversation(form: TuningForm, { turned, written }: Conversation): Taught {
  const isMarked = ({ turn }: { readonly turn: number }): boolean => untrained(written[turn]);
  const said = turned.filter(({ message: { role } }) => role === "assistant");
  const context = new Set(said.filter(isMarked));
  const taught = said.filter((one) => !context.has(one) && textOf(one.message) !== null);
  const { system, text } = partsOf(
    turned.filter((one) => !taught.includes(one)).map(({ message }) => message),
  );
  return {
    ...{ form, system, prompt: text, untaught: context.size },
    answer: taught.length === 0 ? null : joined(taught.map(({ message }) => message)),
  };
}

/** Is this turn marked as not trained? */
function untrained(turn: Json | undefined): boolean {
  if (!isJsonObject(turn)) return false;
  const { weight, train, loss, loss_mask, train_on_turn, trainable } = turn;
  return [train, loss, train_on_turn, trainable].includes(false) || weight === 0 || loss_mask === 0;
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
  if (typeof value === "number" || typeof value === "boolean") return { text: String(value), system: null };
  if (!Array.isArray(value)) throw fieldError(at, seen(value), "text or a list of messages");
  return partsOf(chatMessages(value, at));
}

/** What a turn says: of the assistant its reasoning, words and calls, for all of them are taught; null where it has none of these. */
function textOf(message: Message): string | null {
  if (message.role !== "assistant") return message.content;
  if (message.toolCalls === undefined && message.reasoning === undefined) return message.content;
  const calls = (message.toolCalls ?? []).map((call) => `${call.name} ${argumentsText(call)}`);
  const parts = [message.reasoning ?? null, message.content, ...calls].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join("\n");
}

function joined(messages: readonly Message[]): string {
  return messages.map((message) => textOf(message) ?? "").join("\n\n");
}

function notBlank(text: string | null): string | null {
  return text === null || text.trim() === "" ? null : text;
}
