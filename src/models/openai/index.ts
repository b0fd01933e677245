import { CredenceError } from "../../core/error.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { unknownUsage } from "../../core/outcome.ts";
import type { CallOptions, Capabilities, Model, OpenOptions, Reply } from "../model.ts";
import { priceOf } from "../prices.ts";
import type { Reference } from "../reference.ts";
import { chatBody, choiceBody, completionBody, type Dialect, echoBody } from "./body.ts";
import { type Failure, missingOf } from "./failure.ts";
import { chosenReply, completedReply, generatedReply, scoredReply } from "./reply.ts";

/** Seconds one call may take. */
const callSeconds = 180;

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
  const env = options.env ?? {};
  const key = reference.keys.map((name) => env[name]).find((value) => value !== undefined && value !== "");
  if (key === undefined && reference.keyNeeded) {
    throw new CredenceError("model", `${text} needs a key`, {
      fix: `Set ${reference.keys.join(" or ")} in the environment.`,
    });
  }
  const client = await import("openai");
  const api = new client.OpenAI({
    apiKey: key ?? "none",
    baseURL: reference.endpoint,
    maxRetries: 0,
    timeout: callSeconds * 1000,
    organization: null,
    project: null,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  const scrub = (words: string): string => (key === undefined ? words : words.replaceAll(key, "[key]"));

  const failureOf = (error: unknown): Failure => {
    const words = error instanceof Error ? error.message : String(error);
    const cause =
      error instanceof Error && error.cause instanceof Error ? `${words} ${error.cause.message}` : words;
    return {
      status: error instanceof client.APIError && typeof error.status === "number" ? error.status : null,
      headers: error instanceof client.APIError && error.headers instanceof Headers ? error.headers : null,
      text: cause,
      timedOut: error instanceof client.APIConnectionTimeoutError,
      aborted: error instanceof client.APIUserAbortError,
    };
  };
  const ask = async <Value>(
    path: string,
    body: JsonObject,
    read: (body: Json) => Reply<Value>,
    call: CallOptions | undefined,
  ): Promise<Reply<Value>> => {
    let words: string;
    try {
      const response = await api
        .post(path, { body, ...(call?.signal === undefined ? {} : { signal: call.signal }) })
        .asResponse();
      words = await response.text();
    } catch (error) {
      return { ok: false, missing: missingOf(failureOf(error), scrub, reference.keys), usage: unknownUsage };
    }
    const response = parsed(words);
    if (response === undefined) {
      const shown = scrub(words).replace(/\s+/g, " ").slice(0, 120);
      const reason = words === "" ? "the reply is empty" : `the reply is no JSON, or was cut off: ${shown}`;
      return {
        ok: false,
        missing: { kind: "failed", code: "bad-reply", reason, retryable: true },
        usage: unknownUsage,
      };
    }
    return { ...read(response), raw: { request: body, response } };
  };

  const official = reference.endpoint === "https://api.openai.com/v1";
  const dialect: Dialect = {
    model: reference.name,
    limit: official ? "max_completion_tokens" : "max_tokens",
    open: reference.open,
  };
  const chat = "/chat/completions";
  const capabilities: Partial<Capabilities> = {
    generate: ({ prompt, ...request }, call) =>
      prompt.kind === "chat"
        ? ask(chat, chatBody(prompt, request, dialect), generatedReply, call)
        : ask("/completions", completionBody(prompt.text, request, dialect), completedReply, call),
    choose: async ({ prompt, answers }, call) => {
      const asked =
        prompt.kind === "chat"
          ? prompt
          : ({ kind: "chat", messages: [{ role: "user", content: prompt.text }] } as const);
      return ask(chat, choiceBody(asked, dialect), (body) => chosenReply(body, answers), call);
    },
    ...(official
      ? {}
      : {
          score: async ({ prompt, continuation }, call) => {
            if (prompt.kind === "chat") return noTemplate;
            const whole = prompt.text + continuation;
            return ask(
              "/completions",
              echoBody(whole, dialect),
              (body) => scoredReply(body, prompt.text.length, whole.length),
              call,
            );
          },
        }),
  };
  return {
    reference: text,
    identity: { adapter: "openai", name: reference.name, endpoint: reference.endpoint, fingerprint: null },
    caching: "reported",
    contextTokens: null,
    concurrency: { start: 8, most: 64 },
    price: priceOf(reference),
    capabilities,
    close: async () => {},
  };
}

const noTemplate: Reply<never> = {
  ok: false,
  usage: unknownUsage,
  missing: {
    kind: "failed",
    code: "no-template",
    reason: "a conversation cannot be scored without the server's template; give bare text",
  },
};

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
