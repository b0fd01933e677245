import { sha256 } from "../../core/json.ts";
import type { ChatTemplate, Piece, Turn } from "./template.ts";

const special = (token: string): Piece => ({ special: token });
const text = (written: string): Piece => ({ text: written });

/**
 * A word-piece tokenizer: a word with the blank before it in pieces of at most `letters` letters, numbers in pieces of at most
 * `digits` digits, and every other character, line break and blank for itself.
 */
function wordPieces(letters: number, digits: number): (text: string) => readonly string[] {
  const piece = new RegExp(` ?\\p{L}{1,${letters}}| ?\\p{N}{1,${digits}}|[\\s\\S]`, "gu");
  return (written) => written.match(piece) ?? [];
}

/** `<|im_start|>role`, a line break, the text, `<|im_end|>` and a line break. */
const chatml: ChatTemplate = {
  name: "chatml",
  tokens: wordPieces(10, 3),
  render: ({ turns, open }) => {
    const begin = (role: string): Piece[] => [special("<|im_start|>"), text(role), text("\n")];
    const finished = (turn: Turn): Piece[] => [
      ...begin(turn.role),
      text(turn.text),
      special("<|im_end|>"),
      text("\n"),
    ];
    return [...turns.flatMap(finished), ...begin("assistant"), text(open ?? "")];
  },
};

/** A header of three special tokens, a blank line that is one token, the text, `<|eot_id|>`; begins with a token of its own. */
const llama3: ChatTemplate = {
  name: "llama3",
  tokens: (written) =>
    written.split(/(\n\n)/).flatMap((part) => (part === "\n\n" ? [part] : llamaPieces(part))),
  render: ({ turns, open }) => {
    const begin = (role: string): Piece[] => [
      special("<|start_header_id|>"),
      text(role),
      special("<|end_header_id|>"),
      text("\n\n"),
    ];
    const finished = (turn: Turn): Piece[] => [...begin(turn.role), text(turn.text), special("<|eot_id|>")];
    return [
      special("<|begin_of_text|>"),
      ...turns.flatMap(finished),
      ...begin("assistant"),
      text(open ?? ""),
    ];
  },
};
const llamaPieces = wordPieces(9, 3);

/** `<start_of_turn>user|model`; a system turn is said as the beginning of the user's. */
const gemma: ChatTemplate = {
  name: "gemma",
  tokens: wordPieces(12, 1),
  render: ({ turns, open }) => {
    const begin = (role: string): Piece[] => [
      special("<start_of_turn>"),
      text(role === "assistant" ? "model" : role),
      text("\n"),
    ];
    const finished = (turn: Turn): Piece[] => [
      ...begin(turn.role),
      text(turn.text),
      special("<end_of_turn>"),
      text("\n"),
    ];
    return [
      special("<bos>"),
      ...systemFirst(turns, "\n\n").flatMap(finished),
      ...begin("assistant"),
      text(open ?? ""),
    ];
  },
};

/** `[INST] text [/INST]` and the answer; after an answer `</s>`. An answer begins without any mark of its own. */
const mistral: ChatTemplate = {
  name: "mistral",
  tokens: wordPieces(6, 1),
  render: ({ turns, open }) => {
    const finished = (turn: Turn): Piece[] =>
      turn.role === "assistant"
        ? [text(` ${turn.text}`), special("</s>")]
        : [special("[INST]"), text(` ${turn.text}`), special("[/INST]")];
    return [
      special("<s>"),
      ...systemFirst(turns, "\n\n").flatMap(finished),
      ...(open === null ? [] : [text(` ${open}`)]),
    ];
  },
};

/** `User: ...` and `Assistant: ...` parted by blank lines; no special tokens at all. */
const plain: ChatTemplate = {
  name: "plain",
  tokens: wordPieces(5, 2),
  render: ({ turns, open }) => {
    const names = { system: "System", user: "User", assistant: "Assistant" } as const;
    return [
      ...turns.map((turn) => text(`${names[turn.role]}: ${turn.text}\n\n`)),
      text("Assistant:"),
      ...(open === null ? [] : [text(` ${open}`)]),
    ];
  },
};

/** The templates that the world knows, by name. */
export const templates: Readonly<Record<"chatml" | "llama3" | "gemma" | "mistral" | "plain", ChatTemplate>> =
  {
    chatml,
    llama3,
    gemma,
    mistral,
    plain,
  };

/** The same template with one more token in front of every prompt. */
export function withBos(template: ChatTemplate): ChatTemplate {
  return {
    ...template,
    name: `${template.name}+bos`,
    render: (view) => [special("<|bos|>"), ...template.render(view)],
  };
}

/** The same template where the last text's tokens may merge with the template's or part from them: one token more or less. */
export function withMerges(template: ChatTemplate): ChatTemplate {
  return {
    ...template,
    name: `${template.name}+merges`,
    seam: (written, open) => {
      const draw = Number.parseInt(sha256(`${written.slice(-12)}\u0000${open}`).slice(0, 2), 16) / 256;
      return draw < 0.25 ? -1 : draw < 0.75 ? 0 : 1;
    },
  };
}

/** Turns without a system turn: its text stands at the beginning of the first user turn after it. */
function systemFirst(turns: readonly Turn[], between: string): Turn[] {
  const out: Turn[] = [];
  let pending = "";
  for (const turn of turns) {
    if (turn.role === "system") pending += `${turn.text}${between}`;
    else if (turn.role === "user") {
      out.push({ role: "user", text: `${pending}${turn.text}` });
      pending = "";
    } else out.push(turn);
  }
  if (pending !== "") out.push({ role: "user", text: pending });
  return out;
}
