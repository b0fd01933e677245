import { z } from "zod";

/** One run that is read many times. */
export interface RepeatedReading {
  /** Tokens of the whole run, T. */
  readonly tokens: number;
  /** Questions, evenly spaced over it, K. */
  readonly calls: number;
  /** Tokens of one question, q. */
  readonly question: number;
  /** Price of a token read from a cache, in prices of a token evaluated. */
  readonly read: number;
  /** Price of a token written to a cache, likewise. */
  readonly write: number;
}

/** Schema of what it costs to read one run, in prices of a token evaluated. */
export const readingCost = z.object({
  /** Quoted afresh each time, no cache: T(K+1)/2 + Kq. */
  fresh: z.number(),
  /** Quoted, with a rolling cache of its own: wT + rT(K−1)/2 + Kq. */
  freshCached: z.number(),
  /** On the agent's prefix where its outputs are in the cache already (an engine of one's own): rT(K+1)/2 + Kq. */
  prefixLocal: z.number(),
  /** On the agent's prefix where only prompts are cached (a provider): T + rT(K−1)/2 + Kq. */
  prefixProvider: z.number(),
});

/** The closed formulas; the agent's own pass over its run is the agent's cost and is not in them. */
export function costOfReading({
  tokens,
  calls,
  question,
  read,
  write,
}: RepeatedReading): z.infer<typeof readingCost> {
  const questions = calls * question;
  const again = (read * tokens * (calls - 1)) / 2;
  return {
    fresh: (tokens * (calls + 1)) / 2 + questions,
    freshCached: write * tokens + again + questions,
    prefixLocal: (read * tokens * (calls + 1)) / 2 + questions,
    prefixProvider: tokens + again + questions,
  };
}
