import type { Random } from "../../stats/distributions/random.ts";
import { candidates } from "./scripted-model.ts";
import { type ChatTemplate, promptTokens, type View } from "./template.ts";

/** What the world asks of the model behind a server. */
interface ModelAsk {
  readonly view: View;
  readonly maxTokens: number;
  /** Did it think before it speaks? */
  readonly thinks: boolean;
  readonly temperature: number | null;
  readonly random: Random;
}

/** What the model wrote. */
export interface Written {
  readonly text: string;
  /** Its length in tokens. */
  readonly tokens: number;
  /** Did it come to an end of its own? Else the cap cut it off. */
  readonly ended: boolean;
  /** Texts that it might have written, with their probabilities; null where that is not known. */
  readonly alternatives: readonly { readonly text: string; readonly weight: number }[] | null;
}

/** The model behind a server. */
export interface BackingModel {
  readonly write: (ask: ModelAsk) => Promise<Written>;
  /** Length in tokens of a view's prompt. */
  readonly promptTokens: (view: View) => Promise<number>;
}

/** The scripted model with a template's tokenizer. */
export function scriptedBacking(
  template: ChatTemplate,
  talent: { readonly skill: number; readonly noise: number },
): BackingModel {
  return {
    write: async ({ view, maxTokens, thinks, random }) => {
      const alternatives = candidates(view, { ...talent, thinks });
      const text = drawn(alternatives, random.float());
      const tokens = template.tokens(text);
      const kept = tokens.slice(0, maxTokens);
      return { text: kept.join(""), tokens: kept.length, ended: kept.length === tokens.length, alternatives };
    },
    promptTokens: async (view) => promptTokens(template, view),
  };
}

function drawn(
  alternatives: readonly { readonly text: string; readonly weight: number }[],
  at: number,
): string {
  let sum = 0;
  for (const { text, weight } of alternatives) {
    sum += weight;
    if (at < sum) return text;
  }
  return alternatives.at(-1)?.text ?? "";
}
