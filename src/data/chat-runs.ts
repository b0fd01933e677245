import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { AgentRun, Message, ToolDefinition } from "../core/message.ts";
import { anthropicMessages, isAnthropic } from "./anthropic-messages.ts";
import { chatMessages, toolDefinitions } from "./chat-messages.ts";
import { fieldError, seen } from "./message-content.ts";
import { shareGptMessages, shareGptTools } from "./sharegpt.ts";

/**
 * One run as an object with `messages`: OpenAI chat rows, Anthropic messages and AgentDojo run files (which say `suite_name`,
 * `user_task_id`, `security`...); or with `conversations`, as ShareGPT has them. Everything but messages and tools becomes `fields`.
 *
 * @param fallback names the run where it has no id of its own
 */
export function chatRun(value: Json, source: string, fallback: string): AgentRun {
  if (!isJsonObject(value))
    throw fieldError({ source, field: "run" }, seen(value), "an object with messages");
  const { messages: _messages, conversations: _conversations, tools: _tools, ...rest } = value;
  const made = (messages: Message[], tools: ToolDefinition[] | undefined, fields: JsonObject): AgentRun => ({
    ...{ id: idOf(value, fallback), source, messages },
    ...(tools === undefined ? {} : { tools }),
    fields,
  });
  const messagesAt = { source, field: "messages" };
  const toolsAt = { source, field: "tools" };
  if (value.messages === undefined && value.conversations !== undefined) {
    return made(
      shareGptMessages(value.conversations, { source, field: "conversations" }),
      toolDefinitions(shareGptTools(value.tools, toolsAt), toolsAt),
      rest,
    );
  }
  if (value.messages === undefined) {
    const names = Object.keys(value).slice(0, 12).join(", ");
    throw fieldError(messagesAt, `missing (fields here: ${names})`, "a list of messages");
  }
  if (isAnthropic(value)) {
    const { system: _system, ...fields } = rest;
    return made(
      anthropicMessages(value, messagesAt),
      toolDefinitions(value.tools, toolsAt, "input_schema"),
      fields,
    );
  }
  return made(chatMessages(value.messages, messagesAt), toolDefinitions(value.tools, toolsAt), {
    ...rest,
    ...(value.conversations === undefined ? {} : { conversations: value.conversations }),
  });
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
