import type { Block, Cell } from "../../../../report/blocks.ts";
import { curvesChart } from "../../../../report/charts.ts";
import { formatCount, formatNumber } from "../../../../report/format.ts";
import { bagSizes, pointCell } from "../../bag-points.ts";
import { type CurveName, curveNames } from "../../features.ts";
import type { Different } from "./different.ts";

const short: Readonly<Record<CurveName, string>> = {
  words: "words",
  format: "format",
  prompt: "prompt alone",
  wordsShared: "words, shared",
  formatShared: "format, shared",
};

const titles: Readonly<Record<CurveName, string>> = {
  words: "answer words",
  format: "answer format",
  prompt: "prompt words alone (answers unread)",
  wordsShared: "answer words, shared prompts only",
  formatShared: "answer format, shared prompts only",
};

/** Five bag curves, and in a sentence how much of the difference is style and choice of prompts. */
export function differentBlocks(set: string, different: Different): Block[] {
  return [
    { kind: "heading", text: `Is ${set} different, and through what?` },
    { kind: "paragraph", text: differenceSentence(different) },
    {
      kind: "figure",
      id: `bags-${set}`,
      caption:
        "How well bags of K rows tell the two sets apart, by what is read of a row. Bars are 95% intervals over resampled prompts; the dotted line is a coin. Shuffled rows also rise with K: the table shows how far.",
      alt: `AUROC by bag size: ${curveNames.map((name) => `${titles[name]} ${different.curves[name].map(({ k, auroc }) => `${formatNumber(auroc, 2)} at ${k}`).join(", ")}`).join("; ")}`,
      spec: curvesChart(
        curveNames.map((name) => ({
          name: titles[name],
          points: different.curves[name].map(({ k, auroc, low, high }) => ({ x: k, y: auroc, low, high })),
        })),
        { x: "rows in a bag (K)", y: "AUROC", ticks: bagSizes, from: 0.45, reference: 0.5 },
      ),
    },
    curveTable(different),
    testTable(different),
    ...topRowBlocks(different.topRows),
  ];
}

function curveTable({ curves }: Different): Block {
  return {
    kind: "table",
    caption:
      "AUROC with 95% interval; 'shuffled' is what one in twenty shuffled labellings exceeds. Words and format are read of the answers, 'prompt alone' leaves the answers unread, 'shared' keeps to prompts of both sets; * few rows: the bag is more than a tenth of the smaller set's held rows, so that bags repeat each other.",
    columns: [
      { title: "read of a row" },
      ...bagSizes.map((k) => ({ title: `K = ${k}`, align: "right" as const })),
    ],
    rows: curveNames.flatMap((name): Cell[][] => {
      const few = curves[name].filter(({ fewRows }) => fewRows).map(({ k }) => k);
      const at = (k: number) => curves[name].find((point) => point.k === k);
      return [
        [
          `${short[name]}${few.length === 0 ? "" : ` (* few rows at K = ${few.join(", ")})`}`,
          ...bagSizes.map((k) => pointCell(at(k))),
        ],
        [
          "shuffled",
          ...bagSizes.map((k): Cell => {
            const shuffled = at(k)?.shuffled ?? null;
            return shuffled === null ? { absent: "not shuffled" } : { number: shuffled, digits: 2 };
          }),
        ],
      ];
    }),
    rules: curveNames.slice(1).map((_, i) => 2 * (i + 1)),
  };
}

function testTable({ tests }: Different): Block {
  return {
    kind: "table",
    caption:
      "The test behind each curve: rows are shuffled within a prompt where both sets have it and prompt by prompt elsewhere, the classifier is fitted anew, and p is the share of shuffles whose AUROC of single rows is as high.",
    columns: [
      { title: "read of a row" },
      { title: "rows: suspect, clean" },
      { title: "of these held" },
      { title: "p", align: "right" },
      { title: "shuffles", align: "right" },
    ],
    rows: curveNames.map((name): Cell[] => {
      const { p, rows, held, permutations, reason } = tests[name];
      return [
        titles[name],
        `${formatCount(rows.suspect)}, ${formatCount(rows.clean)}`,
        `${formatCount(held.suspect)}, ${formatCount(held.clean)}`,
        p === null ? { absent: reason ?? "not tested" } : { number: p, digits: 4 },
        { number: permutations, digits: 0 },
      ];
    }),
  };
}

/** How much of the difference is style and choice of prompts. A difference is never called an influence. */
export function differenceSentence({ curves, tests, shared }: Omit<Different, "topRows">): string {
  const at = (name: CurveName, k: number): number | null =>
    curves[name].find((point) => point.k === k)?.auroc ?? null;
  const [words, prompt, format] = [at("words", 8), at("prompt", 8), at("format", 8)];
  if (words === null || prompt === null || format === null)
    return "There are too few held rows to draw a curve: nothing can be said of a difference.";
  const excess = (value: number | null): number => Math.max(0, (value ?? 0.5) - 0.5);
  const of = (part: number, whole: number): string =>
    whole < 0.02 ? "nothing to speak of" : `${Math.round((100 * part) / whole)}%`;
  const left = (part: number, whole: number): string =>
    part >= 0.95 * whole
      ? "nothing of their excess over a coin came with the choice of prompts"
      : `${of(part, whole)} of their excess over a coin is left, the rest came with the choice of prompts`;
  const all = `Bags of eight rows are told apart with an AUROC of ${formatNumber(words, 2)} by the words of the answers, ${formatNumber(format, 2)} by their format alone, and ${formatNumber(prompt, 2)} by the prompts alone, the answers unread.`;
  const differing = [tests.words.p, tests.format.p].some((p) => p !== null && p <= 0.05);
  const close =
    "A difference is no influence: none of these tests can say that a set pushes something, and what is left may be style as well.";
  if (!differing)
    return `${all} Neither words nor format are told apart beyond what shuffled rows give. ${close}`;
  const wordsShared = at("wordsShared", 8);
  const formatShared = at("formatShared", 8);
  if (wordsShared === null || formatShared === null) {
    return `${all} The sets share ${shared === 0 ? "no prompt" : `only ${formatCount(shared)} prompts`}: how much of this is the choice of prompts cannot be taken out; the prompts alone give away as much as ${of(excess(prompt), excess(words))} of the words' excess over a coin. ${close}`;
  }
  return `${all} On the ${formatCount(shared)} prompts that both sets have, where the choice of prompts gives nothing away, the words reach ${formatNumber(wordsShared, 2)}: ${left(excess(wordsShared), excess(words))}. The format alone, which is style, reaches ${formatNumber(formatShared, 2)} there${excess(formatShared) >= excess(wordsShared) ? ", more than the words do" : ""}. ${close}`;
}

/** Rows for a person to look at, beside their clean twins. */
function topRowBlocks(rows: Different["topRows"]): Block[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "details",
      summary: "The rows whose words speak most for the suspect set, beside their clean twins",
      blocks: [
        {
          kind: "table",
          caption:
            "Held rows only: none of them taught the word test. Texts are shown as they stand, up to 500 characters.",
          columns: [
            { title: "line" },
            { title: "prompt" },
            { title: "suspect answer" },
            { title: "clean answer" },
            { title: "words that drive it (log odds)" },
          ],
          rows: rows.map(({ line, prompt, answer, words, twin }): Cell[] => [
            { number: line, digits: 0 },
            prompt,
            answer,
            twin === null ? { absent: "the reference does not have this prompt" } : twin.answer,
            words.map(({ word, logOdds }) => `${word} ${formatNumber(logOdds, 1)}`).join(", "),
          ]),
        },
      ],
    },
  ];
}
