import type { AgentRun, Message } from "../../../core/message.ts";
import { type PromptedArm, turnsAfter } from "./prompted.ts";

/**
 * The question continues the last assistant turn, which is left open for the answer. Where the run does not end with
 * assistant text (a tool's result, a user's turn, or a call, which is rendered after the text of its turn and so would
 * come after the question) a new assistant turn is opened for it.
 */
export const prefixSameTurn: PromptedArm = {
  id: "prefix-same-turn",
  title: "prefix, same turn",
  about:
    "the run's own messages and tools, the question continued inside the last assistant turn; where the run does not end with assistant text, inside a new assistant turn",
  family: "prefix",
  usual: true,
  framing: true,
  prompt: (run, ask) => ({
    ...turnsAfter({ ...run, messages: opened(run.messages, `${ask}\nAnswer:`) }, []),
    open: true,
  }),
};

/** Does the run end with assistant text that a question can continue? */
export function endsWithAssistantText(run: AgentRun): boolean {
  const last = run.messages.at(-1);
  return last?.role === "assistant" && (last.toolCalls?.length ?? 0) === 0 && (last.content ?? "") !== "";
}

function opened(messages: readonly Message[], text: string): Message[] {
  const last = messages.at(-1);
  if (last?.role !== "assistant" || (last.toolCalls?.length ?? 0) > 0) {
    return [...messages, { role: "assistant", content: text }];
  }
  const said = last.content ?? "";
  return [...messages.slice(0, -1), { ...last, content: said === "" ? text : `${said}\n\n${text}` }];
}
