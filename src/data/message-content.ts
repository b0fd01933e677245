import { CredenceError } from "../core/error.ts";
import { isJsonObject, type Json } from "../core/json.ts";

/** Where a value stands, for errors. */
export interface At {
  /** `file:line` or `file#member` */
  readonly source: string;
  /** `messages[3].content` */
  readonly field: string;
}

/** A member of a value, or an entry of a list: its name is put together only when an error needs it, for there are many. */
export function inside(outer: At, part: string | number): At {
  return new Inside(outer, part);
}

class Inside implements At {
  readonly source: string;
  readonly #outer: At;
  readonly #part: string | number;

  constructor(outer: At, part: string | number) {
    this.source = outer.source;
    this.#outer = outer;
    this.#part = part;
  }

  get field(): string {
    return `${this.#outer.field}${typeof this.#part === "number" ? `[${this.#part}]` : `.${this.#part}`}`;
  }
}

/** What a message says, and the reasoning that stands among its parts. */
export interface Content {
  readonly text: string | null;
  readonly reasoning: string | null;
}

/** An error about one field. */
export function fieldError(at: At, found: string, expected: string): CredenceError {
  return new CredenceError("input", `${at.field}: ${found}; expected ${expected}`, {
    where: at.source,
    fix: "Mend or remove the run; nothing is skipped silently.",
  });
}

/**
 * Content as text: itself, null, or the text parts joined by line breaks. Parts with reasoning are kept apart; of reasoning that its
 * provider has encrypted, only a summary can be read.
 */
export function contentOf(value: Json | undefined, at: At): Content {
  if (value === undefined || value === null) return { text: null, reasoning: null };
  if (typeof value === "string") return { text: value, reasoning: null };
  if (!Array.isArray(value)) throw fieldError(at, seen(value), "text, null or a list of text parts");
  const texts: string[] = [];
  const reasoning: string[] = [];
  for (const [i, part] of value.entries()) {
    const { text, thought } = partOf(part, inside(at, i));
    if (text !== undefined) texts.push(text);
    if (thought !== undefined && thought !== "") reasoning.push(thought);
  }
  return {
    text: texts.length === 0 ? null : texts.join("\n"),
    reasoning: reasoning.length === 0 ? null : reasoning.join("\n"),
  };
}

function partOf(part: Json, at: At): { readonly text?: string; readonly thought?: string } {
  if (typeof part === "string") return { text: part };
  if (!isJsonObject(part)) throw fieldError(at, seen(part), "a part with text");
  if (part.type === "redacted_thinking") return {};
  if (part.type === "reasoning" || part.type === "thinking") {
    const thought =
      part.redacted === true ? part.summary : (part.reasoning ?? part.thinking ?? part.content ?? part.text);
    if (thought === undefined || thought === null) return {};
    if (typeof thought !== "string") throw fieldError(at, seen(thought), "reasoning as text");
    return { thought };
  }
  const text = part.text ?? part.refusal ?? part.content;
  if (typeof text === "string") return { text };
  throw fieldError(at, seen(part), "a part with text (images, audio and files cannot be read)");
}

/** What was found, short enough for a message. */
export function seen(value: Json | undefined): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return `found ${text.length > 60 ? `${text.slice(0, 57)}...` : text}`;
}
