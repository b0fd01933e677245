import { asking, callSeconds, keyOf, providerFetch } from "../asking.ts";
import { failedReply } from "../failure.ts";
import type { Capabilities, Model, OpenOptions } from "../model.ts";
import { shippedProviders, termsOf } from "../providers.ts";
import type { Reference } from "../reference.ts";
import { wireTo } from "../wire.ts";
import { fieldsAt } from "../wire-usage.ts";
import { asChat, chatBody, choiceBody, completionBody, type Dialect, echoBody } from "./body.ts";
import { chosenReply, completedReply, generatedReply, scoredReply } from "./reply.ts";

/**
 * A model behind an OpenAI-compatible server, through the official client. The client's own retries are off: waiting is the
 * runner's business, and is shown.
 *
 * @throws CredenceError `model` when a key is needed and none is set
 */
export async function openOpenAI(
  reference: Extract<Reference, { adapter: "openai" }>,
  text: string,
  options: OpenOptions,
): Promise<Model> {
  const key = keyOf(reference, text, options.env);
  const client = await import("openai");
  const api = new client.OpenAI({
    apiKey: key ?? "none",
    baseURL: reference.endpoint,
    maxRetries: 0,
    timeout: callSeconds * 1000,
    organization: null,
    project: null,
    fetch: providerFetch(options),
  });
  const ask = asking({
    send: (path, options) => api.post(path, options).asResponse(),
    errors: client,
    key,
    keys: reference.keys,
  });

  const terms = termsOf(options.providers ?? shippedProviders(), reference.endpoint, reference.name);
  const official = reference.endpoint === "https://api.openai.com/v1";
  const dialect: Dialect = {
    model: reference.name,
    limit: official ? "max_completion_tokens" : "max_tokens",
    open: reference.open,
  };
  const chat = "/chat/completions";
  const wire = wireTo({
    base: reference.endpoint,
    key,
    credentials: key === undefined ? {} : { authorization: `Bearer ${key}` },
    usage: (path) => fieldsAt(path, terms.usage),
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  const generate: Capabilities["generate"] = async ({ prompt, ...request }, call) => {
    if (prompt.kind === "text") {
      const body = completionBody(prompt.text, request, dialect);
      return ask("/completions", body, (reply) => completedReply(reply, terms.usage), call);
    }
    if (reference.api === "completions") return noTemplate;
    return ask(chat, chatBody(prompt, request, dialect), (body) => generatedReply(body, terms.usage), call);
  };
  const choosing: Pick<Capabilities, "choose"> = {
    choose: async ({ prompt, answers }, call) => {
      const asked = choiceBody(asChat(prompt), dialect);
      return ask(chat, asked, (body) => chosenReply(body, answers, terms.usage), call);
    },
  };
  const scoring: Pick<Capabilities, "score"> = {
    score: async ({ prompt, continuation }, call) => {
      if (prompt.kind === "chat") return noTemplate;
      const whole = prompt.text + continuation;
      return ask(
        "/completions",
        echoBody(whole, dialect),
        (body) => scoredReply(body, prompt.text.length, whole.length, terms.usage),
        call,
      );
    },
  };
  /** What each API can do; the Responses API is only asked over the wire. */
  const able: Readonly<Record<typeof reference.api, Partial<Capabilities>>> = {
    chat: { generate, ...choosing, ...(official ? {} : scoring) },
    completions: { generate, ...(official ? {} : scoring) },
    responses: {},
  };
  return {
    reference: text,
    identity: { adapter: "openai", name: reference.name, endpoint: reference.endpoint, fingerprint: null },
    caching: "reported",
    contextTokens: null,
    concurrency: { start: 8, most: 64 },
    price: terms.price,
    cacheRule: terms.cacheRule,
    capabilities: { ...able[reference.api], wire },
    close: async () => {},
  };
}

const noTemplate = failedReply(
  "no-template",
  "a conversation cannot be scored or continued without the server's template; give bare text",
);
