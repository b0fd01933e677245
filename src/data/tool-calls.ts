import { isJsonObject, type Json, type JsonObject, parsedJson } from "../core/json.ts";
import type { ToolCall, ToolDefinition } from "../core/message.ts";
import { type At, fieldError, inside, seen, tellUnread } from "./message-content.ts";

/** Calls of a message: `tool_calls` (a list, or one as JSON text), else the older `function_call`. */
export function toolCallsOf(value: JsonObject, at: At): ToolCall[] {
  const here = inside(at, "tool_calls");
  const calls = jsonIn(value.tool_calls);
  const older = jsonIn(value.function_call);
  const none = calls === undefined || calls === null || calls === "" || (isList(calls) && calls.length === 0);
  if (none) {
    return older === undefined || older === null || older === ""
      ? []
      : [toolCall({ function: older }, inside(at, "function_call"), 0)];
  }
  if (older !== undefined && older !== null && older !== "") at.unread?.("function_call beside tool_calls");
  if (!isList(calls)) throw fieldError(here, seen(calls), "a list");
  return calls.map((call, i) => toolCall(call, inside(here, i), i));
}

const readOfCall: ReadonlySet<string> = new Set([
  ...["function", "custom", "arguments", "args", "input", "parameters", "call_id"],
  // AgentDojo's copy of the arguments, and Inspect's of the call as it is shown.
  ...["placeholder_args", "view", "parse_error"],
]);

/**
 * OpenAI's `{id, function: {name, arguments}}` or `{id, custom: {name, input}}`, and the flat `{id, function: name, args | arguments}` of AgentDojo
 * and Inspect, or `{id, name, args | arguments | input | parameters}`. Arguments that are neither text nor an object are kept as JSON text.
 */
export function toolCall(value: Json, at: At, number: number): ToolCall {
  if (!isJsonObject(value)) throw fieldError(at, seen(value), "a tool call object");
  const nested = [value.function, value.custom].find(isJsonObject);
  const inner = nested ?? value;
  const name = nested === undefined ? (value.function ?? value.name) : nested.name;
  if (typeof name !== "string") throw fieldError(inside(at, "function"), seen(name), "the tool's name");
  tellUnread(value, readOfCall, at);
  if (nested !== undefined) tellUnread(nested, readOfCall, at);
  const given = inner.arguments ?? inner.args ?? inner.input ?? inner.parameters ?? {};
  const id = [value.id, value.call_id].find((text) => typeof text === "string" && text !== "");
  return {
    id: typeof id === "string" ? id : `call_${number}`,
    name,
    arguments: typeof given === "string" || isJsonObject(given) ? given : JSON.stringify(given),
  };
}

/** Calls that stand as text in a turn of their own, as ShareGPT has them: JSON with name and arguments, or a list of such. */
export function writtenCalls(text: Json | undefined, at: At, id: () => string): ToolCall[] {
  const value = jsonIn(text);
  if (value === undefined || value === null || typeof value === "string")
    throw fieldError(at, seen(text), "JSON");
  return (isList(value) ? value : [value]).map((call): ToolCall => {
    if (!isJsonObject(call) || typeof (call.name ?? call.function) === "undefined")
      throw fieldError(at, seen(text), "JSON with name and arguments");
    return { ...toolCall(call, at, 0), id: id() };
  });
}

/** Tool definitions in OpenAI's form, or flat, or in Anthropic's with its `input_schema`, or as JSON text; undefined where there are none. */
export function toolDefinitions(given: Json | undefined, at: At): ToolDefinition[] | undefined {
  const value = jsonIn(given);
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string") throw fieldError(at, seen(value), "a list of tool definitions");
  if (!isList(value)) throw fieldError(at, seen(value), "a list of tool definitions");
  if (value.length === 0) return undefined;
  return value.map((tool, i) => {
    if (typeof tool === "string") return { name: tool, description: "", parameters: {} };
    const nested = isJsonObject(tool) ? jsonIn(tool.function) : undefined;
    const inner = isJsonObject(nested) ? nested : tool;
    // A provider's own tool may have no name but its type.
    const own = isJsonObject(inner) && (nested === undefined || nested === null) ? inner.type : undefined;
    const name = isJsonObject(inner) ? (inner.name ?? own) : undefined;
    if (!isJsonObject(inner) || typeof name !== "string")
      throw fieldError(inside(at, i), seen(tool), "a tool definition with a name");
    tellOfTool(tool, inner, at);
    const parameters = [jsonIn(inner.parameters), jsonIn(inner.input_schema)].find(isJsonObject);
    return {
      name,
      description: typeof inner.description === "string" ? inner.description : "",
      parameters: parameters ?? {},
    };
  });
}

const readOfTool: ReadonlySet<string> = new Set([
  ...["function", "name", "description", "parameters", "input_schema", "strict"],
]);

/** Tells of what a definition holds and nothing reads, also of a description or a schema of another kind. */
function tellOfTool(tool: Json, inner: JsonObject, at: At): void {
  const told: At = { source: at.source, field: at.field, unread: prefixed(at.unread) };
  if (isJsonObject(tool) && tool !== inner) tellUnread(tool, readOfTool, told);
  tellUnread(inner, readOfTool, told);
  const { description, parameters, input_schema } = inner;
  if (description !== undefined && description !== null && typeof description !== "string")
    told.unread?.("description");
  for (const schema of [parameters, input_schema].map(jsonIn))
    if (schema !== undefined && schema !== null && !isJsonObject(schema)) told.unread?.("parameters");
}

function prefixed(unread: At["unread"]): At["unread"] {
  return unread === undefined ? undefined : (what) => unread(`tools: ${what}`);
}

/** The value of JSON text, for some keep lists as text; anything else as it is. Text that is no JSON stays text. */
export function jsonIn(value: Json | undefined): Json | undefined {
  if (typeof value !== "string") return value;
  const text = value.trim();
  if (text === "") return "";
  return /^(\[|\{|null$)/.test(text) ? (parsedJson(text) ?? (text === "null" ? null : value)) : value;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
