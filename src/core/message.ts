import { z } from "zod";
import { isJsonObject, type Json, type JsonObject, jsonObject } from "./json.ts";

/** Schema of a tool call as an assistant made it. */
const toolCall = z
  .object({
    id: z.string(),
    name: z.string(),
    /** As they were written: JSON text or an object. */
    arguments: z.union([z.string(), jsonObject]),
  })
  .readonly();
export type ToolCall = z.infer<typeof toolCall>;

/** Schema of a tool that a model may call. */
const toolDefinition = z
  .object({
    name: z.string(),
    description: z.string(),
    /** A JSON schema. */
    parameters: jsonObject,
  })
  .readonly();
export type ToolDefinition = z.infer<typeof toolDefinition>;

/** Schema of what the system or the user said. */
const inputMessage = z.object({ role: z.enum(["system", "user"]), content: z.string() }).readonly();
export type InputMessage = z.infer<typeof inputMessage>;

/** Schema of what the assistant said and did. */
const assistantMessage = z
  .object({
    role: z.literal("assistant"),
    /** Null where only tools were called. */
    content: z.string().nullable(),
    toolCalls: z.array(toolCall).readonly().exactOptional(),
    /** Reasoning that was shown apart from the content. */
    reasoning: z.string().exactOptional(),
  })
  .readonly();
export type AssistantMessage = z.infer<typeof assistantMessage>;

/** Schema of what a tool answered. */
const toolMessage = z
  .object({
    role: z.literal("tool"),
    content: z.string(),
    toolCallId: z.string().exactOptional(),
    name: z.string().exactOptional(),
  })
  .readonly();
export type ToolMessage = z.infer<typeof toolMessage>;

/** Schema of one turn of a conversation. */
const message = z.union([inputMessage, assistantMessage, toolMessage]);
export type Message = z.infer<typeof message>;

/** Schema of one run of an agent, as it was read from a file. */
export const agentRun = z
  .object({
    /** Unique within what was read: from the file where it has one, else `file:line`. */
    id: z.string(),
    /** Where it was read, for errors: `runs.jsonl:17` or `log.eval#samples/3_epoch_1.json`. */
    source: z.string(),
    messages: z.array(message).readonly(),
    /** Tool definitions, where the file has them. */
    tools: z.array(toolDefinition).readonly().exactOptional(),
    /** Everything else the file says of the run, for `--label`, `--group` and the like. */
    fields: jsonObject,
  })
  .readonly();
export type AgentRun = z.infer<typeof agentRun>;

/** The arguments of a tool call as compact JSON text; text is left as it was written. */
export function argumentsText(call: ToolCall): string {
  return typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments);
}

/** The value at a dotted path such as `meta.suite_name`, or undefined. */
export function fieldAt(fields: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = fields;
  for (const key of path.split(".")) {
    if (!isJsonObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}
