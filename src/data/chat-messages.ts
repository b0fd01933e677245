import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { Message, ToolCall, ToolDefinition, ToolMessage } from "../core/message.ts";
import { type At, type Content, contentOf, fieldError, inside, seen } from "./message-content.ts";

/**
 * Messages of an OpenAI-style conversation, and of AgentDojo and Inspect, which are close to it. Read: roles system, developer, user,
 * assistant, tool, function; content as text, null or a list of text parts; tool arguments as JSON text or an object.
 */
export function chatMessages(value: Json | undefined, at: At): Message[] {
  if (!Array.isArray(value)) throw fieldError(at, seen(value), "a list of messages");
  return value.map((message, i) => chatMessage(message, inside(at, i)));
}

function chatMessage(value: Json, at: At): Message {
  if (!isJsonObject(value)) throw fieldError(at, seen(value), "a message object");
  const content = contentOf(value.content, inside(at, "content"));
  switch (value.role) {
    case "system":
    case "developer":
      return { role: "system", content: content.text ?? "" };
    case "user":
      return { role: "user", content: content.text ?? "" };
    case "assistant": {
      const toolCalls = toolCallsOf(value, at);
      const reasoning = [value.reasoning_content ?? value.reasoning, content.reasoning]
        .filter(isText)
        .join("\n");
      return {
        role: "assistant",
        content: content.text ?? (isText(value.refusal) ? value.refusal : null),
        ...(toolCalls.length === 0 ? {} : { toolCalls }),
        ...(reasoning === "" ? {} : { reasoning }),
      };
    }
    case "tool":
    case "function":
      return toolMessage(value, content);
    default:
      throw fieldError(
        inside(at, "role"),
        seen(value.role),
        "system, developer, user, assistant, tool or function",
      );
  }
}

/** AgentDojo and Inspect write a failed call's message beside an empty content: the agent was shown it, so it is content. */
function toolMessage(value: JsonObject, { text }: Content): ToolMessage {
  const error = isJsonObject(value.error) ? value.error.message : value.error;
  const said = [text, isText(error) && !(text ?? "").includes(error) ? error : null].filter(isText);
  const call = isJsonObject(value.tool_call) ? value.tool_call : {};
  const name = value.name ?? value.function ?? call.function;
  const id = value.tool_call_id;
  return {
    role: "tool",
    content: said.join("\n"),
    ...(isText(id) ? { toolCallId: id } : {}),
    ...(isText(name) ? { name } : {}),
  };
}

function toolCallsOf(value: JsonObject, at: At): ToolCall[] {
  const calls = value.tool_calls;
  if (calls === undefined || calls === null) {
    return value.function_call === undefined || value.function_call === null
      ? []
      : [toolCall({ function: value.function_call }, inside(at, "function_call"), 0)];
  }
  if (!Array.isArray(calls)) throw fieldError(inside(at, "tool_calls"), seen(calls), "a list");
  return calls.map((call, i) => toolCall(call, inside(inside(at, "tool_calls"), i), i));
}

/** OpenAI's `{id, function: {name, arguments}}` or `{id, custom: {name, input}}`, and the flat `{id, function: name, args | arguments}` of AgentDojo and Inspect. */
function toolCall(value: Json, at: At, number: number): ToolCall {
  if (!isJsonObject(value)) throw fieldError(at, seen(value), "a tool call object");
  const nested = [value.function, value.custom].find(isJsonObject);
  const inner = nested ?? value;
  const name = nested === undefined ? value.function : nested.name;
  if (typeof name !== "string") throw fieldError(inside(at, "function"), seen(name), "the tool's name");
  const given = inner.arguments ?? inner.args ?? inner.input ?? {};
  if (typeof given !== "string" && !isJsonObject(given)) {
    throw fieldError(inside(at, "arguments"), seen(given), "JSON text or an object");
  }
  return { id: isText(value.id) ? value.id : `call_${number}`, name, arguments: given };
}

/** Tool definitions in OpenAI's form, or flat, or in Anthropic's with its `input_schema`; undefined where there are none. */
export function toolDefinitions(
  value: Json | undefined,
  at: At,
  schema: "parameters" | "input_schema" = "parameters",
): ToolDefinition[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw fieldError(at, seen(value), "a list of tool definitions");
  if (value.length === 0) return undefined;
  return value.map((tool, i) => {
    const nested = schema === "parameters" && isJsonObject(tool) && isJsonObject(tool.function);
    const inner = nested ? tool.function : tool;
    if (!isJsonObject(inner) || typeof inner.name !== "string") {
      throw fieldError(inside(at, i), seen(tool), "a tool definition with a name");
    }
    return {
      name: inner.name,
      description: typeof inner.description === "string" ? inner.description : "",
      parameters: isJsonObject(inner[schema]) ? inner[schema] : {},
    };
  });
}

function isText(value: Json | undefined): value is string {
  return typeof value === "string" && value !== "";
}
