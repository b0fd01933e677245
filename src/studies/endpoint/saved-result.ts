import { upperBound } from "../../stats/distributions/proportion.ts";
import { declares } from "./evidence/reasoning.ts";
import { beginsWith, counts } from "./evidence/replies.ts";
import type { SavedResult } from "./results.ts";
import type { SavedReply } from "./saved.ts";

/** What saved replies say by themselves. */
export function savedResult(saved: readonly SavedReply[]): SavedResult {
  const read = saved.filter(({ value }) => counts(value));
  const unfinished = read.filter(({ prefill }) => prefill !== null);
  const shown = read.filter(({ value }) => value.shown > 0).length;
  const declared = read.filter(({ value }) => value.shown === 0 && declares(value)).length;
  const beginnings = Map.groupBy(unfinished, ({ prefill, value }) => beginningOf(prefill ?? "", value.text));
  return {
    replies: read.length,
    unfinished: unfinished.length,
    beginnings: [...beginnings]
      .map(([beginning, list]) => ({ beginning, replies: list.length }))
      .sort((a, b) => b.replies - a.replies),
    ...{ shown, declared },
    openBound: upperBound(shown + declared, read.length),
    refused: saved.length - read.length,
  };
}

function beginningOf(prefill: string, text: string): string {
  if (text.trim() === "") return "empty";
  if (beginsWith(text, prefill)) return "with the prefill itself";
  if (text.trimStart().startsWith(prefill.trim().slice(0, 12))) return "as the prefill begins";
  if (/^\s/.test(text) && !/\s$/.test(prefill)) return "with a blank";
  return /^[\p{Ll}\p{P}]/u.test(text) ? "in the middle of a sentence" : "as a new text would";
}
