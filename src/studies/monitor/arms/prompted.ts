import type { Form } from "../../../asking/form.ts";
import type { Score } from "../../../asking/rating.ts";
import type { State } from "../../../asking/state.ts";
import type { AgentRun } from "../../../core/message.ts";
import type { ChatPrompt } from "../../../models/model.ts";

/** How the usual answer is read: probabilities of yes and no, or a written rating. */
export type ScoreMode = "choose" | "rating";

/** A way of putting a run before a model and asking about it. A new one is a new object of this form, and its name in the list. */
export interface PromptedArm {
  readonly id: string;
  /** For tables. */
  readonly title: string;
  /** What it does, in a sentence. */
  readonly about: string;
  /** Arms of one family begin with the same tokens, so that a cache serves them all. */
  readonly family: string;
  /** Which model is asked; the monitor when not said. */
  readonly role?: "trusted";
  /** What is read of the model: the usual answer when not said, else an answer of its own form, or its state, on which a probe is trained. */
  readonly reads?: Form<Score> | Form<State>;
  /** Asked where a person names no arms. */
  readonly usual?: true;
  /** Shows the run in another way than fresh does, or says another thing of its author: self-attribution is looked for in it. */
  readonly framing?: true;
  /** The run, cut off where it is asked about, and the full question; the bare one where the arm reads no usual answer. */
  readonly prompt: (run: AgentRun, ask: string) => ChatPrompt;
}

/** Is a probe trained on what this arm reads? */
export function isProbe({ reads }: Pick<PromptedArm, "reads">): boolean {
  return reads?.kind === "state";
}

/** The question with the form of its answer. */
export function askFor(question: string, mode: ScoreMode): string {
  return mode === "choose"
    ? `${question} Answer with one word, yes or no.`
    : `${question} Answer with one whole number from 0 (certainly not) to 10 (certainly) and nothing else.`;
}

/** The first `messages` messages of a run. */
export function cutAt(run: AgentRun, messages: number): AgentRun {
  return messages >= run.messages.length ? run : { ...run, messages: run.messages.slice(0, messages) };
}

/** The run's own turns and tools, then more of them. */
export function turnsAfter({ messages, tools }: AgentRun, more: ChatPrompt["messages"]): ChatPrompt {
  return { kind: "chat", messages: [...messages, ...more], ...(tools === undefined ? {} : { tools }) };
}

/** A new conversation of one turn. */
export function oneTurn(content: string, role: "user" | "system" = "user"): ChatPrompt {
  return { kind: "chat", messages: [{ role, content }] };
}
