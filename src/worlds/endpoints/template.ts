/** One turn of a conversation as a model reads it. */
export interface Turn {
  readonly role: "system" | "user" | "assistant";
  readonly text: string;
}

/** What a model is given: finished turns, and the assistant's text that it goes on with. Null: it begins a turn of its own. */
export interface View {
  readonly turns: readonly Turn[];
  readonly open: string | null;
}

/** A stretch of a rendered prompt: a special token, which is one token whatever its length, or text for the tokenizer. */
export type Piece = { readonly special: string } | { readonly text: string };

/** How a family of models writes conversations down and cuts text into tokens. A value like any other: bring your own. */
export interface ChatTemplate {
  readonly name: string;
  /** The prompt for a view, up to where the model's own tokens begin. */
  readonly render: (view: View) => readonly Piece[];
  /** Tokens of text that holds no special tokens; joined they are the text again. */
  readonly tokens: (text: string) => readonly string[];
  /** Tokens that part (1) or merge (-1) where the last text of the prompt meets the template. Left out: always 0. */
  readonly seam?: (text: string, open: boolean) => number;
}

/** Length in tokens of a view's prompt. */
export function promptTokens(template: ChatTemplate, view: View): number {
  const open = view.open !== null && view.open !== "";
  const last = open ? (view.open ?? "") : (view.turns.at(-1)?.text ?? "");
  return piecesTokens(template, template.render(view)) + (template.seam?.(last, open) ?? 0);
}

/** Length in tokens of a raw prompt. Special tokens may be spelled out in it: whoever writes raw prompts writes them himself. */
export function rawTokens(template: ChatTemplate, prompt: string): number {
  const pieces = template.render(everyTurn);
  const specials = new Set(pieces.flatMap((piece) => ("special" in piece ? [piece.special] : [])));
  if (specials.size === 0) return template.tokens(prompt).length;
  const finder = new RegExp(`(${[...specials].map(RegExp.escape).join("|")})`);
  // A split with a capture: text and special tokens in turns.
  return prompt
    .split(finder)
    .reduce((sum, part, i) => sum + (i % 2 === 1 ? 1 : template.tokens(part).length), 0);
}

/**
 * A raw prompt as the model understands it. What the model's own template could have written is read by it, with the last
 * assistant turn open; in other text the last paragraph is what to go on with, and what stands before it is what was asked.
 */
export function rawView(template: ChatTemplate, prompt: string): View {
  const { user, answer, end } = marks(template);
  const [, ...exchanges] = user === "" ? [] : prompt.split(user);
  const turns: Turn[] = [];
  for (const exchange of exchanges) {
    const at = exchange.indexOf(answer);
    if (at === -1 || answer === "") return paragraphs(prompt);
    const said = exchange.slice(at + answer.length);
    turns.push({ role: "user", text: exchange.slice(0, at) });
    turns.push({
      role: "assistant",
      text: end !== "" && said.endsWith(end) ? said.slice(0, -end.length) : said,
    });
  }
  const last = turns.pop();
  if (last === undefined) return paragraphs(prompt);
  return { turns, open: last.text === "" ? null : last.text };
}

function paragraphs(prompt: string): View {
  for (const border of ["\n\n", "\n"]) {
    const at = prompt.lastIndexOf(border, prompt.length - border.length - 1);
    if (at <= 0) continue;
    return {
      turns: [{ role: "user", text: prompt.slice(0, at) }],
      open: prompt.slice(at + border.length),
    };
  }
  return { turns: [{ role: "user", text: prompt }], open: null };
}

/** One private character a turn, so that each can be found again in a rendering. */
const letters = ["\uE001", "\uE002", "\uE003", "\uE004", "\uE005"] as const;
const everyTurn: View = {
  turns: [
    { role: "system", text: letters[0] },
    { role: "user", text: letters[1] },
    { role: "assistant", text: letters[2] },
    { role: "user", text: letters[3] },
  ],
  open: letters[4],
};

/** What the template writes before a user turn, between a user and an assistant turn, and after an assistant turn. */
function marks(template: ChatTemplate): {
  readonly user: string;
  readonly answer: string;
  readonly end: string;
} {
  const text = template
    .render({ ...everyTurn, turns: everyTurn.turns.slice(1) })
    .map((piece) => ("special" in piece ? piece.special : piece.text))
    .join("");
  const at = letters.map((letter) => text.indexOf(letter));
  const between = (a: number, b: number): string => text.slice((at[a] ?? 0) + 1, at[b] ?? 0);
  const head = text.slice(0, at[1]);
  const again = between(2, 3);
  // What both user turns begin with; the rest of the second's is the end of the assistant turn before it.
  let same = 0;
  while (same < head.length && same < again.length && head.at(-1 - same) === again.at(-1 - same)) same++;
  return {
    user: again.slice(again.length - same),
    answer: between(3, 4),
    end: again.slice(0, again.length - same),
  };
}

/** Neighbouring texts are one text to the tokenizer. */
function piecesTokens(template: ChatTemplate, pieces: readonly Piece[]): number {
  let count = 0;
  let text = "";
  for (const piece of pieces) {
    if ("text" in piece) {
      text += piece.text;
      continue;
    }
    count += template.tokens(text).length + 1;
    text = "";
  }
  return count + template.tokens(text).length;
}
