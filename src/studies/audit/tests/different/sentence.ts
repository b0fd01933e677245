import { formatCount, formatNumber, formatPercent } from "../../../../report/format.ts";
import type { CurveName } from "../../features.ts";
import type { Different } from "./different.ts";
import type { LeftOnShared } from "./left-on-shared.ts";

const close =
  "A difference is no influence: none of these tests can say that a set pushes something, and what is left may be style as well.";

/** How much of the difference is style and choice of prompts. A difference is never called an influence, and a large p never likeness. */
export function differenceSentence(found: Omit<Different, "topRows">, level: number): string {
  const { curves, tests } = found;
  const at = (name: CurveName): number | null => curves[name].find(({ k }) => k === 8)?.auroc ?? null;
  const [words, prompt, format] = [at("words"), at("prompt"), at("format")];
  if (words === null || prompt === null || format === null)
    return `There are too few held rows to draw a curve (${tests.words.reason ?? "none"}): nothing can be said of a difference.`;
  const apart = (name: CurveName): boolean => (tests[name].p ?? 1) <= level;
  return [
    `Bags of eight rows are told apart with an AUROC of ${formatNumber(words, 2)} by the words of the answers (${tested(found, "words")}), ${formatNumber(format, 2)} by their format alone (${tested(found, "format")}), and ${formatNumber(prompt, 2)} by the prompts alone, the answers unread (${tested(found, "prompt")}).`,
    ...(apart("words") || apart("format")
      ? sharedSentences(found, level)
      : [
          "Neither words nor format could be told apart from shuffled rows; that does not show that the sets are alike.",
        ]),
    close,
  ].join(" ");
}

/** What a test came to, in brackets. */
function tested({ tests }: Pick<Different, "tests">, name: CurveName): string {
  const { p, reason } = tests[name];
  return p === null ? `not tested: ${reason ?? "no reason is known"}` : `p ${formatNumber(p, 4)}`;
}

/** What is left where both sets answer the same prompts. */
function sharedSentences(found: Omit<Different, "topRows">, level: number): readonly string[] {
  const { curves, tests, shared, left } = found;
  if (shared === 0)
    return [
      "No prompt stands in both sets (blanks at the ends and Unicode's forms aside): how much of this came with the choice of prompts cannot be told.",
    ];
  const on = `On the ${formatCount(shared)} prompts that both sets have, where the choice of prompts gives nothing away,`;
  const [words, format] = [curves.wordsShared, curves.formatShared].map(
    (curve) => curve.find(({ k }) => k === 8)?.auroc ?? null,
  );
  if (words == null || format == null)
    return [`${on} nothing was tested: ${tests.wordsShared.reason ?? "too few rows are held"}.`];
  const told = (name: "wordsShared" | "formatShared", auroc: number): string => {
    const { p, reason } = tests[name];
    if (p === null) return `were not tested (${reason ?? ""})`;
    return p <= level
      ? `reach ${formatNumber(auroc, 2)} (p ${formatNumber(p, 4)})`
      : `could not be told apart from shuffled rows (p ${formatNumber(p, 2)})`;
  };
  return [
    `${on} the words ${told("wordsShared", words)}; signs and lengths alone, which are style, ${told("formatShared", format)}.`,
    partSentence("words", left.words, found, level),
    partSentence("format", left.format, found, level),
  ].filter((sentence) => sentence !== "");
}

/** What share of a distance is left, where there is one to share out. */
function partSentence(
  name: "words" | "format",
  left: LeftOnShared | null,
  { tests }: Pick<Different, "tests">,
  level: number,
): string {
  if (left === null || left.p === null || (tests[name].p ?? 1) > level) return "";
  const fit = `One fit to the ${name} of all rows`;
  if (left.p > level)
    return `${fit}, read on those prompts alone, could not be told apart from shuffled rows (p ${formatNumber(left.p, 2)}): no share of the difference is given.`;
  if (left.share === null) return "";
  const { estimate, low, high, at99 } = left.share;
  const share = `${fit} keeps ${formatPercent(Math.max(0, estimate))} of its distance between single answers on those prompts (95% set ${formatPercent(Math.max(0, low))} to ${formatPercent(high)}, p ${formatNumber(left.p, 4)})`;
  // What came with the prompts is said beyond doubt alone: at 99%.
  return at99 === null || at99.high >= 1
    ? `${share}: nothing is seen to have come with the prompts.`
    : `${share}; the rest that this fit uses goes with the choice of prompts.`;
}
