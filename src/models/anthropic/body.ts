import type { JsonObject } from "../../core/json.ts";
import type { Message } from "../../core/message.ts";
import type { Missing } from "../../core/outcome.ts";
import type { ChatPrompt, GenerateRequest } from "../model.ts";
import { cached, sentName, type Turn, textBlocks, turnsOf } from "./turns.ts";

/**
 * Body of a Messages request. The opening system messages are its system prompt. What other requests share is marked for the cache, in at
 * most four places: the system prompt (or the tools, where there is none), the turns before the question, and all of it if it is one of
 * several draws. A temperature of 1 is the API's own and is left out; a seed too: the API knows none.
 *
 * The API refuses calls where no tools are defined. A run that came without definitions has those that it called declared by name alone, and
 * the model may call none.
 */
export function messagesBody(
  model: string,
  prompt: ChatPrompt,
  request: Omit<GenerateRequest, "prompt">,
): JsonObject {
  const { maxTokens, temperature, topP, stop, draw } = request;
  const [opening, rest] = openingOf(prompt.messages);
  const system = opening.flatMap(({ content }) => textBlocks(content ?? ""));
  const turns = turnsOf(rest, draw !== undefined && temperature !== 0);
  const defined = (prompt.tools ?? []).map(({ name, description, parameters }) => ({
    name: sentName(name),
    ...(description === "" ? {} : { description }),
    input_schema: { type: "object", ...parameters },
  }));
  const tools = defined.length > 0 ? defined : calledIn(turns);
  return {
    model,
    max_tokens: maxTokens,
    ...(tools.length === 0 ? {} : { tools: system.length === 0 ? lastMarked(tools) : tools }),
    ...(tools === defined || tools.length === 0 ? {} : { tool_choice: { type: "none" } }),
    ...(system.length === 0 ? {} : { system: lastMarked(system) }),
    messages: turns.map(({ role, content }) => ({ role, content })),
    ...(temperature === undefined || temperature === 1 ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(stop === undefined ? {} : { stop_sequences: stop }),
  };
}

/**
 * Version of the API that a body is for. The newest takes no temperature and no `top_p`; the one before does, from the models that still take
 * them.
 */
export function versionFor(body: JsonObject): string {
  return "temperature" in body || "top_p" in body ? "2023-06-01" : "2026-10-21";
}

/** Says why a conversation cannot be put to the Messages API, or null if it can. */
export function unsendable(prompt: ChatPrompt): Missing | null {
  const last = turnsOf(openingOf(prompt.messages)[1], false).at(-1);
  if (last === undefined) {
    return {
      kind: "failed",
      code: "no-turn",
      reason: "this API answers turns, and the conversation has none",
    };
  }
  if (last.role !== "assistant") return null;
  const failed = (reason: string): Missing => ({ kind: "failed", code: "open-turn", reason });
  const end = last.content.at(-1);
  if (prompt.open !== true) {
    return failed(
      "this API continues a conversation that ends with an assistant turn; end it with another role, or leave the turn open",
    );
  }
  if (end?.type === "tool_use") return failed("a turn that ends with a tool call cannot be continued");
  if (typeof end?.text === "string" && /\s$/.test(end.text)) {
    return failed("this API continues no turn that ends with a blank or a line break: cut it off");
  }
  return null;
}

/** The system messages that a conversation begins with, and the rest. */
function openingOf(messages: readonly Message[]): readonly [readonly Message[], readonly Message[]] {
  const first = messages.findIndex(({ role }) => role !== "system");
  const at = first === -1 ? messages.length : first;
  return [messages.slice(0, at), messages.slice(at)];
}

function calledIn(turns: readonly Turn[]): JsonObject[] {
  const names = turns.flatMap(({ content }) =>
    content.flatMap(({ type, name }) => (type === "tool_use" && typeof name === "string" ? [name] : [])),
  );
  return [...new Set(names)].map((name) => ({ name, input_schema: { type: "object" } }));
}

function lastMarked(blocks: readonly JsonObject[]): JsonObject[] {
  return blocks.map((block, i) => (i === blocks.length - 1 ? { ...block, ...cached } : block));
}
