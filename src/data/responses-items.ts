import type { JsonObject } from "../core/json.ts";
import type { AssistantMessage, Message } from "../core/message.ts";
import { type At, contentOf, fieldError, inside, seen, tellUnread, toolContent } from "./message-content.ts";
import { toolCall } from "./tool-calls.ts";
import type { Turned, Walk } from "./turned.ts";

/** An item of OpenAI's Responses that is no message: a call, its output, reasoning. */
export function isResponsesItem({ type, role, from }: JsonObject): boolean {
  return (
    role === undefined &&
    from === undefined &&
    typeof type === "string" &&
    (type === "reasoning" || /_call(_output)?$/.test(type))
  );
}

const read: ReadonlySet<string> = new Set([
  ...[
    "name",
    "arguments",
    "input",
    "call_id",
    "output",
    "summary",
    "content",
    "action",
    "queries",
    "results",
  ],
]);

/** Such an item as a message; null for reasoning of which nothing can be read. */
export function responsesItem(item: JsonObject, at: At, walk: Walk): Message | null {
  const { type } = item;
  tellUnread(item, read, at);
  if (type === "reasoning") {
    const parts = [item.summary, item.content].map((value) => contentOf(value, inside(at, "summary")));
    const thoughts = parts
      .flatMap(({ text, reasoning }) => [text, reasoning])
      .filter((text) => text !== null);
    return thoughts.length === 0
      ? null
      : { role: "assistant", content: null, reasoning: thoughts.join("\n") };
  }
  if (typeof type !== "string") throw fieldError(inside(at, "type"), seen(type), "the kind of an item");
  const id = typeof item.call_id === "string" ? item.call_id : undefined;
  if (type.endsWith("_output")) {
    const name = id === undefined ? undefined : walk.names.get(id);
    return {
      role: "tool",
      content: toolContent(item.output, inside(at, "output")).text ?? "",
      ...(id === undefined ? {} : { toolCallId: id }),
      ...(name === undefined ? {} : { name }),
    };
  }
  // Calls of the provider's own tools have no name: web_search_call.
  const name = typeof item.name === "string" ? item.name : type.replace(/_call$/, "");
  const given = item.arguments ?? item.input ?? item.action ?? item.queries ?? {};
  const call = toolCall({ id: id ?? item.id ?? "", name, arguments: given }, at, walk.calls++);
  walk.names.set(call.id, name);
  return { role: "assistant", content: null, toolCalls: [call] };
}

/** Items of one turn of the assistant as one message, as the other forms have it: reasoning, then words, then calls. */
export function joinedTurns(turned: readonly Turned[]): Turned[] {
  const out: Turned[] = [];
  for (const one of turned) {
    const before = out.at(-1);
    const { message } = one;
    if (
      before?.message.role === "assistant" &&
      message.role === "assistant" &&
      follows(before.message, message)
    )
      out[out.length - 1] = { turn: before.turn, message: together(before.message, message) };
    else out.push(one);
  }
  return out;
}

function follows(before: AssistantMessage, { content, reasoning }: AssistantMessage): boolean {
  if (before.toolCalls !== undefined) return content === null && reasoning === undefined;
  return before.content === null || (content === null && reasoning === undefined);
}

function together(a: AssistantMessage, b: AssistantMessage): AssistantMessage {
  const toolCalls = [...(a.toolCalls ?? []), ...(b.toolCalls ?? [])];
  const reasoning = [a.reasoning, b.reasoning].filter((text) => text !== undefined);
  return {
    role: "assistant",
    content: a.content ?? b.content,
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    ...(reasoning.length === 0 ? {} : { reasoning: reasoning.join("\n") }),
  };
}
