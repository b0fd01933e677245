import { z } from "zod";
import { type Json, jsonObject } from "../core/json.ts";
import type { Missing } from "../core/outcome.ts";
import type { OutcomeRecord, RunStatus } from "./ledger.ts";

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
export const outcomeRecord: z.ZodType<OutcomeRecord> = z.object({
  key: z.string(),
  trial: jsonObject,
  result: z.union([z.object({ missing }), z.object({ value: json })]),
  usage: z.object({ uncachedInput: tokens, cacheRead: tokens, cacheWrite: tokens, output: tokens }),
  calls: z.number(),
  replayed: z.number(),
  attempts: z.number(),
  seconds: z.number(),
  session: z.number(),
  at: z.number().exactOptional(),
});

/** Schema of a run's status. */
export const runStatus: z.ZodType<RunStatus> = z.enum([
  "running",
  "complete",
  "stopped",
  "interrupted",
  "failed",
]);

/** Someone sat down to write. */
interface SessionLine {
  readonly t: "session";
  /** 1, 2, ... */
  readonly n: number;
  readonly at: string;
  readonly pid?: number;
  readonly host?: string;
  /** Hash of the registration this journal belongs to. */
  readonly run?: string;
}

/** Fixes what was asked in a block of the plan. */
interface BlockLine {
  readonly t: "block";
  readonly n: number;
  readonly hash: string;
}

/** Fixes the copy of an input. */
interface InputLine {
  readonly t: "input";
  readonly name: string;
  readonly sha256: string;
}

/** How a sitting ended. */
export interface StatusLine {
  readonly t: "status";
  readonly status: RunStatus;
  readonly at: string;
}

/** A line of the journal that is not an outcome. */
export type NoteLine = SessionLine | BlockLine | InputLine | StatusLine;

const sessionLine: z.ZodType<SessionLine> = z.object({
  t: z.literal("session"),
  n: z.int().positive(),
  at: z.string(),
  pid: z.number().exactOptional(),
  host: z.string().exactOptional(),
  run: z.string().exactOptional(),
});

/** Schema of a line that says how a sitting ended. */
export const statusLine: z.ZodType<StatusLine> = z.object({
  t: z.literal("status"),
  status: runStatus,
  at: z.string(),
});

/** Schema of a line that is not an outcome. */
export const noteLine: z.ZodType<NoteLine> = z.union([
  sessionLine,
  z.object({ t: z.literal("block"), n: z.number(), hash: z.string() }),
  z.object({ t: z.literal("input"), name: z.string(), sha256: z.string() }),
  statusLine,
]);
