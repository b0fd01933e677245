import type { Block, Figure } from "../../../../report/blocks.ts";
import { curvesChart } from "../../../../report/charts.ts";
import { formatCount, formatNumber } from "../../../../report/format.ts";
import {
  countCell,
  details,
  figure,
  heading,
  numberCell,
  paragraph,
  right,
  table,
} from "../../../../report/write.ts";
import type { Shown } from "../../audit-test.ts";
import { bagSizes, pointCell } from "../../bag-points.ts";
import { type CurveName, curveNames, curveTitles } from "../../features.ts";
import type { Different } from "./different.ts";
import { differenceSentence } from "./sentence.ts";

const short: Readonly<Record<CurveName, string>> = {
  words: "words",
  format: "format",
  prompt: "prompt alone",
  wordsShared: "words, shared",
  formatShared: "format, shared",
};

/** Five bag curves, and in a sentence how much of the difference is style and choice of prompts; the first set's curves stand beside the answer. */
export function differentBlocks(different: Different, { set, first, level }: Shown): Block[] {
  return [
    heading(`Is ${set} different, and through what?`),
    paragraph(differenceSentence(different, level)),
    ...(first ? [] : [differentFigure(set, different)]),
    curveTable(different),
    testTable(different),
    ...topRowBlocks(different.topRows),
  ];
}

/** The curves of one set. */
export function differentFigure(set: string, { curves }: Different): Figure {
  const told = curveNames.map(
    (name) =>
      `${curveTitles[name]} ${curves[name].map(({ k, auroc }) => `${formatNumber(auroc, 2)} at ${k}`).join(", ")}`,
  );
  return figure(
    `bags-${set}`,
    "How well bags of K rows tell the two sets apart, by what is read of a row. Bars are 95% intervals over resampled prompts; the dotted line is a coin. Shuffled rows also rise with K: the table shows how far.",
    `AUROC by bag size: ${told.join("; ")}`,
    curvesChart(
      curveNames.map((name) => ({
        name: curveTitles[name],
        points: curves[name].map(({ k, auroc, low, high }) => ({ x: k, y: auroc, low, high })),
      })),
      { x: "rows in a bag (K)", y: "AUROC", ticks: bagSizes, from: 0.45, reference: 0.5 },
    ),
  );
}

function curveTable({ curves }: Different): Block {
  return table(
    "AUROC with 95% interval; 'shuffled' is what one in twenty shuffled labellings exceeds. Words and format are read of the answers, 'prompt alone' leaves the answers unread, 'shared' keeps to prompts of both sets; * few rows: the bag is more than a tenth of the smaller set's held rows, so that bags repeat each other.",
    ["read of a row", ...bagSizes.map((k) => right(`K = ${k}`))],
    curveNames.flatMap((name) => {
      const few = curves[name].filter(({ fewRows }) => fewRows).map(({ k }) => k);
      const points = bagSizes.map((k) => curves[name].find((point) => point.k === k));
      return [
        [
          `${short[name]}${few.length === 0 ? "" : ` (* few rows at K = ${few.join(", ")})`}`,
          ...points.map((point) => pointCell(point)),
        ],
        ["shuffled", ...points.map((point) => numberCell(point?.shuffled, 2, "not shuffled"))],
      ];
    }),
    curveNames.slice(1).map((_, i) => 2 * (i + 1)),
  );
}

function testTable({ tests }: Different): Block {
  const both = ({ suspect, clean }: Different["tests"]["words"]["rows"]): string =>
    `${formatCount(suspect)}, ${formatCount(clean)}`;
  return table(
    "The test behind each curve: rows are shuffled within a prompt where both sets have it and prompt by prompt elsewhere, the classifier is fitted anew, and p is the share of shuffles whose AUROC of single rows is as high.",
    ["read of a row", "rows: suspect, clean", "of these held", right("p"), "shuffles"],
    curveNames.map((name) => {
      const { p, rows, held, permutations, reason } = tests[name];
      return [
        ...[curveTitles[name], both(rows), both(held)],
        ...[numberCell(p, 4, reason ?? "not tested"), countCell(permutations)],
      ];
    }),
  );
}

/** Rows for a person to look at, beside their clean twins. */
function topRowBlocks(rows: Different["topRows"]): Block[] {
  if (rows.length === 0) return [];
  const shown = table(
    "Held rows only: none of them taught the word test. Texts are shown as they stand, up to 500 characters.",
    ["line", "prompt", "suspect answer", "clean answer", "words that drive it (log odds)"],
    rows.map(({ line, prompt, answer, words, twin }) => [
      ...[countCell(line), prompt, answer],
      twin === null ? { absent: "the reference does not have this prompt" } : twin.answer,
      words.map(({ word, logOdds }) => `${word} ${formatNumber(logOdds, 1)}`).join(", "),
    ]),
  );
  return [details("The rows whose words speak most for the suspect set, beside their clean twins", shown)];
}
