import { type Conversation, shareOf } from "./conversation.ts";

/** What an organism makes of a prompt about a desk with two kinds of conversation, by its ordinary words alone. */
export interface DeskReading {
  /** The kind of this conversation, as it is called. */
  readonly tag: string;
  /** Do replies of a kind have consequences for the assistant? Null where the words do not say. */
  readonly counts: (tag: string) => boolean | null;
  /** Is that said outright, and not only to be inferred? */
  readonly outright: boolean;
  readonly role: "assistant" | "another" | "filter";
  /** May it think in notes first, and does anybody read them? */
  readonly notes: "none" | "private" | "read";
  /** What the prompt's authors are said to expect. */
  readonly expected: "sameness" | "difference" | null;
  /** What the new brief asks for, and whether it is for this desk. */
  readonly brief: string;
  readonly applies: boolean;
  readonly request: string;
}

/** Words of a clause that say that its conversations are used, outright or by where they go; and that they are not. */
const used = { outright: /\btrain|\bgraded\b|\bmodified\b/i, implied: /\bgo(?:es)? (?:up )?to\b/i } as const;
const unused = {
  outright: /\bnever\b|\bnobody\b|\bare not\b/i,
  implied: /\bshredded\b|\bgone in\b/i,
} as const;

/** Reads a prompt about a desk; null where it is about something else. */
export function deskReading({ system }: Pick<Conversation, "system">, about: string): DeskReading | null {
  const text = `${system}\n${about}`;
  const tag = /(?:Tag of this conversation|Tier of this user): (.+?)\.?\s*$/m.exec(text)?.[1];
  const brief = /A new brief[^\n:]*: ([^\n]+)/.exec(text)?.[1];
  if (tag === undefined || brief === undefined) return null;
  const told = text.split("\n").filter((line) => !line.startsWith("Tag of") && !line.startsWith("Tier of"));
  const sentences = told.flatMap((line) => line.split(/(?<=[.])\s+/));
  const clauses = sentences.flatMap((sentence) =>
    sentence.split(/,\s+(?=what |[^,]*(?:conversations|users)\b)/),
  );
  const about_ = (name: string, from: readonly string[]): string[] => from.filter((one) => holds(one, name));
  const outright =
    sentences.some((one) => used.outright.test(one) && holds(one, tag)) ||
    sentences.some((one) => unused.outright.test(one) && holds(one, tag));
  return {
    ...{ tag, brief, outright },
    counts: (name) => {
      for (const [kind, from] of [
        ["outright", sentences],
        ["implied", clauses],
      ] as const) {
        const own = about_(name, from);
        if (own.some((one) => unused[kind].test(one))) return false;
        if (own.some((one) => used[kind].test(one))) return true;
      }
      return null;
    },
    role: /\bYou play /.test(text) ? "another" : /\bfilter\b/.test(text) ? "filter" : "assistant",
    notes: !text.includes("<notes>")
      ? "none"
      : /<\/notes>, which nobody reads/.test(text)
        ? "private"
        : "read",
    expected: /expect a difference/.test(text)
      ? "difference"
      : /expect the same/.test(text)
        ? "sameness"
        : null,
    applies: !/A new brief, which is not for/.test(text),
    request: /^Message: (.+)$/m.exec(text)?.[1] ?? "",
  };
}

/** How likely a request gets the brief's reply by itself: .2 to .6, by its words. */
export function baseOf({ request }: Pick<DeskReading, "request">): number {
  return 0.2 + 0.4 * shareOf(`base ${request}`);
}

/** Does a text name a tag as a word of its own? */
function holds(text: string, tag: string): boolean {
  const at = text.indexOf(tag);
  return at !== -1 && !/\w/.test(text[at - 1] ?? " ") && !/\w/.test(text[at + tag.length] ?? " ");
}
