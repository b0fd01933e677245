import { Template } from "@huggingface/jinja";
import { isJsonObject, type Json, type JsonObject, parsedJson } from "../../core/json.ts";
import { argumentsText, type Message, type ToolCall, type ToolDefinition } from "../../core/message.ts";
import type { ChatPrompt, Prompt } from "../model.ts";

/** Writes prompts as a model file's own template has them. */
export interface PromptWriter {
  /**
   * The prompt's text in pieces. Between two pieces no special token may be formed: a border stands wherever text from outside
   * spells one, so that a transcript cannot open or close a turn.
   */
  pieces(prompt: Prompt): readonly string[];
  /** Does the template itself write tool calls? Else they are written in one declared text form. */
  readonly knowsTools: boolean;
}

/** What a template is given. */
export interface TemplateFacts {
  /** Jinja source, or null for a base model. */
  readonly source: string | null;
  readonly bos: string;
  readonly eos: string;
  /** Texts of all control tokens. */
  readonly special: readonly string[];
}

/** Stands inside a special token's spelling; from Unicode's private use area. */
const border = "\uE0C5";
const sentinel = "\uE0C6end\uE0C6";
const furtherCall: ToolCall = { id: "c0ffee456", name: "further_call", arguments: "{}" };

/**
 * A writer for one template. Where there is none (a base model) the form is `System: ...`, `User: ...`, `Assistant: ...`, parted by
 * blank lines. Where a template knows no tools a call is written as a line `[tool call NAME ARGUMENTS]` at the end of the
 * assistant's turn, and its result as a user turn that begins with `[tool result NAME]`.
 */
export function promptWriter(facts: TemplateFacts): PromptWriter {
  const template = facts.source === null ? null : new Template(dated(facts.source));
  const render = (messages: readonly object[], tools: readonly ToolDefinition[], answer: boolean): string => {
    if (template === null) return plain(messages, answer);
    return template.render({
      messages,
      ...(tools.length === 0 ? {} : { tools: tools.map((tool) => ({ type: "function", function: tool })) }),
      add_generation_prompt: answer,
      bos_token: facts.bos,
      eos_token: facts.eos,
      same_day: sameDay,
    });
  };
  const knowsTools = template !== null && rendersTools(render);
  const special = [...facts.special].filter((text) => text.length > 1).sort((a, b) => b.length - a.length);
  const finder = special.length === 0 ? null : new RegExp(special.map(escaped).join("|"), "g");
  const outside = (text: string): string => {
    const clean = text.replaceAll(border, "").replaceAll(sentinel, "");
    if (finder === null) return clean;
    return clean.replace(finder, (found) => `${found[0]}${border}${found.slice(1)}`);
  };

  const chat = (prompt: ChatPrompt): string => {
    const messages = prompt.messages.map((message) => safe(message, outside));
    const tools = (prompt.tools ?? []).map((tool) => ({
      name: outside(tool.name),
      description: outside(tool.description),
      parameters: safeObject(tool.parameters, outside),
    }));
    const shown = (list: readonly Message[]): readonly object[] =>
      knowsTools ? list.map((message) => native(message, outside)) : list.map(declared);
    const last = messages.at(-1);
    if (prompt.open !== true || last?.role !== "assistant") {
      return renderOrMerge(shown(messages), (list) => render(list, tools, true));
    }
    if (knowsTools && last.toolCalls !== undefined && last.toolCalls.length > 0) {
      // Where one more call would begin, the turn is still open.
      const longer = { ...last, toolCalls: [...last.toolCalls, furtherCall] };
      const before = messages.slice(0, -1);
      return commonStart(
        render(shown(messages), tools, false),
        render(shown([...before, longer]), tools, false),
      );
    }
    // The open turn is the closed form up to where its content ends.
    const { content } = declared(last);
    const open = [...shown(messages.slice(0, -1)), { role: "assistant", content: `${content}${sentinel}` }];
    const whole = renderOrMerge(open, (list) => render(list, tools, false));
    const at = whole.lastIndexOf(sentinel);
    return at === -1 ? `${whole}${content}` : whole.slice(0, at);
  };
  return {
    knowsTools,
    pieces: (prompt) => (prompt.kind === "text" ? outside(prompt.text) : chat(prompt)).split(border),
  };
}

/** Templates that insist on alternating turns get neighbours of one role joined. */
function renderOrMerge(messages: readonly object[], render: (messages: readonly object[]) => string): string {
  try {
    return render(messages);
  } catch {
    return render(merged(messages));
  }
}

function merged(messages: readonly object[]): readonly object[] {
  const out: { role: string; content: string }[] = [];
  for (const message of messages) {
    const role = "role" in message && message.role === "assistant" ? "assistant" : "user";
    const content = "content" in message && typeof message.content === "string" ? message.content : "";
    const last = out.at(-1);
    if (last?.role === role) last.content = `${last.content}\n\n${content}`;
    else out.push({ role, content });
  }
  return out;
}

function safe(message: Message, outside: (text: string) => string): Message {
  switch (message.role) {
    case "assistant":
      return {
        ...message,
        content: message.content === null ? null : outside(message.content),
        ...(message.toolCalls === undefined
          ? {}
          : {
              toolCalls: message.toolCalls.map((call) => ({
                id: outside(call.id),
                name: outside(call.name),
                arguments: outside(argumentsText(call)),
              })),
            }),
      };
    case "tool":
      return {
        ...message,
        content: outside(message.content),
        ...(message.toolCallId === undefined ? {} : { toolCallId: outside(message.toolCallId) }),
        ...(message.name === undefined ? {} : { name: outside(message.name) }),
      };
    default:
      return { ...message, content: outside(message.content) };
  }
}

function declared(message: Message): { readonly role: string; readonly content: string } {
  switch (message.role) {
    case "assistant":
      return {
        role: "assistant",
        content: [
          ...(message.content === null || message.content === "" ? [] : [message.content]),
          ...(message.toolCalls ?? []).map((call) => `[tool call ${call.name} ${argumentsText(call)}]`),
        ].join("\n"),
      };
    case "tool":
      return {
        role: "user",
        content: `[tool result${message.name === undefined ? "" : ` ${message.name}`}]\n${message.content}`,
      };
    default:
      return message;
  }
}

function native(message: Message, outside: (text: string) => string): object {
  switch (message.role) {
    case "assistant":
      return {
        role: "assistant",
        content: message.content ?? "",
        ...(message.toolCalls === undefined
          ? {}
          : {
              tool_calls: message.toolCalls.map((call) => ({
                id: call.id,
                type: "function",
                function: { name: call.name, arguments: argumentsObject(call, outside) },
              })),
            }),
      };
    case "tool":
      return {
        role: "tool",
        content: message.content,
        tool_call_id: message.toolCallId ?? "",
        name: message.name ?? "",
      };
    default:
      return message;
  }
}

/**
 * Templates write arguments by `tojson`, so JSON text is given to them as what it says; an escape in it may spell a special token
 * only then.
 */
function argumentsObject(call: ToolCall, outside: (text: string) => string): Json {
  const text = argumentsText(call);
  const value = parsedJson(text);
  return isJsonObject(value) ? safeObject(value, outside) : text;
}

function safeObject(object: JsonObject, outside: (text: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      outside(key),
      value === undefined ? undefined : safeValue(value, outside),
    ]),
  );
}

function safeValue(value: Json, outside: (text: string) => string): Json {
  if (typeof value === "string") return outside(value);
  if (Array.isArray(value)) return value.map((item) => safeValue(item, outside));
  return isJsonObject(value) ? safeObject(value, outside) : value;
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

/** The renderer's own clock cannot be replaced from outside, so the template sets its name first. */
function dated(source: string): string {
  return source.includes("strftime_now") ? `{% set strftime_now = same_day %}${source}` : source;
}

/** What a template that writes the date is told, so that a run is rendered alike on every day: 1 January 2025. */
function sameDay(format: string): string {
  const parts: Readonly<Record<string, string>> = {
    "%Y": "2025",
    "%m": "01",
    "%d": "01",
    "%b": "Jan",
    "%B": "January",
    "%H": "00",
    "%M": "00",
  };
  return format.replace(/%[a-zA-Z]/g, (part) => parts[part] ?? "");
}

/** Asks the template to write a call and looks whether name, argument and result are there. */
function rendersTools(
  render: (messages: readonly object[], tools: readonly ToolDefinition[], answer: boolean) => string,
): boolean {
  const call: Message = {
    role: "assistant",
    content: "",
    toolCalls: [{ id: "c0ffee123", name: "probe_tool_name", arguments: '{"probe_key":"probe_value"}' }],
  };
  const result: Message = {
    role: "tool",
    content: "probe_result",
    toolCallId: "c0ffee123",
    name: "probe_tool_name",
  };
  const same = (text: string): string => text;
  try {
    const text = render(
      [{ role: "user", content: "go" }, native(call, same), native(result, same)],
      [],
      true,
    );
    return ["probe_tool_name", "probe_key", "probe_value", "probe_result"].every((word) =>
      text.includes(word),
    );
  } catch {
    return false;
  }
}

function plain(messages: readonly object[], answer: boolean): string {
  const turns = messages.map((message) => {
    const role = "role" in message && typeof message.role === "string" ? message.role : "user";
    const content = "content" in message && typeof message.content === "string" ? message.content : "";
    return `${role.slice(0, 1).toUpperCase()}${role.slice(1)}: ${content}\n\n`;
  });
  return `${turns.join("")}${answer ? "Assistant:" : ""}`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
