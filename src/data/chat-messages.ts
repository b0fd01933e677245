import { CredenceError } from "../core/error.ts";
import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { Message, ToolCall, ToolDefinition } from "../core/message.ts";

/** Where a value stands, for errors. */
export interface At {
  /** `file:line` or `file#member` */
  readonly source: string;
  /** `messages[3].content` */
  readonly field: string;
}

/** An error about one field. */
export function fieldError(at: At, found: string, expected: string): CredenceError {
  return new CredenceError("input", `${at.field}: ${found}; expected ${expected}`, {
    where: at.source,
    fix: "Mend or remove the run; nothing is skipped silently.",
  });
}

/**
 * Messages of an OpenAI-style conversation. Read: roles system, developer, user, assistant, tool, function; content as
 * text, null or a list of text parts; tool arguments as JSON text or an object.
 */
export function chatMessages(value: Json | undefined, at: At): Message[] {
  if (!Array.isArray(value)) throw fieldError(at, seen(value), "a list of messages");
  return value.map((message, i) => chatMessage(message, { ...at, field: `${at.field}[${i}]` }));
}

function chatMessage(value: Json, at: At): Message {
  if (!isJsonObject(value)) throw fieldError(at, seen(value), "a message object");
  const content = textOf(value.content, { ...at, field: `${at.field}.content` });
  switch (value.role) {
    case "system":
    case "developer":
      return { role: "system", content: content ?? "" };
    case "user":
      return { role: "user", content: content ?? "" };
    case "assistant": {
      const toolCalls = toolCallsOf(value, at);
      const reasoning = value.reasoning_content ?? value.reasoning;
      return {
        role: "assistant",
        content,
        ...(toolCalls.length === 0 ? {} : { toolCalls }),
        ...(typeof reasoning === "string" && reasoning !== "" ? { reasoning } : {}),
      };
    }
    case "tool":
    case "function": {
      const id = value.tool_call_id;
      const name = value.name ?? value.function;
      return {
        role: "tool",
        content: content ?? (typeof value.error === "string" ? value.error : ""),
        ...(typeof id === "string" ? { toolCallId: id } : {}),
        ...(typeof name === "string" ? { name } : {}),
      };
    }
    default:
      throw fieldError(
        { ...at, field: `${at.field}.role` },
        seen(value.role),
        "system, developer, user, assistant, tool or function",
      );
  }
}

/** Content as text: itself, the text parts joined, or null. */
export function textOf(value: Json | undefined, at: At): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) throw fieldError(at, seen(value), "text, null or a list of text parts");
  return value
    .map((part, i) => {
      if (typeof part === "string") return part;
      const text = isJsonObject(part) ? (part.text ?? part.content) : undefined;
      if (typeof text === "string") return text;
      throw fieldError(
        { ...at, field: `${at.field}[${i}]` },
        seen(part),
        "a part with text (images and audio cannot be read)",
      );
    })
    .join("\n");
}

function toolCallsOf(value: JsonObject, at: At): ToolCall[] {
  const calls = value.tool_calls;
  if (calls === undefined || calls === null) {
    return value.function_call === undefined || value.function_call === null
      ? []
      : [toolCall({ function: value.function_call }, { ...at, field: `${at.field}.function_call` }, 0)];
  }
  if (!Array.isArray(calls))
    throw fieldError({ ...at, field: `${at.field}.tool_calls` }, seen(calls), "a list");
  return calls.map((call, i) => toolCall(call, { ...at, field: `${at.field}.tool_calls[${i}]` }, i));
}

/** OpenAI's `{id, function: {name, arguments}}`, and the flat `{id, function: name, args | arguments}` of AgentDojo and Inspect. */
function toolCall(value: Json, at: At, number: number): ToolCall {
  if (!isJsonObject(value)) throw fieldError(at, seen(value), "a tool call object");
  const inner = isJsonObject(value.function) ? value.function : value;
  const name = isJsonObject(value.function) ? value.function.name : value.function;
  if (typeof name !== "string")
    throw fieldError({ ...at, field: `${at.field}.function` }, seen(name), "the tool's name");
  const given = inner.arguments ?? inner.args ?? {};
  if (typeof given !== "string" && !isJsonObject(given)) {
    throw fieldError({ ...at, field: `${at.field}.arguments` }, seen(given), "JSON text or an object");
  }
  return { id: typeof value.id === "string" ? value.id : `call_${number}`, name, arguments: given };
}

/** Tool definitions in OpenAI's form, or flat; undefined where there are none. */
export function toolDefinitions(value: Json | undefined, at: At): ToolDefinition[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.map((tool, i) => {
    const inner = isJsonObject(tool) && isJsonObject(tool.function) ? tool.function : tool;
    if (!isJsonObject(inner) || typeof inner.name !== "string") {
      throw fieldError({ ...at, field: `${at.field}[${i}]` }, seen(tool), "a tool definition with a name");
    }
    return {
      name: inner.name,
      description: typeof inner.description === "string" ? inner.description : "",
      parameters: isJsonObject(inner.parameters) ? inner.parameters : {},
    };
  });
}

/** What was found, short enough for a message. */
export function seen(value: Json | undefined): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return `found ${text.length > 60 ? `${text.slice(0, 57)}...` : text}`;
}
