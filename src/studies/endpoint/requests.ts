import { CredenceError } from "../../core/error.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { Api } from "../../models/reference.ts";
import { type Turn, turnJson } from "./conversation.ts";

/** What a request is made of beside its turns. */
export interface RequestSettings {
  readonly api: Api;
  readonly model: string;
  /** Most output tokens. */
  readonly cap: number;
  readonly temperature: number | null;
  /** OpenAI's own newer models know only `max_completion_tokens`. */
  readonly limitName: "max_tokens" | "max_completion_tokens";
  /** Members added to the body, such as those that switch reasoning off; `null` takes a member out. */
  readonly more: JsonObject;
}

/** Fewest output tokens that may be asked for: OpenAI's responses API refuses fewer than 16. */
export const leastCap: Readonly<Record<Api, number>> = {
  chat: 1,
  messages: 1,
  completions: 1,
  responses: 16,
};

/** Path and exact body of a request. */
export function requestOf(
  turns: readonly Turn[],
  settings: RequestSettings,
): { readonly path: string; readonly body: JsonObject } {
  const { api, model, cap, temperature, limitName, more } = settings;
  const warm = temperature === null ? {} : { temperature };
  const body = (own: JsonObject): JsonObject => merged({ model, ...own, ...warm }, more);
  switch (api) {
    case "chat":
      return { path: "/chat/completions", body: body({ messages: turns.map(turnJson), [limitName]: cap }) };
    case "responses":
      return { path: "/responses", body: body({ input: turns.map(turnJson), max_output_tokens: cap }) };
    case "messages": {
      const system = turns.filter(({ role }) => role === "system").map(({ text }) => text);
      const messages = turns.filter(({ role }) => role !== "system").map(turnJson);
      const own = { ...(system.length === 0 ? {} : { system: system.join("\n\n") }), messages };
      return { path: "/messages", body: body({ ...own, max_tokens: cap }) };
    }
    case "completions":
      return { path: "/completions", body: body({ prompt: plainText(turns), max_tokens: cap }) };
  }
}

/**
 * Turns as plain text for the completions route, which knows no turns: `User: …`, `Assistant: …`. The last turn is left open if it is the
 * assistant's, else one is begun.
 */
function plainText(turns: readonly Turn[]): string {
  const names = { system: "System", user: "User", assistant: "Assistant" };
  const lines = turns.map(({ role, text }) => `${names[role]}: ${text}`);
  if (turns.at(-1)?.role !== "assistant") lines.push("Assistant:");
  return lines.join("\n\n");
}

/** Settings that switch reasoning off, as each kind of server wants to be told. */
export function reasoningOff(api: Api, host: string): JsonObject {
  if (api === "messages") return { thinking: { type: "disabled" } };
  if (api === "responses") return { reasoning: { effort: "none" } };
  if (api === "completions") return {};
  if (host === "openrouter.ai") return { reasoning: { enabled: false, exclude: false } };
  if (host === "api.openai.com") return { reasoning_effort: "none" };
  return { chat_template_kwargs: { enable_thinking: false } };
}

/** How many of the likeliest tokens are asked for: all servers that give any give so many. */
const likeliest = 5;

/**
 * Members that ask for log-probabilities of the reply's tokens; null for the API that has none, and where a router is told to pass over all
 * providers that do not know a member.
 *
 * @param always members of every request
 */
export function logProbMembers(api: Api, always: JsonObject): JsonObject | null {
  if (isJsonObject(always.provider) && always.provider.require_parameters === true) return null;
  switch (api) {
    case "chat":
      return { logprobs: true, top_logprobs: likeliest };
    case "responses":
      return { include: ["message.output_text.logprobs"], top_logprobs: likeliest };
    case "completions":
      return { logprobs: likeliest };
    case "messages":
      return null;
  }
}

/** Reads a body's members from a flag. */
export function bodyMembers(text: string, flag: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  if (isJsonObject(parsed)) return parsed;
  throw new CredenceError("usage", `${flag} holds no JSON object`, {
    where: text.slice(0, 80),
    fix: `Write members of the request's body, as in ${flag} '{"provider":{"only":["DeepInfra"]}}'.`,
  });
}

function merged(body: JsonObject, more: JsonObject): JsonObject {
  const all = { ...body, ...more };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
