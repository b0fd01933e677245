import { z } from "zod";
import { credenceSchema } from "../claims/credence.ts";
import { jsonObject } from "../core/json.ts";

const nullableText = z.string().nullable();

const boundCredence = z.object({
  prediction: z.string(),
  /** P(the claim is true), where one number was given. */
  probability: z.number().nullable().exactOptional(),
  credence: credenceSchema,
  because: nullableText,
  at: z.string(),
});
/** A prediction bound to a run. */
export type BoundCredence = Readonly<z.infer<typeof boundCredence>>;

/** Schema of `run.json`'s registration. */
export const registrationSchema = z.object({
  study: z.string(),
  studyVersion: z.string(),
  /** Of credence itself. */
  version: z.string(),
  config: jsonObject,
  seed: z.string(),
  /** Every file that was read, with its SHA-256. */
  inputs: z.array(z.object({ name: z.string(), sha256: z.string(), bytes: z.number() })).readonly(),
  /** Role → the model that plays it. */
  models: z.record(
    z.string(),
    z.object({
      adapter: z.enum(["local", "openai", "anthropic", "scripted"]),
      name: z.string(),
      endpoint: nullableText,
      fingerprint: nullableText,
      reference: z.string(),
      capabilities: z.array(z.string()).readonly(),
      caching: z.enum(["exact", "reported", "none"]),
      contextTokens: z.number().nullable(),
      price: z
        .object({
          input: z.number(),
          cacheRead: z.number(),
          cacheWrite: z.number(),
          output: z.number(),
          source: z.string(),
        })
        .nullable(),
      cacheRule: z
        .object({
          minimumTokens: z.number(),
          blockTokens: z.number(),
          ttlSeconds: z.number(),
          keepsOutputs: z.boolean(),
          marked: z.boolean(),
          source: z.string(),
        })
        .nullable()
        .default(null),
    }),
  ),
  claims: z
    .array(
      z.object({
        id: z.string(),
        text: z.string(),
        estimand: z.string(),
        rule: z.string(),
        narrower: z.string(),
      }),
    )
    .readonly(),
  /** Claims' names → what was believed. */
  credences: z.record(z.string(), boundCredence),
  /** Hash of the source that ran. */
  code: z.string(),
  machine: jsonObject,
  /** ISO 8601, UTC. */
  at: z.string(),
});
/** Everything that is fixed before the first call; its hash is the plan's hash. */
export type Registration = Readonly<z.infer<typeof registrationSchema>>;
