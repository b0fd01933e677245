import type { Block, Cell } from "../../../../report/blocks.ts";
import { formatCount, formatNumber } from "../../../../report/format.ts";
import type { OddsWord, Words } from "./words.ts";

/** Power first, then the words. */
export function wordBlocks(words: Words): Block[] {
  const { power, pairs, identical, paired, tested, threshold, significant, flips } = words;
  const needs = power
    .map(
      ({ more, pairs: needed }) =>
        `${formatCount(needed)} pairs for a word in ${formatNumber(100 * more, 1)}% more of the answers`,
    )
    .join(", ");
  const first: Block = {
    kind: "paragraph",
    text: `Power first: to find a word by pairs four times in five needs ${needs}. There are ${formatCount(pairs)} pairs${identical === 0 ? "" : ` (${formatCount(identical)} more have the same answer twice and are left out)`}: ${reach(words)}`,
  };
  const text = paired
    ? `Of ${formatCount(tested)} words with enough discordant pairs, ${formatCount(significant)} ${significant === 1 ? "stands" : "stand"} out family-wise (|z| above ${threshold === null ? "–" : formatNumber(threshold, 2)}, from ${formatCount(flips)} random swaps of the answers within their pairs).`
    : "No prompt stands in both sets: words cannot be compared prompt by prompt, and the lists below mix what is said with what was asked.";
  return [
    { kind: "heading", text: "Which words?" },
    first,
    { kind: "paragraph", text },
    ...(paired
      ? [
          {
            kind: "table",
            caption:
              "Words by McNemar's z over pairs of answers to the same prompt; above 0: more often in the suspect set.",
            columns: [
              { title: "word" },
              { title: "z", align: "right" },
              { title: "p, family-wise", align: "right" },
              { title: "only suspect", align: "right" },
              { title: "only clean", align: "right" },
              { title: "" },
            ],
            rows: words.top
              .slice(0, 15)
              .map(({ word, z, p, significant: found, suspect, clean }): Cell[] => [
                word,
                { number: z, digits: 2 },
                { number: p, digits: 4 },
                { number: suspect, digits: 0 },
                { number: clean, digits: 0 },
                found ? "significant" : "",
              ]),
          } satisfies Block,
        ]
      : []),
    {
      kind: "details",
      summary: "Word lists over all rows, whatever their prompts",
      blocks: [
        {
          kind: "paragraph",
          text: `Log odds with an informative Dirichlet prior, each word counted once a prompt; ${formatCount(words.odds.significant)} of ${formatCount(words.odds.tested)} words have an adjusted p (Benjamini-Hochberg over Fisher's exact tests) at or below the level. The choice of prompts is part of these lists.`,
        },
        oddsTable("Words of the suspect set", words.odds.suspect),
        oddsTable("Words of the clean set", words.odds.clean),
      ],
    },
  ];
}

function reach({ power, pairs }: Words): string {
  const seen = power.filter(({ pairs: needed }) => needed <= pairs).map(({ more }) => more);
  return seen.length === 0
    ? "too few for any of these. A list without words then means nothing."
    : `enough for a word in ${formatNumber(100 * Math.min(...seen), 1)}% more of the answers.`;
}

function oddsTable(caption: string, rows: readonly OddsWord[]): Block {
  return {
    kind: "table",
    caption,
    columns: [
      { title: "word" },
      { title: "z", align: "right" },
      { title: "log odds", align: "right" },
      { title: "adjusted p", align: "right" },
      { title: "suspect prompts", align: "right" },
      { title: "clean prompts", align: "right" },
    ],
    rows: rows
      .slice(0, 15)
      .map(({ word, z, logOdds, q, suspect, clean }): Cell[] => [
        word,
        { number: z, digits: 2 },
        { number: logOdds, digits: 2 },
        { number: q, digits: 4 },
        { number: suspect, digits: 0 },
        { number: clean, digits: 0 },
      ]),
  };
}
