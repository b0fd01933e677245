import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { AssistantMessage, Message, ToolCall } from "../core/message.ts";
import { type At, contentOf, fieldError, inside, seen } from "./message-content.ts";

/**
 * Is this a request or record in the form of Anthropic's Messages API? Its tools have an `input_schema`, its system prompt stands beside
 * the messages, or tool calls and results are parts of a message's content.
 */
export function isAnthropic(value: JsonObject): boolean {
  if (
    Array.isArray(value.tools) &&
    value.tools.some((tool) => isJsonObject(tool) && "input_schema" in tool)
  ) {
    return true;
  }
  if (!Array.isArray(value.messages)) return false;
  if (value.system !== undefined && value.system !== null) return true;
  const isUse = (part: Json): boolean =>
    isJsonObject(part) && (part.type === "tool_use" || part.type === "tool_result");
  return value.messages.some(
    (message: Json) => isJsonObject(message) && Array.isArray(message.content) && message.content.some(isUse),
  );
}

/** Messages of such a record; a tool's result becomes a message of its own, where it stands. */
export function anthropicMessages(value: JsonObject, at: At): Message[] {
  if (!Array.isArray(value.messages)) throw fieldError(at, seen(value.messages), "a list of messages");
  const system = contentOf(value.system, { ...at, field: "system" }).text;
  const names = new Map<string, string>();
  return [
    ...(system === null ? [] : [{ role: "system", content: system } as const]),
    ...value.messages.flatMap((message, i) => turn(message, inside(at, i), names)),
  ];
}

function turn(value: Json, at: At, names: Map<string, string>): Message[] {
  if (!isJsonObject(value)) throw fieldError(at, seen(value), "a message object");
  switch (value.role) {
    case "assistant":
      return [assistantTurn(value.content, inside(at, "content"), names)];
    case "user":
      return userTurn(value.content, inside(at, "content"), names);
    case "system":
      return [{ role: "system", content: contentOf(value.content, at).text ?? "" }];
    default:
      throw fieldError(inside(at, "role"), seen(value.role), "user, assistant or system");
  }
}

function assistantTurn(content: Json | undefined, at: At, names: Map<string, string>): AssistantMessage {
  const parts = Array.isArray(content) ? content : null;
  const calls = (parts ?? []).flatMap((part, i): ToolCall[] => {
    if (!isJsonObject(part) || part.type !== "tool_use") return [];
    const { id, name, input } = part;
    if (typeof name !== "string") throw fieldError(inside(at, i), seen(name), "the tool's name");
    if (typeof input !== "string" && !isJsonObject(input)) {
      throw fieldError(inside(inside(at, i), "input"), seen(input), "the call's input as an object");
    }
    const key = typeof id === "string" && id !== "" ? id : `call_${names.size}`;
    names.set(key, name);
    return [{ id: key, name, arguments: input }];
  });
  const said = contentOf(
    parts === null ? content : parts.filter((part) => !isJsonObject(part) || part.type !== "tool_use"),
    at,
  );
  return {
    role: "assistant",
    content: said.text,
    ...(calls.length === 0 ? {} : { toolCalls: calls }),
    ...(said.reasoning === null ? {} : { reasoning: said.reasoning }),
  };
}

function userTurn(content: Json | undefined, at: At, names: ReadonlyMap<string, string>): Message[] {
  if (!Array.isArray(content)) return [{ role: "user", content: contentOf(content, at).text ?? "" }];
  const out: Message[] = [];
  let texts: Json[] = [];
  const flush = (): void => {
    if (texts.length > 0) out.push({ role: "user", content: contentOf(texts, at).text ?? "" });
    texts = [];
  };
  for (const [i, part] of content.entries()) {
    if (!isJsonObject(part) || part.type !== "tool_result") {
      texts.push(part);
      continue;
    }
    flush();
    const id = typeof part.tool_use_id === "string" ? part.tool_use_id : null;
    const name = id === null ? undefined : names.get(id);
    out.push({
      role: "tool",
      content: contentOf(part.content, inside(inside(at, i), "content")).text ?? "",
      ...(id === null ? {} : { toolCallId: id }),
      ...(name === undefined ? {} : { name }),
    });
  }
  flush();
  return out;
}
