import { z } from "zod";
import { cacheStates } from "./cache-check.ts";
import { formulas } from "./cost-formula.ts";

/** Tokens or dollars; null where the provider did not say, or no price is known. */
const known = z.number().nullable();
const range = z.tuple([z.number(), z.number()]).readonly();

/** Schema of the input tokens of one arm: by the meter of an ideal cache, and as the adapter reported them. */
const armCost = z.object({
  id: z.string(),
  calls: z.number(),
  /** All input tokens: what it costs without any cache. */
  input: z.number(),
  /** Evaluated with an ideal cache. */
  predicted: z.number(),
  evaluated: known,
  read: known,
  /** Of what was evaluated, the run itself: the agent's own first pass, which a live agent pays for anyway. */
  firstPass: z.object({ predicted: z.number(), evaluated: known }),
  /** What was announced before the run: all input tokens and dollars, [least, most]; null where no price is known. */
  announced: z.object({ input: range, usd: range.nullable() }),
  /** Dollars by what the provider reported. */
  usd: known,
  /** Tokens that could be read from the cache in all calls whose length is known, [least, most]; null where none is. */
  expectedRead: range.nullable(),
  /** Calls by what they found in the cache. */
  cache: z.record(z.enum(cacheStates), z.number()),
});
export type ArmCost = z.infer<typeof armCost>;

/** Schema of the study's own cost figures. */
const monitorCost = z.object({
  version: z.literal(1),
  /** Where lengths come from: the adapter's count, or an estimate from characters. */
  lengths: z.enum(["reported", "estimated"]),
  charactersPerToken: z.number(),
  arms: z.array(armCost),
  /** How the monitor's adapter knows what was read from a cache; null where no monitor is known. */
  caching: z.enum(["exact", "reported", "none"]).nullable(),
  /** Where the monitor's cache rule was read; null where none is known. */
  cacheRule: z.string().nullable(),
  formulas: formulas.nullable(),
});
export type MonitorCost = z.infer<typeof monitorCost>;

/** Reads the study's cost figures back from the envelope; null where they are not there. */
export function parseCost(stored: unknown): MonitorCost | null {
  const parsed = monitorCost.safeParse(stored);
  return parsed.success ? parsed.data : null;
}
