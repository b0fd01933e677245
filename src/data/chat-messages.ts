import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { AssistantMessage, Message, ToolCall, ToolMessage } from "../core/message.ts";
import {
  type At,
  type Content,
  contentOf,
  fieldError,
  inside,
  seen,
  tellUnread,
  toolContent,
} from "./message-content.ts";
import { isResponsesItem, joinedTurns, responsesItem } from "./responses-items.ts";
import { roleOf } from "./roles.ts";
import { jsonIn, toolCall, toolCallsOf, writtenCalls } from "./tool-calls.ts";
import type { Turned, Walk } from "./turned.ts";

/**
 * Messages of a conversation in any of the forms in which they are kept: OpenAI chat (also AgentDojo, Inspect, LangChain-like flat calls), Anthropic
 * (tool_use and tool_result among the parts), ShareGPT (from and value), items of OpenAI's Responses; or the list as JSON text. A form is decided
 * by each message, never by a field beside the list. What a message holds that is not read goes to `at.unread`.
 */
export function chatMessages(value: Json | undefined, at: At): Message[] {
  return turnedMessages(value, at).map(({ message }) => message);
}

/** The same, each with the number of its turn in the list, from 0. */
export function turnedMessages(given: Json | undefined, at: At): Turned[] {
  const value = jsonIn(given);
  if (!isList(value)) throw fieldError(at, seen(given), "a list of messages");
  const walk: Walk = { calls: 0, last: undefined, names: new Map() };
  const turned: Turned[] = [];
  let items = false;
  for (const [turn, written] of value.entries()) {
    const here = inside(at, turn);
    const item = isJsonObject(written) && isResponsesItem(written);
    items ||= item;
    const messages = item ? [responsesItem(written, here, walk)] : messagesOf(written, here, walk);
    for (const message of messages) if (message !== null) turned.push({ message, turn });
  }
  return items ? joinedTurns(turned) : turned;
}

const readOfAll = ["role", "from", "content", "value"];
const readOfInput: ReadonlySet<string> = new Set(readOfAll);
const readOfAssistant: ReadonlySet<string> = new Set([
  ...[...readOfAll, "tool_calls", "function_call", "refusal"],
  ...["reasoning_content", "reasoning", "thinking", "thought"],
]);
const readOfTool: ReadonlySet<string> = new Set([
  ...readOfAll,
  ...["tool_call_id", "tool_call", "function", "error"],
]);

function messagesOf(value: Json, at: At, walk: Walk): Message[] {
  if (!isJsonObject(value)) throw fieldError(at, seen(value), "a message object");
  const named = value.role ?? value.from;
  const role = roleOf(named);
  const said = value.content ?? value.value;
  const here = inside(at, value.content === undefined && value.value !== undefined ? "value" : "content");
  tellUnread(value, role === "assistant" ? readOfAssistant : role === "tool" ? readOfTool : readOfInput, at);
  if (value.content !== undefined && isText(value.value) && value.value !== value.content)
    at.unread?.("value");
  switch (role) {
    case "system":
      return [{ role, content: contentOf(said, here).text ?? "" }];
    case "user":
      return userTurn(said, here, walk);
    case "assistant":
      return assistantTurn(value, said, here, at, walk);
    case "call": {
      const toolCalls = writtenCalls(said, here, () => `call_${walk.calls++}`);
      walk.last = toolCalls.at(-1);
      return [{ role: "assistant", content: null, toolCalls }];
    }
    case "tool":
      return [toolMessage(value, toolContent(said, here), walk)];
    default:
      throw fieldError(
        inside(at, value.role === undefined && value.from !== undefined ? "from" : "role"),
        seen(named),
        value.role === undefined && value.from !== undefined
          ? "system, human, gpt, function_call, observation or tool"
          : "system, developer, user, assistant, tool or function",
      );
  }
}

/** A user's words; results of tools among them become messages of their own, where they stand. */
function userTurn(content: Json | undefined, at: At, walk: Walk): Message[] {
  if (!isList(content) || !content.some(isResult))
    return [{ role: "user", content: contentOf(content, at).text ?? "" }];
  const out: Message[] = [];
  let texts: Json[] = [];
  const flush = (): void => {
    if (texts.length > 0) out.push({ role: "user", content: contentOf(texts, at).text ?? "" });
    texts = [];
  };
  for (const [i, part] of content.entries()) {
    if (isResult(part)) {
      flush();
      out.push(resultMessage(part, inside(at, i), walk));
    } else texts.push(part);
  }
  flush();
  return out;
}

function isResult(part: Json): part is JsonObject {
  return isJsonObject(part) && typeof part.type === "string" && /(^|_)tool_result$/.test(part.type);
}

function isUse(part: Json): part is JsonObject {
  return isJsonObject(part) && typeof part.type === "string" && /(^|_)tool_use$/.test(part.type);
}

const readOfResult: ReadonlySet<string> = new Set(["tool_use_id", "content", "is_error"]);

function resultMessage(part: JsonObject, at: At, { names }: Walk): ToolMessage {
  tellUnread(part, readOfResult, at);
  const id = typeof part.tool_use_id === "string" ? part.tool_use_id : null;
  const name = id === null ? undefined : names.get(id);
  return {
    role: "tool",
    content: toolContent(part.content, inside(at, "content")).text ?? "",
    ...(id === null ? {} : { toolCallId: id }),
    ...(name === undefined ? {} : { name }),
  };
}

function assistantTurn(value: JsonObject, said: Json | undefined, here: At, at: At, walk: Walk): Message[] {
  const parts = isList(said) && said.some((part) => isUse(part) || isResult(part)) ? said : null;
  const among =
    parts === null
      ? []
      : parts.flatMap((part, i) => (isUse(part) ? [useOf(part, inside(here, i), walk)] : []));
  const results = parts === null ? [] : parts.flatMap((part, i) => resultsAmong(part, inside(here, i), walk));
  const content = contentOf(
    parts === null ? said : parts.filter((part) => !isUse(part) && !isResult(part)),
    here,
  );
  const own = toolCallsOf(value, at);
  const toolCalls = among.length === 0 ? own : [...among, ...own];
  for (const { id, name } of toolCalls) walk.names.set(id, name);
  const reasoning = reasoningOf(value, content.reasoning, at);
  const refusal = isText(value.refusal) && value.refusal !== content.text ? value.refusal : null;
  const message: AssistantMessage = {
    role: "assistant",
    content: refusal === null ? content.text : [content.text, refusal].filter(isText).join("\n"),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    ...(reasoning === "" ? {} : { reasoning }),
  };
  return [message, ...results];
}

/** Fields beside the content that hold reasoning, and what stood among its parts. */
function reasoningOf(value: JsonObject, among: string | null, at: At): string {
  const { reasoning_content, reasoning, thinking, thought } = value;
  if (reasoning_content == null && reasoning == null && thinking == null && thought == null)
    return among ?? "";
  const thoughts = [reasoning_content, reasoning, thinking, thought].map((one, i) =>
    thoughtText(one, inside(at, i)),
  );
  return [...new Set(thoughts), among].filter(isText).join("\n");
}

function thoughtText(thought: Json | undefined, at: At): string | null {
  if (thought === undefined || thought === null) return null;
  if (typeof thought === "string") return thought;
  const { text, reasoning } = contentOf(thought, at);
  return [reasoning, text].filter(isText).join("\n");
}

const readOfUse: ReadonlySet<string> = new Set([
  ...["input", "arguments", "result", "error", "tool_type", "context"],
]);

/** A call among the parts: Anthropic's, of a server's own tool too, and Inspect's of such. */
function useOf(part: JsonObject, at: At, walk: Walk): ToolCall {
  const { id, name, input } = part;
  if (typeof name !== "string") throw fieldError(at, seen(name), "the tool's name");
  tellUnread(part, readOfUse, at);
  const key = typeof id === "string" && id !== "" ? id : `call_${walk.names.size}`;
  walk.names.set(key, name);
  return toolCall({ id: key, name, arguments: input ?? part.arguments ?? {} }, at, 0);
}

/** What a server's own tool answered, which stands in the assistant's own turn. */
function resultsAmong(part: Json, at: At, walk: Walk): ToolMessage[] {
  if (isResult(part)) return [resultMessage(part, at, walk)];
  if (!isUse(part)) return [];
  const said = [part.result, part.error].filter(
    (value): value is Json => value !== undefined && value !== null && value !== "",
  );
  return said.map((value) => ({
    role: "tool",
    content: toolContent(value, at).text ?? "",
    ...(isText(part.id) ? { toolCallId: part.id } : {}),
    ...(isText(part.name) ? { name: part.name } : {}),
  }));
}

/** AgentDojo and Inspect write a failed call's message beside an empty content: the agent was shown it, so it is content. */
function toolMessage(value: JsonObject, { text }: Content, { last }: Walk): ToolMessage {
  const error = isJsonObject(value.error) ? value.error.message : value.error;
  const said = [text, isText(error) && !(text ?? "").includes(error) ? error : null].filter(isText);
  const call = isJsonObject(value.tool_call) ? value.tool_call : {};
  const before = value.from === undefined ? undefined : last;
  const name = value.name ?? value.function ?? call.function ?? before?.name;
  const id = value.tool_call_id ?? before?.id;
  return {
    role: "tool",
    content: said.join("\n"),
    ...(isText(id) ? { toolCallId: id } : {}),
    ...(isText(name) ? { name } : {}),
  };
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isText(value: Json | undefined): value is string {
  return typeof value === "string" && value !== "";
}
