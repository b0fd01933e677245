import { type AgentRun, argumentsText, type Message } from "../core/message.ts";

/** All text of a run for counting words: every content, then each tool call as its name and arguments, by lines. */
export function runText(run: Pick<AgentRun, "messages">): string {
  return run.messages
    .flatMap((message) => [
      message.content ?? "",
      ...callsOf(message).map((call) => `${call.name} ${argumentsText(call)}`),
    ])
    .join("\n");
}

/**
 * A run as text to be quoted: numbered turns with their roles, content indented, so that nothing inside a turn can pass for
 * the beginning of another.
 */
export function quotedTranscript(run: Pick<AgentRun, "messages">): string {
  return run.messages.map((message, i) => turn(i + 1, message)).join("\n\n");
}

/** What the agent itself said and did, in the same form; what it was told and what it read is left out. */
export function actionsOnly(run: Pick<AgentRun, "messages">): string {
  return run.messages
    .filter(({ role }) => role === "assistant")
    .map((message, i) => turn(i + 1, message))
    .join("\n\n");
}

function turn(number: number, message: Message): string {
  const name = message.role === "tool" && message.name !== undefined ? ` (${message.name})` : "";
  const parts = [
    ...(message.content === null || message.content === "" ? [] : [indented(message.content)]),
    ...callsOf(message).map((call) => indented(`calls ${call.name} ${argumentsText(call)}`)),
  ];
  return [`[${number}] ${message.role}${name}:`, ...(parts.length === 0 ? ["  (nothing)"] : parts)].join(
    "\n",
  );
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ");
}

function callsOf(message: Message): NonNullable<Extract<Message, { role: "assistant" }>["toolCalls"]> {
  return message.role === "assistant" ? (message.toolCalls ?? []) : [];
}
