import { CredenceError } from "../../core/error.ts";
import type { Json } from "../../core/json.ts";
import { type Missing, noUsage } from "../../core/outcome.ts";
import { asking, callSeconds, keyOf, providerFetch } from "../asking.ts";
import type { Generated, Model, OpenOptions, Reply } from "../model.ts";
import { anthropicEndpoint } from "../prices.ts";
import { shippedProviders, termsOf } from "../providers.ts";
import { endpointOf, type Reference } from "../reference.ts";
import { wireTo } from "../wire.ts";
import { messagesBody, unsendable, versionFor } from "./body.ts";
import { messageReply } from "./reply.ts";

const addressName = "ANTHROPIC_BASE_URL";

/**
 * A model behind Anthropic's Messages API, through the official client. It writes text and calls tools; it gives no probabilities. The client's
 * own retries are off: waiting is the runner's business, and is shown. `ANTHROPIC_BASE_URL` may name another server of the same API; so may
 * an address (`http://host/v1?api=messages#NAME`), whose key is `CREDENCE_API_KEY` or none.
 *
 * @throws CredenceError `model` when no key is set, `usage` when the address is none
 */
export async function openAnthropic(
  reference: Extract<Reference, { adapter: "anthropic" }>,
  text: string,
  options: OpenOptions,
): Promise<Model> {
  const env = options.env ?? {};
  const { keys } = reference;
  const key = keyOf(reference, text, env);
  const endpoint = reference.endpoint ?? baseOf(env[addressName]);
  const base = reference.endpoint ?? `${endpoint}/v1`;
  const providers = options.providers ?? shippedProviders();
  const alike = termsOf(providers, endpoint, reference.name, anthropicEndpoint);
  // Whoever serves it at an address of its own need not charge or cache as Anthropic does.
  const terms =
    reference.endpoint === null
      ? alike
      : { ...termsOf(providers, endpoint, reference.name), usage: alike.usage };
  const client = await import("@anthropic-ai/sdk");
  const api = new client.Anthropic({
    apiKey: key ?? null,
    baseURL: base,
    maxRetries: 0,
    timeout: callSeconds * 1000,
    logLevel: "off",
    openTelemetry: false,
    fetch: providerFetch(options),
  });
  const ask = asking({
    send: (path, options) => {
      // The client adds the headers of ANTHROPIC_CUSTOM_HEADERS; the key is this one whatever they say.
      const headers = {
        "anthropic-version": versionFor(options.body),
        "x-api-key": key ?? null,
        authorization: null,
      };
      return api.post(path, { ...options, headers }).asResponse();
    },
    errors: client,
    key,
    keys,
  });
  return {
    reference: text,
    identity: { adapter: "anthropic", name: reference.name, endpoint, fingerprint: null },
    caching: "reported",
    contextTokens: null,
    concurrency: { start: 4, most: 32 },
    price: terms.price,
    cacheRule: terms.cacheRule,
    capabilities: {
      generate: async ({ prompt, ...request }, call) => {
        if (prompt.kind === "text") return unsent(noText);
        const reason = unsendable(prompt);
        if (reason !== null) return unsent(reason);
        const { tools = [] } = prompt;
        const read = (body: Json): Reply<Generated> => messageReply(body, tools, terms.usage);
        return ask("/messages", messagesBody(reference.name, prompt, request), read, call);
      },
      wire: wireTo({
        base,
        key,
        credentials: key === undefined ? {} : { "x-api-key": key },
        headers: (body) => ({ "anthropic-version": versionFor(body) }),
        usage: () => terms.usage,
        ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
      }),
    },
    close: async () => {},
  };
}

const noText: Missing = {
  kind: "failed",
  code: "no-template",
  reason: "this API takes conversations only, no bare text",
};

function unsent(missing: Missing): Reply<never> {
  return { ok: false, missing, usage: noUsage };
}

function baseOf(text: string | undefined): string {
  if (text === undefined || text === "") return anthropicEndpoint;
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return endpointOf(new URL(text));
  throw new CredenceError("usage", `${addressName} is no address`, {
    fix: `Write it as ${anthropicEndpoint}, or unset it.`,
  });
}
