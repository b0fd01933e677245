import { z } from "zod";
import type { JsonObject } from "../../core/json.ts";
import type { AgentRun, Message, ToolCall, ToolDefinition } from "../../core/message.ts";
import { type OwnArm, ownArm } from "./arms/own.ts";
import type { MonitorRow } from "./row.ts";

/** What is known of the inputs beside the runs. */
export type InputsAbout = {
  /** What the monitor is asked; here because a trial holds only its hash. */
  readonly question: string;
  /** The user's own arms. */
  readonly define: readonly OwnArm[];
  /** Runs in the files, those without messages included. */
  readonly read: number;
  /** Runs without messages. */
  readonly empty: readonly { readonly source: string; readonly id: string }[];
  /** Label value → runs left out because it is neither positive nor negative. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
};

const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());

const toolCall: z.ZodType<ToolCall> = z.object({
  id: z.string(),
  name: z.string(),
  arguments: z.union([z.string(), jsonObject]),
});

const toolDefinition: z.ZodType<ToolDefinition> = z.object({
  name: z.string(),
  description: z.string(),
  parameters: jsonObject,
});

const message: z.ZodType<Message> = z.union([
  z.object({ role: z.enum(["system", "user"]), content: z.string() }),
  z.object({
    role: z.literal("assistant"),
    content: z.string().nullable(),
    toolCalls: z.array(toolCall).exactOptional(),
    reasoning: z.string().exactOptional(),
  }),
  z.object({
    role: z.literal("tool"),
    content: z.string(),
    toolCallId: z.string().exactOptional(),
    name: z.string().exactOptional(),
  }),
]);

const run: z.ZodType<AgentRun> = z.object({
  id: z.string(),
  source: z.string(),
  messages: z.array(message),
  tools: z.array(toolDefinition).exactOptional(),
  fields: jsonObject,
});

/** Schema of one line of a stored snapshot. */
export const monitorRow: z.ZodType<MonitorRow> = z.object({
  hash: z.string(),
  run,
  positive: z.union([z.literal(0), z.literal(1)]),
  group: z.string(),
  author: z.string().nullable(),
  suite: z.string().nullable(),
  measured: z.boolean(),
  written: z.boolean().exactOptional(),
});

/** Schema of the line about them. */
export const inputsAbout: z.ZodType<InputsAbout> = z.object({
  question: z.string(),
  define: z.array(ownArm),
  read: z.number(),
  empty: z.array(z.object({ source: z.string(), id: z.string() })),
  leftOut: z.record(z.string(), z.number()),
  notes: z.array(z.string()),
});

/** A run as this study stores it. */
export function parseRun(json: unknown): AgentRun {
  return run.parse(json);
}
