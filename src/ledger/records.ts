import { z } from "zod";
import { type Json, jsonObject } from "../core/json.ts";
import type { Missing } from "../core/outcome.ts";

// What JSON.parse gave is JSON: only its outer form has to be checked.
const json: z.ZodType<Json> = z.custom<Json>((value) => value !== undefined);
const tokens = z.number().nullable();

const missing: z.ZodType<Missing> = z.object({
  kind: z.enum(["refused", "unparsed", "failed", "censored"]),
  code: z.string(),
  reason: z.string(),
  retryable: z.boolean().exactOptional(),
  retryAfterSeconds: z.number().exactOptional(),
});

/** Schema of one outcome in the journal. */
export const outcomeRecord = z.object({
  key: z.string(),
  /** Short description of the trial, for people who read the journal. */
  trial: jsonObject,
  result: z.union([z.object({ missing }), z.object({ value: json })]),
  usage: z.object({ uncachedInput: tokens, cacheRead: tokens, cacheWrite: tokens, output: tokens }),
  calls: z.number(),
  replayed: z.number(),
  attempts: z.number(),
  seconds: z.number(),
  session: z.number(),
  /** When it was done, in milliseconds since 1970. Journals of early versions lack it. */
  at: z.number().exactOptional(),
});
/** One line of the journal. */
export type OutcomeRecord = Readonly<z.infer<typeof outcomeRecord>>;

/** Schema of a run's status. */
export const runStatus = z.enum(["running", "complete", "stopped", "interrupted", "failed"]);
/** `complete` has findings on everything; `stopped` ran out of budget; `interrupted` can go on; `running` died or is under way. */
export type RunStatus = z.infer<typeof runStatus>;

/** Schema of a line that says how a sitting ended. */
export const statusLine = z.object({ t: z.literal("status"), status: runStatus, at: z.string() });

/** Schema of a line that is not an outcome. */
export const noteLine = z.union([
  // Someone sat down to write.
  z.object({
    t: z.literal("session"),
    /** 1, 2, ... */
    n: z.int().positive(),
    at: z.string(),
    pid: z.number().exactOptional(),
    host: z.string().exactOptional(),
    /** Hash of the registration this journal belongs to. */
    run: z.string().exactOptional(),
  }),
  // Fixes what was asked in a block of the plan.
  z.object({ t: z.literal("block"), n: z.number(), hash: z.string() }),
  // Fixes the copy of an input.
  z.object({ t: z.literal("input"), name: z.string(), sha256: z.string() }),
  statusLine,
]);
export type NoteLine = Readonly<z.infer<typeof noteLine>>;
