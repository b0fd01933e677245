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

/** Length in tokens of a raw prompt. Special tokens are spelled out in it: no template stands between it and the model. */
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
  const { user, answer, lead, end } = marks(template);
  const [, ...exchanges] = user === "" ? [] : prompt.split(user);
  const turns: Turn[] = [];
  for (const exchange of exchanges) {
    const at = exchange.indexOf(answer);
    if (at === -1 || answer === "") return paragraphs(prompt);
    const after = exchange.slice(at + answer.length);
    const said = after.startsWith(lead) ? after.slice(lead.length) : after;
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

/** What a template writes around turns. */
interface Marks {
  /** Before a user turn. */
  readonly user: string;
  /** Between a user turn and an assistant turn that has not begun. */
  readonly answer: string;
  /** Between that and an assistant's text. */
  readonly lead: string;
  /** After an assistant turn. */
  readonly end: string;
}

function marks(template: ChatTemplate): Marks {
  const written = (view: View): string =>
    template
      .render(view)
      .map((piece) => ("special" in piece ? piece.special : piece.text))
      .join("");
  const [, first, second, third, fourth] = letters;
  const text = written({ ...everyTurn, turns: everyTurn.turns.slice(1) });
  const between = (a: string, b: string): string => text.slice(text.indexOf(a) + 1, text.indexOf(b));
  const head = text.slice(0, text.indexOf(first));
  const again = between(second, third);
  // What both user turns begin with; the rest of the second's is the end of the assistant turn before it.
  let same = 0;
  while (same < head.length && same < again.length && head.at(-1 - same) === again.at(-1 - same)) same++;
  const unbegun = written({ turns: [{ role: "user", text: first }], open: null });
  const answer = unbegun.slice(unbegun.indexOf(first) + 1);
  const begun = between(third, fourth);
  return {
    user: again.slice(again.length - same),
    answer,
    lead: begun.startsWith(answer) ? begun.slice(answer.length) : "",
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
