import { z } from "zod";
import type { Price } from "../../core/identity.ts";
import { mean } from "../../stats/distributions/moments.ts";

/** Schema of what it costs to read one run, in prices of a token evaluated. */
const readingCost = z.object({
  /** Questions, evenly spaced over the run, K. */
  calls: z.number(),
  /** Quoted afresh each time, no cache: T(K+1)/2 + Kq. */
  fresh: z.number(),
  /** Quoted, with a rolling cache of its own: wT + rT(K−1)/2 + Kq. */
  freshCached: z.number(),
  /** On the agent's prefix where its outputs are in the cache already (an engine of one's own): rT(K+1)/2 + Kq. */
  prefixLocal: z.number(),
  /** On the agent's prefix where only prompts are cached (a provider): T + rT(K−1)/2 + Kq. */
  prefixProvider: z.number(),
});

/** Schema of the closed formulas for the mean run, at a run's own number of questions and at 20. */
export const formulas = z.object({
  /** Tokens of the whole run, T, and of one question, q. */
  tokens: z.number(),
  question: z.number(),
  /** Price of a token read from a cache, and of one written to it, in prices of a token evaluated: r and w. */
  read: z.number(),
  write: z.number(),
  rows: z.array(readingCost),
});
type Formulas = z.infer<typeof formulas>;

/** The closed formulas; the agent's own pass over its run is the agent's cost and is not in them. */
export function costOfReading(
  { tokens, question, read, write }: Omit<Formulas, "rows">,
  calls: number,
): z.infer<typeof readingCost> {
  const questions = calls * question;
  const again = (read * tokens * (calls - 1)) / 2;
  return {
    calls,
    fresh: (tokens * (calls + 1)) / 2 + questions,
    freshCached: write * tokens + again + questions,
    prefixLocal: (read * tokens * (calls + 1)) / 2 + questions,
    prefixProvider: tokens + again + questions,
  };
}

/** What was read on the runs' own prefix. */
export interface Reading {
  /** Run → its longest length, in tokens. */
  readonly runs: ReadonlyMap<string, number>;
  readonly arms: ReadonlySet<string>;
  /** Tokens of all questions, and how many there were. */
  readonly questions: number;
  readonly calls: number;
}

/** The closed formulas for what was read; null where nothing was. */
export function formulasOf(reading: Reading, price: Price | null): Formulas | null {
  if (reading.calls === 0 || reading.runs.size === 0) return null;
  const tokens = mean([...reading.runs.values()]);
  const question = reading.questions / reading.calls;
  const calls = Math.max(1, Math.round(reading.calls / reading.runs.size / reading.arms.size));
  // Without a price list the usual one of providers: a tenth to read, a quarter more to write.
  const known = price !== null && price.input > 0;
  const read = known ? price.cacheRead / price.input : 0.1;
  const write = known ? Math.max(1, price.cacheWrite / price.input) : 1.25;
  return {
    ...{ tokens: Math.round(tokens), question: Math.round(question), read, write },
    rows: [...new Set([calls, 20])].map((count) => costOfReading({ tokens, question, read, write }, count)),
  };
}
