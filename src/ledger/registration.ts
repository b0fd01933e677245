import { z } from "zod";
import { credenceSchema } from "../claims/credence.ts";
import type { BoundCredence, Registration } from "./ledger.ts";

const nullableText = z.string().nullable();

const boundCredence: z.ZodType<BoundCredence> = z.object({
  prediction: z.string(),
  credence: credenceSchema,
  because: nullableText,
  at: z.string(),
});

/** Schema of `run.json`'s registration. */
export const registrationSchema: z.ZodType<Registration> = z.object({
  study: z.string(),
  studyVersion: z.string(),
  version: z.string(),
  config: z.record(z.string(), z.json()),
  seed: z.string(),
  inputs: z.array(z.object({ name: z.string(), sha256: z.string(), bytes: z.number() })),
  models: z.record(
    z.string(),
    z.object({
      adapter: z.enum(["local", "openai", "anthropic", "scripted"]),
      name: z.string(),
      endpoint: nullableText,
      fingerprint: nullableText,
      reference: z.string(),
      capabilities: z.array(z.string()),
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
  claims: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      estimand: z.string(),
      rule: z.string(),
      narrower: z.string(),
    }),
  ),
  credences: z.record(z.string(), boundCredence),
  code: z.string(),
  machine: z.record(z.string(), z.json()),
  at: z.string(),
});
