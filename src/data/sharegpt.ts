import { isJsonObject, type Json, parsedJson } from "../core/json.ts";
import type { Message, ToolCall } from "../core/message.ts";
import { type At, fieldError, inside, seen } from "./message-content.ts";

/**
 * Turns of a ShareGPT conversation: `from` is system, human or user, gpt or assistant, function_call, observation or tool; `value` is
 * text. A function_call holds JSON text with name and arguments, or a list of such.
 */
export function shareGptMessages(value: Json | undefined, at: At): Message[] {
  if (!Array.isArray(value)) throw fieldError(at, seen(value), "a list of turns");
  let calls = 0;
  let last: ToolCall | undefined;
  return value.map((turn, i): Message => {
    const here = inside(at, i);
    if (!isJsonObject(turn)) throw fieldError(here, seen(turn), "a turn with from and value");
    const { from, value: said } = turn;
    if (typeof said !== "string") throw fieldError(inside(here, "value"), seen(said), "text");
    switch (from) {
      case "system":
        return { role: "system", content: said };
      case "human":
      case "user":
        return { role: "user", content: said };
      case "gpt":
      case "assistant":
      case "chatgpt":
      case "model":
        return { role: "assistant", content: said };
      case "function_call":
      case "tool_call": {
        const toolCalls = callsOf(said, inside(here, "value"), () => `call_${calls++}`);
        last = toolCalls.at(-1);
        return { role: "assistant", content: null, toolCalls };
      }
      case "observation":
      case "tool":
      case "function_response":
        return {
          role: "tool",
          content: said,
          ...(last === undefined ? {} : { toolCallId: last.id, name: last.name }),
        };
      default:
        throw fieldError(
          inside(here, "from"),
          seen(from),
          "system, human, gpt, function_call, observation or tool",
        );
    }
  });
}

/** Tools as ShareGPT keeps them: a list, or a list as JSON text; other text is no list of tools. */
export function shareGptTools(value: Json | undefined, at: At): Json | undefined {
  if (typeof value !== "string") return value;
  return value.trim() === "" ? undefined : parsed(value, at);
}

function callsOf(text: string, at: At, id: () => string): ToolCall[] {
  const value = parsed(text, at);
  return (Array.isArray(value) ? value : [value]).map((call): ToolCall => {
    const given = isJsonObject(call) ? (call.arguments ?? call.parameters ?? {}) : undefined;
    if (
      !isJsonObject(call) ||
      typeof call.name !== "string" ||
      (typeof given !== "string" && !isJsonObject(given))
    ) {
      throw fieldError(at, seen(text), "JSON with name and arguments");
    }
    return { id: id(), name: call.name, arguments: given };
  });
}

function parsed(text: string, at: At): Json {
  const value = parsedJson(text);
  if (value === undefined) throw fieldError(at, seen(text), "JSON");
  return value;
}
