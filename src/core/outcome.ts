/**
 * Why a trial has no value. Refused: the model declined. Unparsed: it answered, but not in the form asked for.
 * Failed: no answer came. Censored: it was cut off on purpose (budget, ceiling). None of these is ever a score of 0.
 */
export interface Missing {
  readonly kind: "refused" | "unparsed" | "failed" | "censored";
  /** A short machine word: `rate-limit`, `no-logprobs`, `context-length`, `http-500`, `timeout`, `budget`... */
  readonly code: string;
  /** A sentence for a person. Never holds a key or a header. */
  readonly reason: string;
  /** May the same call succeed later? Only then does the runner try again. */
  readonly retryable?: boolean;
  /** How long the provider asked to wait, in seconds. */
  readonly retryAfterSeconds?: number;
}

/** Tokens of one or many calls. `null` means that the provider did not say: unknown, not 0. */
export interface Usage {
  /** Input tokens evaluated anew. */
  readonly uncachedInput: number | null;
  /** Input tokens read from a cache. */
  readonly cacheRead: number | null;
  /** Input tokens written to a cache at a price of their own. */
  readonly cacheWrite: number | null;
  readonly output: number | null;
}

/** No tokens at all (a trial that made no call). */
export const noUsage: Usage = { uncachedInput: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

/** Nothing is known of the tokens. */
export const unknownUsage: Usage = { uncachedInput: null, cacheRead: null, cacheWrite: null, output: null };

/** Sum of two numbers of which each may be unknown; a sum with an unknown part is unknown. */
export function addKnown(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

/** Sum of two usages, each part for itself. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    uncachedInput: addKnown(a.uncachedInput, b.uncachedInput),
    cacheRead: addKnown(a.cacheRead, b.cacheRead),
    cacheWrite: addKnown(a.cacheWrite, b.cacheWrite),
    output: addKnown(a.output, b.output),
  };
}

/** What a measurement gave: a value, or why there is none. */
export type Measured<Value> = { readonly value: Value } | { readonly missing: Missing };

/** What came of a trial. Time and usage live beside the value, never inside it. */
export interface Outcome<Trial, Value> {
  readonly trial: Trial;
  /** Hash of the trial, the model's identity and the study's version. */
  readonly key: string;
  readonly result: Measured<Value>;
  readonly usage: Usage;
  /** Model calls made, retries included. */
  readonly calls: number;
  /** Calls answered from the response cache; they cost nothing and are no cache hit of the provider. */
  readonly replayed: number;
  readonly attempts: number;
  /** Wall time, waiting for retries included. */
  readonly seconds: number;
  /** Which sitting of the run measured it: 1, 2, ... */
  readonly session: number;
  /** When it was done, in milliseconds since 1970; null where that was not noted. */
  readonly at: number | null;
}
