import { isJsonObject, type Json, parsedJson } from "../core/json.ts";
import type { ToolCall } from "../core/message.ts";

/** How models without a tool interface of their own write a call into their text. */
interface Dialect {
  readonly id: string;
  /** Finds each place where a call is written; the first group is what should be its JSON. */
  readonly marks: RegExp;
}

/** Declared dialects; a text is read in the first whose marks it has. */
const dialects: readonly Dialect[] = [
  { id: "tool_call block", marks: /<tool_call>([\s\S]*?)(?:<\/tool_call>|$)/g },
  { id: "fenced JSON", marks: /```(?:json|tool_call)?[ \t]*\n([ \t]*\{[\s\S]*?)(?:\n?```|$)/g },
  { id: "bare JSON object", marks: /^\s*(\{[\s\S]*\})\s*$/g },
];

/** What a text says and calls. */
export interface SaidAndCalled {
  /** The text without its calls. */
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

/**
 * Reads tool calls that stand in a text: a `<tool_call>` block, a fenced JSON block or a bare object, each with `name` and `arguments`.
 *
 * @returns null where a call is written that cannot be read: it is never taken for plain text
 * @example toolCallsIn('<tool_call>{"name": "read", "arguments": {}}</tool_call>')?.calls[0]?.name // "read"
 */
export function toolCallsIn(text: string): SaidAndCalled | null {
  for (const { marks } of dialects) {
    const places = [...text.matchAll(marks)].filter(([whole, json = ""]) => isCallLike(whole, json));
    if (places.length === 0) continue;
    const calls: ToolCall[] = [];
    let rest = text;
    for (const [whole, json = ""] of places) {
      const call = callOf(parsedJson(json.trim()), calls.length);
      if (call === null) return null;
      calls.push(call);
      rest = rest.replace(whole, "");
    }
    return { text: rest.trim(), calls };
  }
  return { text, calls: [] };
}

/** A fence or an object that has nothing of a call in it is only text. */
function isCallLike(whole: string, json: string): boolean {
  return (
    whole.startsWith("<tool_call>") ||
    (/"name"\s*:/.test(json) && /"(?:arguments|parameters)"\s*:/.test(json))
  );
}

function callOf(value: Json | undefined, number: number): ToolCall | null {
  if (!isJsonObject(value) || typeof value.name !== "string" || value.name === "") return null;
  const given = value.arguments ?? value.parameters ?? {};
  if (typeof given !== "string" && !isJsonObject(given)) return null;
  return { id: `call_${number + 1}`, name: value.name, arguments: given };
}
