import type { ChatTemplate, Piece, Turn } from "../../src/worlds/endpoints/index.ts";

/**
 * A chat template and tokenizer that is kept out of sight of whoever works on the study: one of its confusion matrices runs
 * on it. Do not fit anything to it.
 *
 * A beginning token; user turns between a question's marks with a line for the rules that a system turn sets; assistant turns
 * that begin with a speaker's mark and a line with its name, and end with one token and a line of dashes.
 */
export const unseenTemplate: ChatTemplate = {
  name: "unseen",
  render: ({ turns, open }) => [
    mark("⟦origin⟧"),
    ...folded(turns).flatMap((turn) =>
      turn.role === "assistant"
        ? [...speaker(), text(turn.text), mark("⟦rest⟧"), text("\n--\n")]
        : [mark("⟦query⟧"), text(` ${turn.text}\n`), mark("⟦/query⟧"), text("\n")],
    ),
    ...speaker(),
    text(open ?? ""),
  ],
  tokens: (written) => written.match(syllables) ?? [],
  seam: (written, open) => {
    const last = written.codePointAt(written.length - 1) ?? 0;
    return (((last * 31 + written.length * 17 + (open ? 5 : 0)) % 7) % 3) - 1;
  },
};

const mark = (token: string): Piece => ({ special: token });
const text = (written: string): Piece => ({ text: written });
const speaker = (): Piece[] => [mark("⟦voice⟧"), text("oracle:\n")];

/** Syllables with the consonants before their vowels, blanks apart from words, digits in pairs, marks by up to three, and the rest. */
const syllables =
  /[ \t]+|\n+|[bcdfghjklmnpqrstvwxz]{0,3}[aeiouy]{1,2}|[bcdfghjklmnpqrstvwxz]{1,3}|\d{1,2}|[.,:;!?"'(){}[\]<>-]{1,3}|[\s\S]/giu;

/** What the system said stands in brackets on the first line of the next user turn. */
function folded(turns: readonly Turn[]): readonly Turn[] {
  const out: Turn[] = [];
  const rules: string[] = [];
  for (const turn of turns) {
    if (turn.role === "system") {
      rules.push(turn.text);
      continue;
    }
    const ruled = turn.role === "user" && rules.length > 0;
    out.push(ruled ? { role: "user", text: `[rules: ${rules.splice(0).join(" ")}]\n${turn.text}` } : turn);
  }
  return rules.length === 0 ? out : [...out, { role: "user", text: `[rules: ${rules.join(" ")}]` }];
}
