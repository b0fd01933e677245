import { formatCount } from "../../../report/format.ts";
import type { AuditResults } from "../results.ts";
import { wouldBeFound } from "../tests/reach/present.ts";
import type { RegisteredOutcome } from "./registered-outcomes.ts";

type SetResult = AuditResults["sets"][number];

/** Does a set openly say a word that the reference hardly has? */
export interface OwnWords {
  readonly state: RegisteredOutcome["state"];
  readonly says: string;
  /** For the answer's sentence; empty where there is nothing to say. */
  readonly sentence: string;
}

/** Share of the reference's rows that may have a word of the set's own. */
const hardly = 0.01;
const shown = 3;

/**
 * Words that stand out at the level of the answer, more often in the suspect answers, and stand in hardly any of the reference's rows. Where words could not be
 * compared prompt by prompt and the prompts differ too, they may come with the prompts: then nothing is said.
 */
export function ownWords(
  found: SetResult,
  clean: number,
  outcomes: readonly RegisteredOutcome[],
  level: number,
): OwnWords {
  const list = outcomes.find(({ test }) => test === "list");
  const prompt = outcomes.find(({ test }) => test === "prompt");
  const { words } = found;
  if (list === undefined || words === null || list.state === "not-asked")
    return { state: "not-asked", says: "--tests words", sentence: "" };
  if (list.state === "untested") return { state: "untested", says: list.reason, sentence: "" };
  const own = words.top.filter(
    ({ z, p, rows }) => z > 0 && p * list.factor <= level && rows.clean <= hardly * clean,
  );
  const told = own
    .slice(0, shown)
    .map(
      ({ word, rows }) =>
        `"${word}" in ${formatCount(rows.suspect)} ${rows.suspect === 1 ? "row" : "rows"} (the reference: ${formatCount(rows.clean)})`,
    )
    .join(", ");
  if (own.length > 0 && !words.paired && prompt?.state !== "no")
    return {
      state: "untested",
      says: `${told} stand out, but the prompts differ too, and too few stand in both sets: words may come with the prompts`,
      sentence: "",
    };
  if (own.length > 0)
    return {
      state: "yes",
      says: `${told}${own.length > shown ? `, and ${own.length - shown} more` : ""}`,
      sentence: `It openly says ${told}.`,
    };
  const seen = found.reach?.found.find(({ test, kind }) => test === "list" && kind === "naming");
  const reach =
    seen === undefined
      ? "what could have been seen was not tried"
      : `a word of its own ${wouldBeFound(seen.from)}`;
  return {
    state: "no",
    says: `no word of the set's own stands out; ${reach}`,
    sentence: `No word of its own stands out${seen === undefined ? "" : `; one ${wouldBeFound(seen.from)}`}.`,
  };
}
