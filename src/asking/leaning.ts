import type { Missing } from "../core/outcome.ts";
import { type Form, offered, unparsed } from "./form.ts";
import type { Score } from "./rating.ts";

/**
 * How much likelier texts of one kind are than texts of another as what the model says next: 1 / (1 + exp(b - a)), with a and b the means, over the texts
 * of each kind, of a text's mean log-probability a token (nats). .5 where neither is likelier. Nothing is sampled, and the prompt is evaluated once.
 * It orders prompts and is no probability of anything. After "Prefix Probing", arXiv 2512.16650.
 */
export function leaning(towards: readonly string[], away: readonly string[]): Form<Score> {
  return {
    kind: "leaning",
    needs: "score",
    outputTokens: [0, 0],
    continuations: [...towards, ...away],
    send: async (model, prompt, _, call) => {
      const score = offered(model, "score");
      const side = async (texts: readonly string[]): Promise<number | { readonly missing: Missing }> => {
        let sum = 0;
        for (const continuation of texts) {
          const reply = await score({ prompt, continuation }, call);
          if (!reply.ok) return { missing: reply.missing };
          const { logProbs } = reply.value;
          sum += logProbs.reduce((total, one) => total + one, 0) / logProbs.length;
        }
        return sum / texts.length;
      };
      const [a, b] = [await side(towards), await side(away)];
      if (typeof a !== "number") return a;
      if (typeof b !== "number") return b;
      const gap = a - b;
      return Number.isNaN(gap)
        ? unparsed("no-answer", "neither text has any probability")
        : { value: { score: 1 / (1 + Math.exp(-gap)) } };
    },
  };
}
