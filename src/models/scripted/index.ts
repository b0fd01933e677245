import type { Json, JsonObject } from "../../core/json.ts";
import type { Capabilities, Model } from "../model.ts";
import { asChat, chatBody, choiceBody, type Dialect } from "../openai/body.ts";
import { chosenReply, generatedReply } from "../openai/reply.ts";
import { free } from "../prices.ts";
import { commonFields } from "../usage-fields.ts";

/** What a handler answers. */
export interface ScriptedReply {
  readonly text?: string;
  /** Next token → probability; asked for by `choose`. */
  readonly next?: Readonly<Record<string, number>>;
  readonly refusal?: string;
  readonly usage?: { readonly input: number; readonly output: number; readonly cached?: number };
}

/** A model as a function of a request's bytes: the JSON text of a chat-completions body. */
export type ScriptedHandler = (body: string) => ScriptedReply | Promise<ScriptedReply>;

/**
 * A model that a function plays, for tests, demonstrations and power calculations. Requests are written and replies read by
 * the same code as for a real server; the same handler can be served over a socket with `serveHandler`.
 */
export function scripted(name: string, handler: ScriptedHandler): Model {
  const dialect: Dialect = { model: name, limit: "max_tokens", open: "plain" };
  const answer = async (body: JsonObject): Promise<Json> =>
    completionOf(name, await handler(JSON.stringify(body)));
  const capabilities: Partial<Capabilities> = {
    generate: async ({ prompt, ...request }) =>
      generatedReply(await answer(chatBody(asChat(prompt), request, dialect)), commonFields),
    choose: async ({ prompt, answers }) =>
      chosenReply(await answer(choiceBody(asChat(prompt), dialect)), answers, commonFields),
  };
  return {
    reference: `scripted:${name}`,
    identity: { adapter: "scripted", name, endpoint: null, fingerprint: null },
    caching: "none",
    contextTokens: null,
    concurrency: { start: 64, most: 64 },
    price: free,
    cacheRule: null,
    capabilities,
    close: async () => {},
  };
}

/** A handler's reply as a chat completion. */
export function completionOf(name: string, reply: ScriptedReply): JsonObject {
  const next = Object.entries(reply.next ?? {}).sort(([, a], [, b]) => b - a);
  const text = reply.text ?? next[0]?.[0] ?? "";
  const top = next.slice(0, 20).map(([token, p]) => ({ token, logprob: Math.log(p) }));
  const { usage } = reply;
  return {
    id: "scripted",
    object: "chat.completion",
    created: 0,
    model: name,
    choices: [
      {
        index: 0,
        finish_reason: "stop",
        message: { role: "assistant", content: text, refusal: reply.refusal ?? null },
        logprobs: top[0] === undefined ? null : { content: [{ ...top[0], top_logprobs: top }] },
      },
    ],
    ...(usage === undefined
      ? {}
      : {
          usage: {
            prompt_tokens: usage.input,
            completion_tokens: usage.output,
            total_tokens: usage.input + usage.output,
            ...(usage.cached === undefined ? {} : { prompt_tokens_details: { cached_tokens: usage.cached } }),
          },
        }),
  };
}
