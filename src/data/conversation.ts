import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { Message } from "../core/message.ts";
import { turnedMessages } from "./chat-messages.ts";
import { type At, contentOf, fieldError, seen } from "./message-content.ts";
import { isResponsesItem } from "./responses-items.ts";
import { roleOf } from "./roles.ts";
import { jsonIn } from "./tool-calls.ts";
import type { Turned } from "./turned.ts";

/** Where the messages of a record stand, and what of the record belongs to them. */
export interface Conversation {
  /** `messages`, `conversations`, `traj`... */
  readonly field: string;
  /** Members of the record that became messages; all others are the record's fields. */
  readonly used: readonly string[];
  /** Messages with the number of their turn; -1 of a system prompt that stands beside the list. */
  readonly turned: readonly Turned[];
  /** The list as it was written. */
  readonly written: readonly Json[];
}

/** Names under which people keep the messages of a run, the usual ones first. */
const names = [
  ...["messages", "conversations", "conversation", "traj", "trajectory", "history", "dialogue", "dialog"],
  ...["chat", "chat_history", "transcript", "turns", "items"],
];

/** A system prompt that stands beside the messages. */
const beside = ["system", "system_prompt", "instructions"];

/**
 * The messages of a record: under a name of one's own, under one of the usual names where that holds a list (or JSON text of one) of turns, or the
 * `input` and `output` of OpenAI's Responses. A system prompt beside them comes first, unless the same stands among them.
 *
 * @returns null where no member is such a list
 * @throws CredenceError `input` naming place and field of a message that cannot be read
 */
export function conversationOf(record: JsonObject, at: At, own: string | null = null): Conversation | null {
  const lists = own === null ? usualLists(record) : [listUnder(record, own, at)];
  const [first] = lists;
  if (first === undefined) return null;
  const written = lists.length === 1 ? first.list : lists.flatMap(({ list }) => list);
  const turned = turnedMessages(written, { ...at, field: first.name });
  const prompt = beside.find((name) => !lists.some((list) => list.name === name) && isPrompt(record[name]));
  const system =
    prompt === undefined ? null : contentOf(jsonIn(record[prompt]), { ...at, field: prompt }).text;
  const said = turned.some(({ message: { role, content } }) => role === "system" && content === system);
  const message: Message | null =
    system === null || system === "" || said ? null : { role: "system", content: system };
  return {
    field: first.name,
    used: [...lists.map(({ name }) => name), ...(prompt === undefined ? [] : [prompt])],
    turned: message === null ? turned : [{ message, turn: -1 }, ...turned],
    written,
  };
}

interface List {
  readonly name: string;
  readonly list: readonly Json[];
}

function usualLists(record: JsonObject): List[] {
  let empty: List | null = null;
  for (const name of names) {
    const list = jsonIn(record[name]);
    if (!isList(list)) continue;
    if (list.length === 0) empty ??= { name, list };
    // What is called messages is a list of messages: what is wrong with it is to be said.
    else if (name === "messages" || name === "conversations" || list.some(isTurn)) return [{ name, list }];
  }
  if (empty !== null) return [empty];
  const said = ["input", "output"].flatMap((name): List[] => {
    const list = jsonIn(record[name]);
    return isList(list) && list.length > 0 && list.every(isTurn) ? [{ name, list }] : [];
  });
  const input = record.input;
  // Of Responses the input may be one text.
  return said[0]?.name === "output" && typeof input === "string"
    ? [{ name: "input", list: [{ role: "user", content: input }] }, ...said]
    : said;
}

function listUnder(record: JsonObject, name: string, at: At): List {
  const list = jsonIn(record[name]);
  if (isList(list)) return { name, list };
  throw fieldError(
    { ...at, field: name },
    `${seen(record[name])} (fields here: ${Object.keys(record).slice(0, 12).join(", ")})`,
    "a list of messages, as --messages says",
  );
}

function isTurn(entry: Json): boolean {
  return (
    isJsonObject(entry) &&
    (roleOf(entry.role) !== undefined || roleOf(entry.from) !== undefined || isResponsesItem(entry))
  );
}

function isPrompt(value: Json | undefined): boolean {
  return typeof value === "string" || (isList(value) && value.length > 0);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
