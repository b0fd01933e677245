import type { Verdict } from "../../claims/claim.ts";
import type { Credence } from "../../claims/credence.ts";
import type { Report } from "../../report/blocks.ts";
import { formatDuration, formatNumber, formatPercent } from "../../report/format.ts";
import { wrap } from "../../report/terminal-text.ts";
import { verdictSigns } from "../../report/verdicts.ts";

/** What a visitor believes of a claim. */
export interface Held {
  readonly probability: number;
  readonly credence: Credence;
}

/** What came of one stop. */
export interface Row {
  readonly name: string;
  readonly study: string;
  /** The same, to be typed. */
  readonly command: string;
  readonly question: string;
  readonly answer: string;
  /** `forecast/C2`, and what it says; null where no claim is resolved here. */
  readonly claim: string | null;
  readonly text: string;
  /** P(true) as it was given before; null where it was not asked or skipped. */
  readonly believed: number | null;
  /** How the belief did: 0 is perfect, .667 knows nothing. */
  readonly brier: number | null;
  readonly verdict: Verdict | null;
  readonly seconds: number;
  /** Its page, relative to the folder of all runs. */
  readonly report: string | null;
}

/** A stop in the terminal, when it is done. */
export function rowLines(row: Row, width: number): string[] {
  const { question, answer, claim, text, verdict } = row;
  const lines = [
    question,
    firstSentences(answer),
    ...(claim === null || verdict === null
      ? []
      : [`${verdictSigns[verdict].sign} ${verdictSigns[verdict].word}  ${claim}: ${text}`]),
    `${believedWords(row)}${formatDuration(row.seconds)}`,
  ];
  return lines
    .filter((line) => line !== "")
    .flatMap((line) => wrap(line, width - 4).map((part) => `    ${part}`));
}

function believedWords({ believed, brier }: Row): string {
  if (believed === null) return "";
  const score = brier === null ? "" : `, Brier ${formatNumber(brier, 2)}`;
  return `you said ${formatPercent(believed, 0)}${score} · `;
}

/** Enough of an answer to go on with: its first two sentences. The report has all of it. */
function firstSentences(text: string): string {
  return text
    .split(/(?<=[.!?]) (?=[A-Z])/)
    .slice(0, 2)
    .join(" ");
}

/** What was claimed, believed and found, at a glance. */
export function scoreboard(rows: readonly Row[], seconds: number): Report {
  const claims = rows.filter(({ verdict }) => verdict !== null);
  const decided = claims.filter(({ verdict }) => verdict === "supported" || verdict === "contradicted");
  const scores = rows.flatMap(({ brier }) => (brier === null ? [] : [brier]));
  const mean = scores.reduce((sum, one) => sum + one, 0) / scores.length;
  const score =
    scores.length === 0
      ? ""
      : ` Mean Brier score of what you believed: ${formatNumber(mean, 2)} (0 is perfect, .67 knows nothing).`;
  return {
    title: "Tour of credence",
    subtitle: `${rows.length} ${rows.length === 1 ? "stop" : "stops"} in ${formatDuration(seconds)}`,
    headline: [],
    blocks: [
      {
        kind: "table",
        caption: `What was asked and what was found; ${decided.length} of ${claims.length} claims decided.${score}`,
        columns: [
          { title: "stop" },
          { title: "claim" },
          { title: "believed", align: "right" },
          { title: "verdict" },
          { title: "time", align: "right" },
        ],
        rows: rows.map(({ name, claim, believed, verdict, seconds: took }) => [
          name,
          claim ?? { absent: "a question is answered, no claim is resolved" },
          believed === null ? { absent: "not asked, or skipped" } : formatPercent(believed, 0),
          verdict === null ? "answered" : verdictSigns[verdict].word,
          formatDuration(took),
        ]),
      },
    ],
  };
}

/** What to do next. */
export function nextSteps(withoutModel: boolean): Report["blocks"] {
  return [
    { kind: "heading", text: "Next" },
    {
      kind: "list",
      items: [
        ...(withoutModel
          ? [
              "credence tour --model smollm2-135m: the office runs read by a small model in this process (98 MB once, then about two minutes)",
            ]
          : []),
        "credence: what you have, and the command for it",
        "credence predict forecast/C2 0.7: write down what you believe before a run; credence score says how you do",
      ],
    },
  ];
}

/** Each stop on the page: question, answer, and the command that does the same. */
export function stopBlocks(rows: readonly Row[]): Report["blocks"] {
  return rows.flatMap(({ name, question, answer, command, report }): Report["blocks"] => [
    { kind: "heading", text: name },
    { kind: "paragraph", text: `${question} ${answer}` },
    { kind: "code", text: command },
    ...(report === null
      ? []
      : [{ kind: "links" as const, links: [{ text: "The whole report", file: report }] }]),
  ]);
}
