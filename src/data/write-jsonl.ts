import type { JsonObject } from "../core/json.ts";
import type { AgentRun, Message } from "../core/message.ts";

/** Runs as OpenAI chat JSONL, one a line: the fields of the run, `messages` and `tools`. `readRuns` reads the same runs back. */
export function chatJsonl(runs: Iterable<AgentRun>): string {
  let text = "";
  for (const run of runs) text += `${JSON.stringify(chatRow(run))}\n`;
  return text;
}

/** One run as such a line. */
export function chatRow({ id, fields, messages, tools }: AgentRun): JsonObject {
  return {
    id,
    ...fields,
    messages: messages.map(chatMessageRow),
    ...(tools === undefined
      ? {}
      : {
          tools: tools.map(({ name, description, parameters }) => ({
            type: "function",
            function: { name, description, parameters },
          })),
        }),
  };
}

function chatMessageRow(message: Message): JsonObject {
  switch (message.role) {
    case "assistant":
      return {
        role: "assistant",
        content: message.content,
        ...(message.reasoning === undefined ? {} : { reasoning_content: message.reasoning }),
        ...(message.toolCalls === undefined
          ? {}
          : {
              tool_calls: message.toolCalls.map(({ id, name, arguments: given }) => ({
                id,
                type: "function",
                function: { name, arguments: given },
              })),
            }),
      };
    case "tool":
      return {
        role: "tool",
        content: message.content,
        ...(message.toolCallId === undefined ? {} : { tool_call_id: message.toolCallId }),
        ...(message.name === undefined ? {} : { name: message.name }),
      };
    default:
      return { role: message.role, content: message.content };
  }
}
