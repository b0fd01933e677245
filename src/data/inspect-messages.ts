import { isJsonObject, type JsonObject, parsedJson, sha256 } from "../core/json.ts";
import type { AgentRun, AssistantMessage, Message, ToolCall } from "../core/message.ts";

/** A run's messages as Inspect writes them. Ids are made from the run's id and the message's number. */
export function inspectMessages({ id, messages }: AgentRun, author: string | null): JsonObject[] {
  return messages.map((message, i) => ({
    id: sha256(`${id}\n${i}`).slice(0, 22),
    ...inspectMessage(message, author),
  }));
}

function inspectMessage(message: Message, author: string | null): JsonObject {
  const { role, content } = message;
  switch (role) {
    case "assistant":
      return {
        content: assistantContent(message),
        role,
        ...(message.toolCalls === undefined ? {} : { tool_calls: message.toolCalls.map(inspectCall) }),
        ...(author === null ? {} : { model: author }),
      };
    case "tool":
      return {
        content,
        role,
        ...(message.toolCallId === undefined ? {} : { tool_call_id: message.toolCallId }),
        ...(message.name === undefined ? {} : { function: message.name }),
      };
    default:
      return { content, role };
  }
}

/** Inspect knows no content that is null: where only tools were called it is empty. */
function assistantContent({ content, reasoning }: AssistantMessage): string | JsonObject[] {
  if (reasoning === undefined) return content ?? "";
  return [
    { type: "reasoning", reasoning, redacted: false },
    ...(content === null ? [] : [{ type: "text", text: content }]),
  ];
}

/** Inspect's arguments are an object; text that is none is kept as it was written, beside an error that says so. */
function inspectCall({ id, name, arguments: given }: ToolCall): JsonObject {
  const call = { id, function: name, type: "function" };
  const parsed = typeof given === "string" ? parsedArguments(given) : given;
  if (parsed !== null) return { ...call, arguments: parsed };
  return {
    ...call,
    arguments: { arguments: given },
    parse_error: "The arguments are no JSON object; they stand under 'arguments' as they were written.",
  };
}

function parsedArguments(text: string): JsonObject | null {
  if (text.trim() === "") return {};
  const value = parsedJson(text);
  return isJsonObject(value) ? value : null;
}
