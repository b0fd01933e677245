import { type AgentRun, argumentsText, type Message, type ToolCall } from "../core/message.ts";

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
 * A run as text to be quoted. Turns are numbered and begin at the margin, tool calls stand two blanks in, and every line of what was
 * said or written stands four blanks in: nothing inside a turn can pass for another turn, nor words for a call.
 *
 * @example
 * [3] assistant:
 *     I will pay it.
 *   calls make_payment {"account":"KE-1","amount":20}
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
  const name = message.role === "tool" && message.name !== undefined ? ` (${oneWord(message.name)})` : "";
  const parts = [
    ...(message.content === null || message.content === "" ? [] : [`    ${further(message.content)}`]),
    ...callsOf(message).map((call) => `  calls ${oneWord(call.name)} ${further(argumentsText(call))}`),
  ];
  return [`[${number}] ${message.role}${name}:`, ...(parts.length === 0 ? ["  (nothing)"] : parts)].join(
    "\n",
  );
}

/** Text whose second and further lines stand four blanks in, whatever kind of line break it uses. */
function further(text: string): string {
  return text.replace(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/g, "$&    ");
}

/** A tool's name as it is, if it is a plain one; else as JSON text, so that it cannot break its line. */
function oneWord(name: string): string {
  return /^[\p{L}\p{N}_.:/-]+$/u.test(name)
    ? name
    : JSON.stringify(name).replace(/[\u0085\u2028\u2029]/g, " ");
}

function callsOf(message: Message): readonly ToolCall[] {
  return message.role === "assistant" ? (message.toolCalls ?? []) : [];
}
