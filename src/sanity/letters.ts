import { lettersOf } from "../stats/text/words.ts";
import type { Said, SanityFinding, SanityRow } from "./finding.ts";

/** A share above which letters that no word holds are named. */
const much = 0.01;

/** Are there letters that a count of words cannot read? */
export function letters(rows: readonly SanityRow[], { noun }: Said): SanityFinding {
  let all = 0;
  let unread = 0;
  let empty = 0;
  for (const { text } of rows) {
    const found = lettersOf(text);
    all += found.all;
    unread += found.unread;
    if (found.all === found.unread) empty++;
  }
  const share = all === 0 ? 0 : unread / all;
  const found = share > much || empty > rows.length / 10;
  return {
    id: "letters",
    what: "letters unread",
    state: found ? "yes" : "no",
    says: `${(100 * share).toFixed(share > 0 && share < 0.001 ? 2 : 1)}% of the letters are of no script, as a wrong encoding leaves them${
      empty === 0 ? "" : `, and ${empty} of ${rows.length} ${noun}s hold no word`
    }${found ? ": what counts words reads the rest only" : ""}.`,
    blocks: [],
  };
}
