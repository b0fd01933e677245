import { unparsed } from "../asking/form.ts";
import type { Measured } from "../core/outcome.ts";

/** Two options in one of both orders, asked for by letter. */
export interface LetterQuestion {
  readonly question: string;
  readonly hit: string;
  readonly miss: string;
  /** 0: the hit stands first, as A. */
  readonly order: 0 | 1;
}

const letters = ["A", "B"] as const;
type Letter = (typeof letters)[number];

/** The question with its options. */
export function letterText({ question, hit, miss, order }: LetterQuestion): string {
  const [first, second] = order === 0 ? [hit, miss] : [miss, hit];
  return `${question}\nA) ${first}\nB) ${second}\nAnswer with one letter, A or B.`;
}

/** The letter under which the hit stands, and the other. */
export function lettersOf(order: 0 | 1): { readonly hit: Letter; readonly miss: Letter } {
  return order === 0 ? { hit: "A", miss: "B" } : { hit: "B", miss: "A" };
}

/** How a letter may be spelled as the next token. */
export function letterSpellings(letter: Letter): readonly string[] {
  return [
    letter,
    ` ${letter}`,
    `(${letter}`,
    ` (${letter}`,
    letter.toLowerCase(),
    ` ${letter.toLowerCase()}`,
  ];
}

/** Text without what a scratchpad holds: what is thought there is no answer. One that is never closed holds all that follows. */
export function withoutNotes(text: string): string {
  return text.replaceAll(/<(notes|think)>[\s\S]*?(?:<\/\1>|$)/gi, " ").trim();
}

const wrap = `[\\s("'*\`\\[]*`;
const alone = new RegExp(`^${wrap}([AB])${wrap.replace("(", ")").replace("\\[", "\\]")}[.:,!]?\\s*$`, "i");
const named = new RegExp(
  `\\b(?:answer|choice|choose|option|letter|reply)\\b(?:\\s+(?:is|would be))?\\s*:?${wrap}([AB])\\b(?!\\s*(?:or|and)\\b)`,
  "gi",
);
const leading = new RegExp(`^${wrap}([AB])[)\\]*"'\`]*[.):]`);

/**
 * The letter that a reply gives: it stands alone, or is named once as the answer, or begins the reply as an option does ("A) ..."). Two that differ, or
 * a letter somewhere in a sentence, are none: nothing is guessed.
 */
export function readLetter(reply: string): Measured<Letter> {
  const text = withoutNotes(reply);
  const found = new Set<string>();
  const whole = alone.exec(text)?.[1];
  if (whole !== undefined) found.add(whole.toUpperCase());
  else {
    for (const [, letter = ""] of text.matchAll(named))
      if (letters.some((one) => one === letter)) found.add(letter);
    const first = leading.exec(text)?.[1];
    if (first !== undefined) found.add(first);
  }
  const letter = letters.find((one) => found.has(one));
  if (letter !== undefined && found.size === 1) return { value: letter };
  const why = found.size > 1 ? "the reply names both letters" : "the reply gives no letter";
  return unparsed("no-letter", `${why}: “${shown(reply)}”`);
}

/** The beginning of a reply, on one line. */
export function shown(reply: string, most = 160): string {
  const line = reply.replaceAll(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
