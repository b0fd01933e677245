import { CredenceError } from "../core/error.ts";
import { type Json, type JsonObject, parsedJson } from "../core/json.ts";
import { unknownUsage } from "../core/outcome.ts";
import { boundedFetch, TookTooLong } from "./bounded-fetch.ts";
import { badReply, errorText, type Failure, missingOf } from "./failure.ts";
import type { CallOptions, OpenOptions, Reply } from "./model.ts";
import type { Reference } from "./reference.ts";
import { scrubber } from "./scrubber.ts";

/** Seconds one call may take, from its first byte to the reply's last. */
export const callSeconds = 180;

/** Longest reply that is read, in bytes. */
export const replyBytes = 2 ** 24;

/** The network as a provider's client gets it: one deadline, a bound on the reply, no redirects. */
export function providerFetch(options: Pick<OpenOptions, "fetch">): typeof globalThis.fetch {
  return boundedFetch(options.fetch ?? globalThis.fetch, { seconds: callSeconds, bytes: replyBytes });
}

/** The key that the environment has for a reference; CredenceError `model` where one is needed and there is none. */
export function keyOf(
  { keys, keyNeeded }: Extract<Reference, { readonly keyNeeded: boolean }>,
  text: string,
  env: OpenOptions["env"] = {},
): string | undefined {
  const key = keys.map((name) => env[name]).find((value) => value !== undefined && value !== "");
  if (key !== undefined || !keyNeeded) return key;
  throw new CredenceError("model", `${text} needs a key`, {
    fix: `Set ${keys.join(" or ")} in the environment.`,
  });
}

/** What a provider's official client is asked through. */
export interface Provider {
  /** Posts a body; throws the client's errors for whatever is not a success. */
  readonly send: (
    path: string,
    options: { readonly body: JsonObject; readonly signal?: AbortSignal },
  ) => Promise<Response>;
  /** The client's classes of errors. */
  readonly errors: ClientErrors;
  /** Taken out of everything that comes back. */
  readonly key: string | undefined;
  /** Environment variables that may hold the key, for what a person is told. */
  readonly keys: readonly string[];
}

/** Classes of errors that both official clients have. */
interface ClientErrors {
  readonly APIError: abstract new (
    ...args: never[]
  ) => Error & {
    readonly status: number | undefined;
    readonly headers: Headers | undefined;
  };
  readonly APIConnectionTimeoutError: abstract new (...args: never[]) => Error;
  readonly APIUserAbortError: abstract new (...args: never[]) => Error;
}

/** Posts a body and reads the reply. Never throws for what a provider did. */
export type Ask = <Value>(
  path: string,
  body: JsonObject,
  read: (body: Json) => Reply<Value>,
  call: CallOptions | undefined,
) => Promise<Reply<Value>>;

/** Asks through a provider's client, once: every failure comes back as a reason, and the key in nothing that comes back. */
export function asking({ send, errors, key, keys }: Provider): Ask {
  const { scrub } = scrubber(key);
  const failureOf = (error: unknown, signal: AbortSignal | undefined): Failure => {
    return {
      status: error instanceof errors.APIError && typeof error.status === "number" ? error.status : null,
      headers: error instanceof errors.APIError && error.headers instanceof Headers ? error.headers : null,
      text: errorText(error),
      timedOut: error instanceof errors.APIConnectionTimeoutError || tookTooLong(error),
      // Given up while the body was read, it is the network's error and not the client's.
      aborted: error instanceof errors.APIUserAbortError || signal?.aborted === true,
    };
  };
  return async (path, body, read, call) => {
    let words: string;
    try {
      const response = await send(path, {
        body,
        ...(call?.signal === undefined ? {} : { signal: call.signal }),
      });
      words = scrub(await response.text());
    } catch (error) {
      return {
        ok: false,
        missing: missingOf(failureOf(error, call?.signal), scrub, keys),
        usage: unknownUsage,
      };
    }
    const response = parsedJson(words);
    if (response === undefined) {
      const shown = words.replace(/\s+/g, " ").slice(0, 120);
      const reason = words === "" ? "the reply is empty" : `the reply is no JSON, or was cut off: ${shown}`;
      return badReply(reason);
    }
    return { ...read(response), raw: { request: body, response } };
  };
}

/** Did the deadline end it, as the client tells it or by itself? */
function tookTooLong(error: unknown): boolean {
  return error instanceof TookTooLong || (error instanceof Error && error.cause instanceof TookTooLong);
}
