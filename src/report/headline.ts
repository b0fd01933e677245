import type { Block, Headline, Report } from "./blocks.ts";
import { details } from "./write.ts";

/** What stands between the answer and a study's own blocks: claims that were tested each, those that were not folded in one. */
export function claimsOf({ answer, headline }: Report): {
  readonly tested: readonly Headline[];
  readonly untested: Block | null;
} {
  if (answer === undefined) return { tested: headline, untested: null };
  const open = headline.filter(({ verdict }) => verdict === "unresolved");
  const rows = open.map(({ claim, text, sentence }) => ({ name: claim, value: `${text} ${sentence}` }));
  return {
    tested: headline.filter(({ verdict }) => verdict !== "unresolved"),
    untested:
      open.length === 0
        ? null
        : details(
            open.length === 1
              ? "1 research claim was not tested."
              : `${open.length} research claims were not tested.`,
            { kind: "facts", rows },
          ),
  };
}
