import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { AgentRun } from "../core/message.ts";
import { chatMessages, toolDefinitions } from "./chat-messages.ts";
import { fieldError, seen } from "./message-content.ts";

/**
 * One run as an object with `messages`: OpenAI chat rows and AgentDojo run files (which say `suite_name`, `user_task_id`,
 * `security`...). Everything but messages and tools becomes `fields`.
 *
 * @param fallback names the run where it has no id of its own
 */
export function chatRun(value: Json, source: string, fallback: string): AgentRun {
  if (!isJsonObject(value))
    throw fieldError({ source, field: "run" }, seen(value), "an object with messages");
  if (value.messages === undefined) {
    const names = Object.keys(value).slice(0, 12).join(", ");
    throw fieldError({ source, field: "messages" }, `missing (fields here: ${names})`, "a list of messages");
  }
  const messages = chatMessages(value.messages, { source, field: "messages" });
  const tools = toolDefinitions(value.tools, { source, field: "tools" });
  const { messages: _messages, tools: _tools, ...fields } = value;
  return { id: idOf(value, fallback), source, messages, ...(tools === undefined ? {} : { tools }), fields };
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
