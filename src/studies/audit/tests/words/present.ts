import type { Block } from "../../../../report/blocks.ts";
import { formatCount, formatLevel, formatNumber } from "../../../../report/format.ts";
import { countCell, details, heading, numberCell, paragraph, table } from "../../../../report/write.ts";
import type { OddsWord, Words } from "./words.ts";

/** Power first, then the words. */
export function wordBlocks(words: Words): Block[] {
  const { power, pairs, identical, paired, tested, threshold, significant, flips, odds } = words;
  const needs = power.map(
    ({ more, pairs: needed }) =>
      `${formatCount(needed)} pairs for a word in ${formatLevel(more)} more of the answers`,
  );
  return [
    heading("Which words?"),
    paragraph(
      `Power first: to find a word by pairs four times in five needs ${needs.join(", ")}. There are ${formatCount(pairs)} pairs, one a prompt${identical === 0 ? "" : ` (${formatCount(identical)} more have the same answer twice and are left out)`}: ${reach(words)}`,
    ),
    paragraph(
      paired
        ? `Of ${formatCount(tested)} words with enough discordant pairs, ${formatCount(significant)} ${significant === 1 ? "stands" : "stand"} out family-wise (|z| above ${formatNumber(threshold ?? Number.NaN, 2)}, from ${formatCount(flips)} random swaps of the answers within their pairs).`
        : unpairedWords(words),
    ),
    ...(paired
      ? [
          table(
            "Words by McNemar's z over pairs of answers to the same prompt, less what their lengths alone would give; above 0: more often in the suspect set.",
            ["word", "z", "p, family-wise", "only suspect", "only clean", ""],
            words.top
              .slice(0, 15)
              .map(({ word, z, p, significant: found, suspect, clean }) => [
                ...[word, numberCell(z, 2), numberCell(p, 4), countCell(suspect), countCell(clean)],
                found ? "significant" : "",
              ]),
          ),
        ]
      : []),
    details(
      "Word lists over all rows, whatever their prompts",
      paragraph(
        `One answer a prompt, each word counted once an answer and compared among answers of about the same length (Mantel and Haenszel's z and log odds; exact p, adjusted by Benjamini and Hochberg); ${formatCount(odds.significant)} of ${formatCount(odds.tested)} words have an adjusted p at or below the level. The choice of prompts is part of these lists.`,
      ),
      oddsTable("Words of the suspect set", odds.suspect),
      oddsTable("Words of the clean set", odds.clean),
    ),
  ];
}

/** Why words are not compared prompt by prompt. */
function unpairedWords({ prompts, pairs, identical }: Words): string {
  const why =
    prompts === 0
      ? "No prompt stands in both sets (blanks at the ends and Unicode's forms aside)"
      : pairs === 0 && identical > 0
        ? `All answers to the ${formatCount(prompts)} prompts of both sets are the same on both sides`
        : `Only ${formatCount(pairs)} of the ${formatCount(prompts)} prompts of both sets have two different answers`;
  return `${why}: words cannot be compared prompt by prompt, and the lists below mix what is said with what was asked.`;
}

function reach({ power, pairs }: Words): string {
  const seen = power.filter(({ pairs: needed }) => needed <= pairs).map(({ more }) => more);
  return seen.length === 0
    ? "too few for any of these. A list without words then means nothing."
    : `enough for a word in ${formatLevel(Math.min(...seen))} more of the answers.`;
}

function oddsTable(caption: string, rows: readonly OddsWord[]): Block {
  return table(
    caption,
    ["word", "z", "log odds", "adjusted p", "suspect prompts", "clean prompts"],
    rows
      .slice(0, 15)
      .map(({ word, z, logOdds, q, suspect, clean }) => [
        ...[word, numberCell(z, 2), numberCell(logOdds, 2), numberCell(q, 4)],
        ...[countCell(suspect), countCell(clean)],
      ]),
  );
}
