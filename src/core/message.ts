import { isJsonObject, type Json, type JsonObject } from "./json.ts";

/** A tool call as an assistant made it. `arguments` is kept as it was written: JSON text or an object. */
export type ToolCall = {
  readonly id: string;
  readonly name: string;
  readonly arguments: string | JsonObject;
};

/** A tool that a model may call; `parameters` is a JSON schema. */
export type ToolDefinition = {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
};

/** What the system or the user said. */
export type InputMessage = {
  readonly role: "system" | "user";
  readonly content: string;
};

/** What the assistant said and did. `content` is null where only tools were called. */
export type AssistantMessage = {
  readonly role: "assistant";
  readonly content: string | null;
  readonly toolCalls?: readonly ToolCall[];
  /** Reasoning that was shown apart from the content. */
  readonly reasoning?: string;
};

/** What a tool answered. */
export type ToolMessage = {
  readonly role: "tool";
  readonly content: string;
  readonly toolCallId?: string;
  readonly name?: string;
};

/** One turn of a conversation. */
export type Message = InputMessage | AssistantMessage | ToolMessage;

/** One run of an agent, as read from a file. */
export type AgentRun = {
  /** Unique within what was read: from the file where it has one, else `file:line`. */
  readonly id: string;
  /** Where it was read, for errors: `runs.jsonl:17` or `log.eval#samples/3_epoch_1.json`. */
  readonly source: string;
  readonly messages: readonly Message[];
  /** Tool definitions, where the file has them. */
  readonly tools?: readonly ToolDefinition[];
  /** Everything else the file says of the run, for `--label`, `--group` and the like. */
  readonly fields: JsonObject;
};

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
