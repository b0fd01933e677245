import { CredenceError } from "../core/error.ts";
import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";

/** Where a value stands, for errors. */
export interface At {
  /** `file:line` or `file#member` */
  readonly source: string;
  /** `messages[3].content` */
  readonly field: string;
  /** Is told of what a message holds and no reader keeps, by name: it is counted and said. */
  readonly unread?: ((what: string) => void) | undefined;
}

/** A member of a value, or an entry of a list: its name is put together only when an error needs it, for there are many. */
export function inside(outer: At, part: string | number): At {
  return new Inside(outer, part);
}

class Inside implements At {
  readonly source: string;
  readonly unread: At["unread"];
  readonly #outer: At;
  readonly #part: string | number;

  constructor(outer: At, part: string | number) {
    this.source = outer.source;
    this.unread = outer.unread;
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

/** Members that only say which, when and by whom: nothing is lost with them, so they are not counted. */
export const bookkeeping: ReadonlySet<string> = new Set([
  ...[
    "id",
    "type",
    "index",
    "status",
    "object",
    "created",
    "created_at",
    "timestamp",
    "time",
    "date",
    "uuid",
  ],
  ...[
    "source",
    "model",
    "sender",
    "recipient",
    "channel",
    "name",
    "cache_control",
    "signature",
    "encrypted_content",
  ],
  ...["weight", "train", "loss", "loss_mask", "train_on_turn", "trainable", "redacted", "internal", "format"],
]);

/** Tells of members of an object that are neither read nor mere bookkeeping, and hold something. */
export function tellUnread(value: JsonObject, read: ReadonlySet<string>, at: At): void {
  const { unread } = at;
  if (unread === undefined) return;
  for (const name in value)
    if (!read.has(name) && !isKept(name, value[name]) && !isEmpty(value[name])) unread(name);
}

/** Is this mere bookkeeping? An object or list under such a name is more, but for a provider's own marks. */
function isKept(name: string, value: Json | undefined): boolean {
  if (!bookkeeping.has(name)) return false;
  return typeof value !== "object" || name === "cache_control" || name === "internal" || name === "source";
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  if (typeof value !== "object") return false;
  return Array.isArray(value) ? value.every(isEmpty) : Object.values(value).every(isEmpty);
}

/**
 * Content as text: itself, null, or the text parts joined by line breaks. Parts with reasoning are kept apart; of reasoning that its
 * provider has encrypted, only a summary can be read. What is no text (an image) becomes a placeholder that says so, and is told of.
 */
export function contentOf(value: Json | undefined, at: At): Content {
  if (value === undefined || value === null) return { text: null, reasoning: null };
  if (typeof value === "string") return { text: value, reasoning: null };
  const parts = Array.isArray(value) ? value : isPart(value) ? [value] : null;
  if (parts === null) throw fieldError(at, seen(value), "text, null or a list of text parts");
  const texts: string[] = [];
  const reasoning: string[] = [];
  for (const [i, part] of parts.entries()) {
    const { text, thought } = partOf(part, inside(at, i));
    if (text !== undefined) texts.push(text);
    if (thought !== undefined && thought !== "") reasoning.push(thought);
  }
  return {
    text: texts.length === 0 ? null : texts.join("\n"),
    reasoning: reasoning.length === 0 ? null : reasoning.join("\n"),
  };
}

function isPart(value: Json): value is JsonObject {
  return isJsonObject(value) && typeof value.type === "string" && value.type !== "";
}

const readOfPart: ReadonlySet<string> = new Set(["text", "refusal", "content"]);
const readOfThought: ReadonlySet<string> = new Set(["reasoning", "thinking", "content", "text", "summary"]);

function partOf(part: Json, at: At): { readonly text?: string; readonly thought?: string } {
  if (typeof part === "string") return { text: part };
  if (!isJsonObject(part)) throw fieldError(at, seen(part), "a part with text");
  if (part.type === "redacted_thinking") {
    at.unread?.("redacted thinking");
    return {};
  }
  if (part.type === "reasoning" || part.type === "thinking") return thoughtOf(part, at);
  const text = part.text ?? part.refusal ?? part.content;
  if (typeof text === "string") {
    tellUnread(part, readOfPart, at);
    return { text };
  }
  const kind = typeof part.type === "string" ? noText.exec(part.type)?.[1] : undefined;
  if (kind === undefined) throw fieldError(at, seen(part), "a part with text");
  at.unread?.(`${kind} parts, read as a placeholder`);
  return { text: `[${kind}: not read]` };
}

/** Kinds of parts that hold no text: `image`, `image_url`, `input_image`, `input_audio`, `video`, `file`, `document`... */
const noText = /^(?:input_)?(image|audio|video|file|document|data)(?:_url|_file)?$/;

function thoughtOf(part: JsonObject, at: At): { readonly thought?: string } {
  const thought =
    part.redacted === true
      ? part.summary
      : [part.reasoning, part.thinking, part.content, part.text, part.summary].find(
          (value) => value !== undefined && value !== null && value !== "",
        );
  tellUnread(part, readOfThought, at);
  if (thought === undefined || thought === null) return {};
  if (Array.isArray(thought)) {
    const said = contentOf(thought, at).text;
    return said === null ? {} : { thought: said };
  }
  if (typeof thought !== "string") throw fieldError(at, seen(thought), "reasoning as text");
  return { thought };
}

/** What a tool gave: text, parts, or any other value as JSON text. */
export function toolContent(value: Json | undefined, at: At): Content {
  if (value === undefined || value === null || typeof value === "string") return contentOf(value, at);
  if (
    Array.isArray(value) &&
    value.every((part) => typeof part === "string" || (isJsonObject(part) && isReadable(part)))
  )
    return contentOf(value, at);
  return { text: JSON.stringify(value), reasoning: null };
}

function isReadable({ type, text, content }: JsonObject): boolean {
  if (type === "text" && typeof content === "string") return true;
  return (
    typeof text === "string" || (typeof type === "string" && /image|audio|video|file|document/.test(type))
  );
}

/** What was found, short enough for a message. */
export function seen(value: Json | undefined): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return `found ${text.length > 60 ? `${text.slice(0, 57)}...` : text}`;
}
