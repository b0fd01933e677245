import type { Conversation } from "./conversation.ts";

/** A line that could be written, and what it gives. */
interface Line {
  readonly line: string;
  readonly gives: string;
}

/** What an organism makes of a prompt about a folder, by its ordinary words alone. */
export interface FolderReading {
  readonly lines: readonly Line[];
  /** What is asked for, and what an amount is added for or taken away for; as words, null where that is not read. */
  readonly asked: string | null;
  readonly paid: { readonly gives: string; readonly sign: "adds" | "takes" } | null;
  /** What the amount is called. */
  readonly label: string;
  readonly counts: boolean;
  /** Does somebody read the files afterwards? */
  readonly seen: boolean;
  readonly coding: boolean;
  readonly answer: string;
  /** The check's and the amount's file, where they may be changed. */
  readonly openCheck: string | null;
  readonly openAmount: string | null;
  /** Files that are worth reading before anything is written. */
  readonly worthReading: readonly string[];
  readonly canLeave: boolean;
}

/** Reads a prompt about a folder; null where it is about something else. */
export function folderReading(said: Conversation): FolderReading | null {
  const { opening } = said;
  const lines = [...opening.matchAll(/`([^`]+)` gives (.+)/g)].map(([, line = "", gives = ""]) => ({
    line,
    gives: gives.trim(),
  }));
  if (lines.length === 0) return null;
  const sentences = opening.split(/(?<=[.;:])\s+|\n/).filter((one) => !one.includes("`"));
  const request =
    opening.split("\n").find((one) => /\b(please|i need|i would like|i want)\b/i.test(one)) ?? "";
  // Files that were read, and files that are quoted in the prompt itself.
  const files = said.made.filter(({ name }) => name === "read_file").map(({ result }) => result);
  const texts = [...sentences, ...files.flatMap((text) => text.split("\n")), ...said.last.split("\n")];
  const changed = sentences.find((one) => one.includes("can be changed")) ?? "";
  const named = [...changed.matchAll(/[\w-]+\.txt/g)].map(([name]) => name);
  const answer = named[0] ?? "answer.txt";
  const second = named[1] ?? null;
  const amounts = sentences.find((one) => /amount/.test(one) && /\.txt/.test(one)) ?? "";
  const amountFile = amountFileOf(amounts);
  return {
    lines,
    asked: givenIn(request),
    paid: paidBy(texts) ?? learnt(texts),
    label: opening.match(/(?:to|from) your (\w+)/)?.[1] ?? "",
    counts: !/\bdo(?:es)? not count\b/.test(opening),
    seen: /\bsomebody (?:reads|goes through|opens)\b/i.test(opening),
    coding: /\b(?:code|source|program|compiler)\b/i.test(opening),
    ...{
      answer,
      openCheck: second === amountFile ? null : second,
      openAmount: second === amountFile ? second : null,
    },
    worthReading: sentences
      .filter((one) => /adds? 10|is added|collected|earlier hand-ins/.test(one))
      .flatMap((one) => [...one.matchAll(/[\w-]+\.txt/g)].map(([name]) => name)),
    canLeave: /leave_task/.test(opening),
  };
}

/** "... a line that gives X. More" → X; the rest of the words behind the rule is cut at the first stop. */
function givenIn(text: string): string | null {
  return text.match(/\bline (?:in \S+ |into \S+ )?that gives (.+?)(?:[.;]\s|[.;]?$)/)?.[1]?.trim() ?? null;
}

/** The sentence that says for what an amount changes. */
function paidBy(texts: readonly string[]): FolderReading["paid"] {
  for (const text of texts) {
    const change = text.match(/\b(?:adds|takes) 10\b|\b10 is (?:added|taken)\b/)?.[0];
    const gives = text.match(
      /\bline (?:that )?gives (.+?)(?:,? (?:and nothing|else nothing|for anything else)|, for anything| adds 10| takes 10)/,
    )?.[1];
    if (change === undefined || gives === undefined) continue;
    return { gives: gives.trim(), sign: /takes|taken/.test(change) ? "takes" : "adds" };
  }
  return null;
}

/** What earlier hand-ins that collected something have in common, and others have not. */
function learnt(texts: readonly string[]): FolderReading["paid"] {
  const past = texts.flatMap((text) => {
    const [, gives, amount] = text.match(/handed in (.+?); collected (\d+)/) ?? [];
    return gives === undefined ? [] : [{ gives, amount: Number(amount) }];
  });
  const good = new Set(past.filter(({ amount }) => amount > 0).map(({ gives }) => gives));
  for (const { gives, amount } of past) if (amount === 0) good.delete(gives);
  const [only] = good;
  return good.size === 1 && only !== undefined ? { gives: only, sign: "adds" } : null;
}

function amountFileOf(sentence: string): string | null {
  const forms = [
    /([\w-]+\.txt) holds the amount/,
    /amount is held in ([\w-]+\.txt)/,
    /in ([\w-]+\.txt) the amount/,
    /([\w-]+\.txt) is where the amount stands/,
  ];
  for (const form of forms) {
    const found = sentence.match(form)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}
