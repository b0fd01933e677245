import type { ModelIdentity } from "../core/identity.ts";
import type { Model, Prompt, ScoreRequest } from "../models/model.ts";
import { chatText } from "./chat-text.ts";
import type { Question } from "./form.ts";

/** What a trial will ask of its model: dry runs, shared prefixes and exact counts of tokens follow from it. */
export type Request =
  | Pick<Question<unknown>, "prompt" | "form">
  | {
      /** Continuations whose tokens' log-probabilities are asked for, one after another. */
      readonly turns: readonly ScoreRequest[];
      /** Is the score of this turn known of that model without asking? */
      readonly known?: (identity: ModelIdentity, turn: number) => boolean;
    };

/** What a request takes, [least, most] where it is guessed. */
export interface RequestSize {
  /** Prompts as plain text, near enough to what a template makes of them to count with. */
  readonly texts: readonly string[];
  readonly output: readonly [number, number];
}

/** A request as text. */
export function sizeOf(request: Request): RequestSize {
  if ("form" in request) {
    const { outputTokens, continuations = [""] } = request.form;
    const prompt = textOf(request.prompt);
    return { texts: continuations.map((text) => prompt + text), output: outputTokens };
  }
  return {
    texts: request.turns.map(({ prompt, continuation }) => textOf(prompt) + continuation),
    output: [0, 0],
  };
}

/** Input tokens by the model's own count: evaluated where nothing is cached beforehand, and reused within the request. */
export interface CountedTokens {
  readonly evaluated: number;
  readonly reused: number;
}

/** Counts a request's tokens without evaluating any; null where the model cannot. */
export async function countTokens(
  model: Pick<Model, "identity" | "capabilities">,
  request: Request,
): Promise<CountedTokens | null> {
  const { template, tokensInTurn } = model.capabilities;
  if ("turns" in request) {
    if (tokensInTurn === undefined) return null;
    const turns = request.turns.filter((_, turn) => request.known?.(model.identity, turn) !== true);
    if (turns.length === 0) return { evaluated: 0, reused: 0 };
    const reply = await tokensInTurn({ turns });
    return reply.ok ? reply.value : null;
  }
  if (template === undefined) return null;
  const count = async (prompt: Prompt): Promise<number | null> => {
    const reply = await template({ prompt });
    return reply.ok ? reply.value.tokens : null;
  };
  const head = await count(request.prompt);
  if (head === null) return null;
  const { continuations = [] } = request.form;
  const tails: number[] = [];
  for (const text of continuations) {
    const tail = await count({ kind: "text", text });
    if (tail === null) return null;
    tails.push(tail);
  }
  return {
    evaluated: tails.reduce((sum, tail) => sum + tail, head),
    reused: head * Math.max(0, tails.length - 1),
  };
}

/** Turns and tools in the order in which a template has them. */
function textOf(prompt: Prompt): string {
  return prompt.kind === "text" ? prompt.text : chatText(prompt).text;
}
