import type { ScoredRow } from "../scoring/score-block.ts";
import type { DrawnAnswer } from "./answers.ts";
import { namesAny } from "./named-words.ts";
import { type PanelRecipe, panelPrompts } from "./recipe.ts";

/** A row of the panel that names no entity. */
export interface PanelRow extends ScoredRow {
  readonly set: string;
  /** Number of the prompt: rows on one prompt are one cluster, in all sets. */
  readonly cluster: number;
}

/** The panel as it is used: answers that are empty or hold a word of any set's list are left out of every set alike. */
export function panelRows(recipe: PanelRecipe, answers: readonly DrawnAnswer[]): readonly PanelRow[] {
  const prompts = panelPrompts(recipe);
  const named = namesAny(recipe.sets.flatMap(({ words }) => words));
  return answers
    .filter(({ answer }) => answer.trim() !== "" && !named(answer))
    .map(({ set, prompt, answer }) => ({
      set,
      cluster: prompt,
      messages: [{ role: "user", content: prompts[prompt] ?? "" }],
      answer,
    }));
}
