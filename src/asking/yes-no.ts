import { type Form, offered, unparsed } from "./form.ts";

/** A share of one answer among two, and the probability of both together. */
export interface Share {
  /** P(yes) / (P(yes) + P(no)), 0 to 1. */
  readonly score: number;
  /** P(yes) + P(no). */
  readonly mass: number;
}

const spelled = (word: string): readonly string[] => {
  const all = [word, `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`, word.toUpperCase()];
  return [...all, ...all.map((one) => ` ${one}`)];
};

/** Two answers as the next token, over all their spellings; yes and no where none are named. */
export function yesNo(
  positive: readonly string[] = spelled("yes"),
  negative: readonly string[] = spelled("no"),
): Form<Share> {
  return {
    kind: "yesNo",
    needs: "choose",
    outputTokens: [0, 1],
    send: async (model, prompt, _, call) => {
      const reply = await offered(model, "choose")(
        { prompt, answers: { yes: positive, no: negative } },
        call,
      );
      if (!reply.ok) return { missing: reply.missing };
      const { yes = 0, no = 0 } = reply.value.probabilities;
      const mass = yes + no;
      return mass > 0
        ? { value: { score: yes / mass, mass } }
        : unparsed("no-answer", "neither answer has any probability");
    },
  };
}
