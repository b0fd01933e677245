import { z } from "zod";
import { answer } from "../claims/answer.ts";
import { claimResult, gateResult } from "../claims/claim.ts";
import { credenceSchema } from "../claims/credence.ts";
import { type Json, jsonObject } from "../core/json.ts";

const count = z.number().nullable();

/** Schema of a sum over trials. */
const costLine = z
  .object({
    name: z.string(),
    trials: z.number(),
    calls: z.number(),
    replayed: z.number(),
    usage: z.object({ uncachedInput: count, cacheRead: count, cacheWrite: count, output: count }).readonly(),
    /** Time during which at least one of the trials was under way: trials side by side count once. */
    seconds: z.number(),
    /** Dollars, or null where no price is known. */
    usd: count,
  })
  .readonly();
export type CostLine = z.infer<typeof costLine>;

/** Schema of what a run took. */
const cost = z
  .object({
    total: costLine,
    /** One line an arm. */
    arms: z.array(costLine).readonly(),
    /** One line a sitting; more than one when the run was resumed. */
    sessions: z.array(costLine).readonly(),
    /** Input tokens evaluated a second time because a sitting ended and its cache with it. */
    evaluatedAgain: z.number(),
    /** Dollars, or null where no price is known. */
    usd: count,
    /** The study's own cost figures. */
    study: jsonObject,
  })
  .readonly();
export type Cost = z.infer<typeof cost>;

const envelope = z.object({
  schemaVersion: z.literal(1),
  study: z.string(),
  studyVersion: z.string(),
  /** The run's id and the hash of its registration. */
  run: z.object({ id: z.string(), hash: z.string() }).readonly(),
  /** What the verb's question came to; null where the study gives no answer yet. */
  answer: answer.nullable().default(null),
  claims: z
    .array(claimResult.unwrap().extend({ credence: credenceSchema.exactOptional() }).readonly())
    .readonly(),
  gates: z.array(gateResult).readonly(),
  cost,
  warnings: z.array(z.string()).readonly(),
});

/** `findings.json`, the same for all studies; what is a study's own stands under `results`. */
export type Envelope<Results extends Json = Json> = Readonly<z.infer<typeof envelope>> & {
  readonly results: Results;
};

/** Schema of a stored envelope around a study's own results. */
export function envelopeSchema<Results extends Json>(
  results: z.ZodType<Results>,
): z.ZodType<Envelope<Results>> {
  return z.intersection(envelope, z.object({ results }));
}
