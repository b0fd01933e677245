import type { ModelIdentity } from "../core/identity.ts";
import type { DrawnAnswer } from "./answers.ts";
import { namesAny } from "./named-words.ts";
import type { PanelRecipe } from "./recipe.ts";

/** What a panel holds and where it comes from. */
export interface PanelManifest {
  readonly schemaVersion: 1;
  readonly hashes: { readonly recipe: string; readonly answers: string };
  /** Name and SHA-256 of the model file that the answers were drawn with. */
  readonly model: { readonly name: string; readonly sha256: string | null };
  readonly prompts: number;
  readonly sets: readonly {
    readonly id: string;
    readonly drawn: number;
    readonly empty: number;
    /** Answers that hold a word of this set's own list. */
    readonly namingOwn: number;
    /** Answers that hold a word of any set's list: dropped. */
    readonly namingAny: number;
    readonly kept: number;
  }[];
}

/** Counts the answers of each set, and how many the filter leaves. */
export function panelManifest(
  recipe: PanelRecipe,
  answers: readonly DrawnAnswer[],
  from: { readonly answers: string; readonly model: ModelIdentity },
): PanelManifest {
  const any = namesAny(recipe.sets.flatMap(({ words }) => words));
  return {
    schemaVersion: 1,
    hashes: { recipe: recipe.sha256, answers: from.answers },
    model: { name: from.model.name, sha256: from.model.fingerprint },
    prompts: new Set(answers.map(({ prompt }) => prompt)).size,
    sets: recipe.sets.map(({ id, words }) => {
      const own = namesAny(words);
      const texts = answers.filter(({ set }) => set === id).map(({ answer }) => answer);
      const empty = texts.filter((text) => text.trim() === "").length;
      const namingAny = texts.filter(any).length;
      return {
        id,
        drawn: texts.length,
        empty,
        namingOwn: texts.filter(own).length,
        namingAny,
        kept: texts.length - empty - namingAny,
      };
    }),
  };
}
