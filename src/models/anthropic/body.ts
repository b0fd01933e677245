import type { JsonObject } from "../../core/json.ts";
import type { Missing } from "../../core/outcome.ts";
import type { ChatPrompt, GenerateRequest } from "../model.ts";
import { cached, textBlocks, turnsOf } from "./turns.ts";

/**
 * Body of a Messages request. System messages stand before the conversation, wherever they were. What other requests share is marked for the
 * cache, in at most four places: the system prompt (or the tools, where there is none), the turns before the question, and all of it if it
 * is one of several draws. A temperature of 1 is the API's own and is left out; a seed too: the API knows none.
 */
export function messagesBody(
  model: string,
  prompt: ChatPrompt,
  request: Omit<GenerateRequest, "prompt">,
): JsonObject {
  const { maxTokens, temperature, topP, stop, draw } = request;
  const system = prompt.messages.flatMap(({ role, content }) =>
    role === "system" ? textBlocks(content ?? "") : [],
  );
  const tools = (prompt.tools ?? []).map(({ name, description, parameters }) => ({
    name,
    ...(description === "" ? {} : { description }),
    input_schema: { type: "object", ...parameters },
  }));
  const turns = turnsOf(prompt.messages, draw !== undefined && temperature !== 0);
  return {
    model,
    max_tokens: maxTokens,
    ...(tools.length === 0 ? {} : { tools: system.length === 0 ? lastMarked(tools) : tools }),
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
  const last = prompt.messages.findLast(({ role }) => role !== "system");
  if (last?.role !== "assistant") return null;
  const failed = (reason: string): Missing => ({ kind: "failed", code: "open-turn", reason });
  if (prompt.open !== true) {
    return failed(
      "this API continues a conversation that ends with an assistant turn; end it with another role, or leave the turn open",
    );
  }
  if ((last.toolCalls?.length ?? 0) > 0)
    return failed("a turn that ends with a tool call cannot be continued");
  if (/\s$/.test(last.content ?? "")) {
    return failed("this API continues no turn that ends with a blank or a line break: cut it off");
  }
  return null;
}

function lastMarked(blocks: readonly JsonObject[]): JsonObject[] {
  return blocks.map((block, i) => (i === blocks.length - 1 ? { ...block, ...cached } : block));
}
