import { formatCount, formatNumber, formatPercent } from "../../../report/format.ts";
import type { AuditResults } from "../results.ts";
import { wouldBeFound } from "../tests/reach/present.ts";
import type { RegisteredOutcome } from "./registered-outcomes.ts";

type SetResult = AuditResults["sets"][number];

/** How each registered test is called in a row of states, and after "by". */
export const testWords = {
  words: { what: "answer words", by: "the words of its answers" },
  format: { what: "format", by: "their form" },
  prompt: { what: "prompts", by: "its prompts" },
  wordsShared: { what: "answer words, same prompts", by: "words where the prompts are the same" },
  formatShared: { what: "format, same prompts", by: "form where the prompts are the same" },
  list: { what: "single words", by: "single words" },
} as const;

/** p as a reader wants it. */
export function pWords(p: number): string {
  return p < 0.0001 ? "p below 0.0001" : `p ${formatNumber(p, p < 0.095 ? 4 : 2)}`;
}

/** What one test came to, with what it could have seen where it found nothing. */
export function saysOf({ test, state, p, reason }: RegisteredOutcome, found: SetResult): string {
  if (state === "untested" || state === "not-asked") return reason;
  if (test === "list") return listSays(found, state, p ?? 1);
  const point = found.different?.curves[test].find(({ k }) => k === 8);
  const told =
    state === "yes"
      ? `eight rows at a time are told apart ${formatPercent(point?.auroc ?? Number.NaN)} of the time`
      : "could not be told apart from shuffled rows";
  return `${told} (${pWords(p ?? 1)})${state === "yes" ? "" : `; ${couldHaveSeen(found, test)}`}`;
}

const planted = {
  naming: "a word of its own",
  swap: "one word exchanged for another",
  style: "exclamation marks for full stops",
  asked: "one word in the prompts",
} as const;

/** What a test could have seen. */
function couldHaveSeen({ reach }: SetResult, test: RegisteredOutcome["test"]): string {
  const own = reach?.found.filter((one) => one.test === test) ?? [];
  return own.length === 0
    ? "what it could have seen was not tried"
    : own.map(({ kind, from }) => `${planted[kind]} ${wouldBeFound(from)}`).join(", ");
}

function listSays(found: SetResult, state: "yes" | "no", p: number): string {
  const { words } = found;
  if (words === null) return "";
  const basis = words.paired ? `${formatCount(words.pairs)} pairs of answers` : "one answer a prompt";
  if (state === "no") return `no word stands out of ${basis} (${pWords(p)}); ${couldHaveSeen(found, "list")}`;
  const first = words.top
    .filter(({ significant }) => significant)
    .slice(0, 4)
    .map(({ word, z }) => `"${word}" ${z > 0 ? "more" : "less"} often`)
    .join(", ");
  return `${first} (${basis}, ${pWords(p)})`;
}

/** Words in a row: "a, b and c". */
export function inARow(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
