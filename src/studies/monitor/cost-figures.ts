import { z } from "zod";
import type { RegisteredModel } from "../../core/identity.ts";
import type { Range } from "../../study/study.ts";
import type { CacheState } from "./cache-check.ts";
import type { ReadingCost } from "./cost-formula.ts";

/** Input tokens of one arm: by the meter of an ideal cache, and as the adapter reported them. */
export type ArmCost = {
  readonly id: string;
  readonly calls: number;
  /** All input tokens: what it costs without any cache. */
  readonly input: number;
  /** Evaluated with an ideal cache. */
  readonly predicted: number;
  /** Evaluated; null where the provider did not say. */
  readonly evaluated: number | null;
  readonly read: number | null;
  /** Of what was evaluated, the run itself: the agent's own first pass, which a live agent pays for anyway. */
  readonly firstPass: { readonly predicted: number; readonly evaluated: number | null };
  /** What was announced before the run: all input tokens and dollars, [least, most]; null where no price is known. */
  readonly announced: { readonly input: Range; readonly usd: Range | null };
  /** Dollars by what the provider reported; null where that or the price is not known. */
  readonly usd: number | null;
  /** Tokens that could be read from the cache in all calls whose length is known, [least, most]; null where none is. */
  readonly expectedRead: Range | null;
  /** Calls by what they found in the cache. */
  readonly cache: Readonly<Record<CacheState, number>>;
};

/** The agent's own bill. */
export type AgentCost = {
  readonly runs: number;
  readonly calls: number;
  /** Input tokens evaluated, read from the cache, and written; null where the provider did not say. */
  readonly evaluated: number | null;
  readonly read: number | null;
  readonly output: number | null;
};

/** The study's own cost figures. */
export type MonitorCost = {
  readonly version: 1;
  /** Where lengths come from: the adapter's count, or an estimate from characters. */
  readonly lengths: "reported" | "estimated";
  readonly charactersPerToken: number;
  readonly arms: readonly ArmCost[];
  /** How the monitor's adapter knows what was read from a cache; null where no monitor is known. */
  readonly caching: RegisteredModel["caching"] | null;
  /** Where the monitor's cache rule was read; null where none is known. */
  readonly cacheRule: string | null;
  /** What the agent took that wrote runs in this study; null where none did. */
  readonly agent: AgentCost | null;
  /** Closed formulas for the mean run, at this run's number of questions and at 20. */
  readonly formulas: {
    readonly tokens: number;
    readonly question: number;
    readonly read: number;
    readonly write: number;
    readonly rows: readonly (ReadingCost & { readonly calls: number })[];
  } | null;
};

const count = z.number().nullable();
const range: z.ZodType<Range> = z.tuple([z.number(), z.number()]);
const costSchema: z.ZodType<MonitorCost> = z.object({
  version: z.literal(1),
  lengths: z.enum(["reported", "estimated"]),
  charactersPerToken: z.number(),
  arms: z.array(
    z.object({
      id: z.string(),
      calls: z.number(),
      input: z.number(),
      predicted: z.number(),
      evaluated: count,
      read: count,
      firstPass: z.object({ predicted: z.number(), evaluated: count }),
      announced: z.object({ input: range, usd: range.nullable() }),
      usd: count,
      expectedRead: range.nullable(),
      cache: z.object({
        ...{ hit: z.number(), less: z.number(), miss: z.number(), cold: z.number(), first: z.number() },
        ...{ belowMinimum: z.number(), unexplained: z.number(), notReported: z.number() },
        ...{ replayed: z.number(), unchecked: z.number() },
      }),
    }),
  ),
  caching: z.enum(["exact", "reported", "none"]).nullable(),
  cacheRule: z.string().nullable(),
  agent: z
    .object({ runs: z.number(), calls: z.number(), evaluated: count, read: count, output: count })
    .nullable(),
  formulas: z
    .object({
      tokens: z.number(),
      question: z.number(),
      read: z.number(),
      write: z.number(),
      rows: z.array(
        z.object({
          calls: z.number(),
          fresh: z.number(),
          freshCached: z.number(),
          prefixLocal: z.number(),
          prefixProvider: z.number(),
        }),
      ),
    })
    .nullable(),
});

/** Reads the study's cost figures back from the envelope; null where they are not there. */
export function parseCost(stored: unknown): MonitorCost | null {
  const parsed = costSchema.safeParse(stored);
  return parsed.success ? parsed.data : null;
}
