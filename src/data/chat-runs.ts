import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { AgentRun } from "../core/message.ts";
import { conversationOf } from "./conversation.ts";
import { type At, fieldError, seen } from "./message-content.ts";
import { toolDefinitions } from "./tool-calls.ts";

/** How a run is read. */
export interface RunReading {
  /** Name of the field that holds the messages, where it is none of the usual ones. */
  readonly messages?: string | null;
  /** Is told of each thing in a message that is not read. */
  readonly unread?: At["unread"];
}

/**
 * One run as an object that holds messages in any form of `chat-messages.ts`, under any name of `conversation.ts`: OpenAI, Anthropic, ShareGPT, Responses,
 * AgentDojo run files (which say `suite_name`, `user_task_id`, `security`...), tau-bench (`traj`). Everything but messages and tools becomes `fields`.
 *
 * @param fallback names the run where it has no id of its own
 */
export function chatRun(value: Json, source: string, fallback: string, reading: RunReading = {}): AgentRun {
  if (!isJsonObject(value))
    throw fieldError({ source, field: "run" }, seen(value), "an object with messages");
  const at = { source, field: "messages", unread: reading.unread };
  const found = conversationOf(value, at, reading.messages ?? null);
  if (found === null) {
    if (value.messages !== undefined) throw fieldError(at, seen(value.messages), "a list of messages");
    const names = Object.keys(value).slice(0, 12).join(", ");
    throw fieldError(
      at,
      `missing (fields here: ${names})`,
      "a list of messages, or its name with --messages",
    );
  }
  const tools = toolDefinitions(value.tools ?? value.functions, { ...at, field: "tools" });
  const otherTools = value.tools == null ? "functions" : "tools";
  const isField = (name: string): boolean =>
    name !== "tools" && name !== otherTools && !found.used.includes(name);
  return {
    id: idOf(value, fallback),
    source,
    messages: found.turned.map(({ message }) => message),
    ...(tools === undefined ? {} : { tools }),
    fields: Object.fromEntries(Object.entries(value).filter(([name]) => isField(name))),
  };
}

/** The name of a run that has a file to itself: AgentDojo says pipeline, suite and tasks; else the file's name. */
export function fileRunName(value: Json, fileName: string): string {
  if (!isJsonObject(value) || typeof value.suite_name !== "string" || typeof value.user_task_id !== "string")
    return fileName;
  const { pipeline_name, suite_name, user_task_id, attack_type, injection_task_id } = value;
  return [pipeline_name, suite_name, user_task_id, attack_type, injection_task_id]
    .map((part) => (typeof part === "string" ? part : "none"))
    .join("/");
}

function idOf(value: JsonObject, fallback: string): string {
  for (const name of ["id", "run_id", "uuid"]) {
    const id = value[name];
    if (typeof id === "string" || typeof id === "number") return String(id);
  }
  return fallback;
}
