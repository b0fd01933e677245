import type { Json } from "../core/json.ts";
import { type Missing, type Usage, unknownUsage } from "../core/outcome.ts";
import type { Reply } from "./model.ts";

/** What a failed call left to judge by. */
export interface Failure {
  /** HTTP status, or null where no answer came. */
  readonly status: number | null;
  /** The provider's words, or the network's. */
  readonly text: string;
  readonly headers: { get(name: string): string | null } | null;
  readonly timedOut: boolean;
  readonly aborted: boolean;
}

type NoValue = Extract<Reply<never>, { readonly ok: false }>;

/** The words of an error and of its cause. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} ${error.cause.message}` : error.message;
}

const passing = new Set([408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529]);

/**
 * Says why a call has no value, and whether trying again can help.
 *
 * @param scrub takes secrets out of the provider's words, which may echo them
 * @param keys names of the variables that may hold the key
 */
export function missingOf(
  failure: Failure,
  scrub: (text: string) => string,
  keys: readonly string[],
): Missing {
  const { status, headers } = failure;
  const text = scrub(failure.text).replace(/\s+/g, " ").slice(0, 240);
  if (failure.aborted) return { kind: "censored", code: "aborted", reason: "the call was given up" };
  if (status === null) {
    return failure.timedOut
      ? { kind: "failed", code: "timeout", reason: "no answer in time", retryable: true }
      : { kind: "failed", code: "connection", reason: `no connection: ${text}`, retryable: true };
  }
  const code = `http-${status}`;
  if (status === 401 || status === 403) {
    return {
      kind: "failed",
      code,
      reason: `the provider does not accept the key (${status}): set ${keys.join(" or ")}; it says: ${text}`,
    };
  }
  if (status >= 300 && status < 400) {
    const reason = `the provider sends elsewhere (${status}), which is not followed: give the address that it names`;
    return { kind: "failed", code, reason };
  }
  if (status === 404) return { kind: "failed", code, reason: `no such model or address (404): ${text}` };
  if ((status === 400 || status === 413) && /context|too long|maximum.*token|tokens.*maximum/i.test(text)) {
    return { kind: "failed", code: "context-length", reason: `longer than the model can read: ${text}` };
  }
  if (status === 400 && /\b(temperature|top_p)\b.*(deprecated|not support|not permitted)/i.test(text)) {
    return { kind: "failed", code: "no-temperature", reason: `the model takes no such setting: ${text}` };
  }
  if (!passing.has(status))
    return { kind: "failed", code, reason: `the provider refused the request (${status}): ${text}` };
  const wait = retryAfter(headers);
  return {
    kind: "failed",
    code,
    reason:
      status === 429 ? `too many requests (429): ${text}` : `the provider is in trouble (${status}): ${text}`,
    retryable: true,
    ...(wait === null ? {} : { retryAfterSeconds: wait }),
  };
}

/** A server that asks for more than a day does not know what it says. */
const longestWait = 86_400;

/**
 * Seconds to wait by `retry-after-ms`, or `retry-after` as seconds or a date (RFC 9110, 10.2.3); null where it says nothing, or nothing that
 * makes sense: no number, below 0, without end, more than a day.
 */
export function retryAfter(headers: Failure["headers"], now: number = Date.now()): number | null {
  const sensible = (seconds: number): number | null =>
    seconds >= 0 && seconds <= longestWait ? seconds : null;
  const exact = headers?.get("retry-after-ms");
  if (exact != null && exact.trim() !== "") return sensible(Number(exact) / 1000);
  const text = headers?.get("retry-after");
  if (text == null || text.trim() === "") return null;
  const seconds = Number(text);
  if (!Number.isNaN(seconds)) return sensible(seconds);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : sensible(Math.max(0, (date - now) / 1000));
}

/** A reply without a value, which asking again will not mend. */
export function failedReply(code: string, reason: string, usage: Usage = unknownUsage): NoValue {
  return { ok: false, usage, missing: { kind: "failed", code, reason } };
}

/** A reply that is not what was asked for: another time it may be. */
export function badReply(reason: string): NoValue {
  return {
    ok: false,
    usage: unknownUsage,
    missing: { kind: "failed", code: "bad-reply", reason, retryable: true },
  };
}

/** A reply that is JSON but not what was asked for. */
export function badForm(body: Json, expected: string): NoValue {
  return badReply(`the reply is no ${expected}: ${JSON.stringify(body).slice(0, 160)}`);
}
