import { z } from "zod";
import type { ClaimResult, GateResult } from "../claims/claim.ts";
import { type Credence, credenceSchema } from "../claims/credence.ts";
import type { Json, JsonObject } from "../core/json.ts";
import type { Usage } from "../core/outcome.ts";

/** `findings.json`, the same for all studies; what is a study's own stands under `results`. */
export interface Envelope<Results extends Json = Json> {
  readonly schemaVersion: 1;
  readonly study: string;
  readonly studyVersion: string;
  /** The run's id and the hash of its registration. */
  readonly run: { readonly id: string; readonly hash: string };
  readonly claims: readonly (ClaimResult & { readonly credence?: Credence })[];
  readonly gates: readonly GateResult[];
  readonly cost: Cost;
  readonly warnings: readonly string[];
  readonly results: Results;
}

/** What the run took. */
export interface Cost {
  readonly total: CostLine;
  /** One line an arm. */
  readonly arms: readonly CostLine[];
  /** One line a sitting; more than one when the run was resumed. */
  readonly sessions: readonly CostLine[];
  /** Input tokens evaluated a second time because a sitting ended and its cache with it. */
  readonly evaluatedAgain: number;
  /** Dollars, or null where no price is known. */
  readonly usd: number | null;
  /** The study's own cost figures. */
  readonly study: JsonObject;
}

/** A sum over trials. */
export interface CostLine {
  readonly name: string;
  readonly trials: number;
  readonly calls: number;
  readonly replayed: number;
  readonly usage: Usage;
  /** Time during which at least one of the trials was under way: trials side by side count once. */
  readonly seconds: number;
  readonly usd: number | null;
}

const count = z.number().nullable();
const line: z.ZodType<CostLine> = z.object({
  name: z.string(),
  trials: z.number(),
  calls: z.number(),
  replayed: z.number(),
  usage: z.object({ uncachedInput: count, cacheRead: count, cacheWrite: count, output: count }),
  seconds: z.number(),
  usd: z.number().nullable(),
});

/** Schema of a stored envelope around a study's own results. */
export function envelopeSchema<Results extends Json>(
  results: z.ZodType<Results>,
): z.ZodType<Envelope<Results>> {
  return z.object({
    schemaVersion: z.literal(1),
    study: z.string(),
    studyVersion: z.string(),
    run: z.object({ id: z.string(), hash: z.string() }),
    claims: z.array(
      z.object({
        id: z.string(),
        text: z.string(),
        verdict: z.enum(["supported", "contradicted", "undecided", "invalid", "unresolved"]),
        estimate: z.number().nullable(),
        low: z.number().nullable(),
        high: z.number().nullable(),
        reason: z.string().exactOptional(),
        credence: credenceSchema.exactOptional(),
      }),
    ),
    gates: z.array(z.object({ id: z.string(), passed: z.boolean(), reason: z.string() })),
    cost: z.object({
      total: line,
      arms: z.array(line),
      sessions: z.array(line),
      evaluatedAgain: z.number(),
      usd: z.number().nullable(),
      study: z.record(z.string(), z.json()),
    }),
    warnings: z.array(z.string()),
    results,
  });
}
