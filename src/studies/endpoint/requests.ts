import { CredenceError } from "../../core/error.ts";
import { isJsonObject, type JsonObject, parsedJson } from "../../core/json.ts";
import type { Api } from "../../models/reference.ts";
import { messagesOf, type Turn } from "./conversation.ts";

/** What a request is made of beside its turns. */
export interface RequestSettings {
  readonly api: Api;
  readonly model: string;
  /** Most output tokens. */
  readonly cap: number;
  readonly temperature: number | null;
  /** OpenAI's own newer models know only `max_completion_tokens`. */
  readonly limitName: "max_tokens" | "max_completion_tokens";
  /** Members added to the last message. */
  readonly message?: JsonObject;
  /** Members added to the body, such as those that switch reasoning off; `null` takes a member out. */
  readonly more: JsonObject;
}

/** How one API wants to be asked. */
interface WireForm {
  readonly path: string;
  /** Fewest output tokens that may be asked for. */
  readonly leastCap: number;
  readonly body: (turns: readonly Turn[], cap: number, limitName: string) => JsonObject;
  /** Settings that switch reasoning off, as each kind of server wants to be told. */
  readonly off: (host: string) => JsonObject;
  /** Members that ask for log-probabilities of the reply's tokens; null where it has none. */
  readonly logProbs: JsonObject | null;
}

/** How many of the likeliest tokens are asked for: all servers that give any give so many. */
const likeliest = 5;

const forms: Readonly<Record<Api, WireForm>> = {
  chat: {
    ...{ path: "/chat/completions", leastCap: 1 },
    body: (turns, cap, limitName) => ({ messages: messagesOf(turns), [limitName]: cap }),
    off: (host) => {
      if (host === "openrouter.ai") return { reasoning: { enabled: false, exclude: false } };
      if (host === "api.openai.com") return { reasoning_effort: "none" };
      return { chat_template_kwargs: { enable_thinking: false } };
    },
    logProbs: { logprobs: true, top_logprobs: likeliest },
  },
  responses: {
    // Fewer than 16 are refused.
    ...{ path: "/responses", leastCap: 16 },
    body: (turns, cap) => ({ input: messagesOf(turns), max_output_tokens: cap }),
    off: () => ({ reasoning: { effort: "none" } }),
    logProbs: { include: ["message.output_text.logprobs"], top_logprobs: likeliest },
  },
  messages: {
    ...{ path: "/messages", leastCap: 1 },
    body: (turns, cap) => {
      const system = turns.filter(({ role }) => role === "system").map(({ text }) => text);
      const messages = messagesOf(turns.filter(({ role }) => role !== "system"));
      return { ...(system.length === 0 ? {} : { system: system.join("\n\n") }), messages, max_tokens: cap };
    },
    off: () => ({ thinking: { type: "disabled" } }),
    logProbs: null,
  },
  completions: {
    ...{ path: "/completions", leastCap: 1 },
    body: (turns, cap) => ({ prompt: plainText(turns), max_tokens: cap }),
    off: () => ({}),
    logProbs: { logprobs: likeliest },
  },
};

/** So many output tokens, or the fewest that may be asked for. */
export function capFor(api: Api, cap: number): number {
  return Math.max(cap, forms[api].leastCap);
}

/** Path and exact body of a request. */
export function requestOf(
  turns: readonly Turn[],
  { api, model, cap, temperature, limitName, message = {}, more }: RequestSettings,
): { readonly path: string; readonly body: JsonObject } {
  const { path, body } = forms[api];
  const warm = temperature === null ? {} : { temperature };
  const all = { model, ...withLast(body(turns, cap, limitName), message), ...warm, ...more };
  return { path, body: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) };
}

/** A body whose last message has these members too. */
function withLast(body: JsonObject, members: JsonObject): JsonObject {
  const { messages } = body;
  const last = Array.isArray(messages) ? messages.at(-1) : undefined;
  if (!Array.isArray(messages) || !isJsonObject(last) || Object.keys(members).length === 0) return body;
  return { ...body, messages: [...messages.slice(0, -1), { ...last, ...members }] };
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

/** Settings that switch reasoning off at this host. */
export function reasoningOff(api: Api, host: string): JsonObject {
  return forms[api].off(host);
}

/**
 * Members that ask for log-probabilities of the reply's tokens; null for the API that has none, and where a router is told to pass over all
 * providers that do not know a member.
 *
 * @param always members of every request
 */
export function logProbMembers(api: Api, always: JsonObject): JsonObject | null {
  const strict = isJsonObject(always.provider) && always.provider.require_parameters === true;
  return strict ? null : forms[api].logProbs;
}

/** Reads a body's members from a flag. */
export function bodyMembers(text: string, flag: string): JsonObject {
  const parsed = parsedJson(text);
  if (isJsonObject(parsed)) return parsed;
  throw new CredenceError("usage", `${flag} holds no JSON object`, {
    where: text.slice(0, 80),
    fix: `Write members of the request's body, as in ${flag} '{"provider":{"only":["DeepInfra"]}}'.`,
  });
}
