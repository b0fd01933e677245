import type { AgentRun } from "../../../core/message.ts";
import type { ChatPrompt } from "../../../models/model.ts";

/** How the answer is read: probabilities of yes and no, or a written rating. */
export type ScoreMode = "choose" | "rating";

/** A way of putting a run before a model and asking about it. A new one is a new object of this form. */
export interface PromptedArm {
  readonly id: string;
  readonly kind: "prompted";
  /** For tables. */
  readonly title: string;
  /** What it does, in a sentence. */
  readonly about: string;
  /** Arms of one family begin with the same tokens, so that a cache serves them all. */
  readonly family: "prefix" | "fresh" | "actions" | "trusted";
  /** Which model is asked; the monitor when not said. */
  readonly role?: "trusted";
  /** What is read of the model: its answer when not said, or its state, on which a probe is trained. */
  readonly reads?: "state";
  /** The run, cut off where it is asked about, and the full question. */
  readonly prompt: (run: AgentRun, ask: string) => ChatPrompt;
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
