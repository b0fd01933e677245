import { z } from "zod";
import type { OutcomeRecord, RunStatus } from "./ledger.ts";

const tokens = z.number().nullable();

/** Why a stored outcome has no value. */
const missing = z.object({
  kind: z.enum(["refused", "unparsed", "failed", "censored"]),
  code: z.string(),
  reason: z.string(),
  retryable: z.boolean().exactOptional(),
  retryAfterSeconds: z.number().exactOptional(),
});

/** Schema of one outcome in the journal. */
export const outcomeRecord: z.ZodType<OutcomeRecord> = z.object({
  key: z.string(),
  trial: z.record(z.string(), z.json()),
  result: z.union([z.object({ missing }), z.object({ value: z.json() })]),
  usage: z.object({ uncachedInput: tokens, cacheRead: tokens, cacheWrite: tokens, output: tokens }),
  calls: z.number(),
  replayed: z.number(),
  attempts: z.number(),
  seconds: z.number(),
  session: z.number(),
});

/** Schema of a run's status. */
export const runStatus: z.ZodType<RunStatus> = z.enum(["running", "complete", "stopped", "interrupted", "failed"]);

const line = z.discriminatedUnion("t", [
  z.object({ t: z.literal("session"), n: z.number(), at: z.string() }),
  z.object({ t: z.literal("block"), n: z.number(), hash: z.string() }),
  z.object({ t: z.literal("status"), status: runStatus, at: z.string() }),
  z.object({ t: z.literal("outcome"), key: z.string() }),
]);

/** One line of the journal: who sat down to write, a block's hash, how a sitting ended, or an outcome. */
export type JournalLine = z.infer<typeof line>;

/** Schema of such a line; an outcome's own fields are checked when it is read. */
export const journalLine: z.ZodType<JournalLine> = line;
