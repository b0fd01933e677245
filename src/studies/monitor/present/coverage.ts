import type { Block, Cell } from "../../../report/blocks.ts";
import type { ArmResult, MonitorResults } from "../results.ts";
import { countCell, numberCell } from "./cells.ts";

/** What was answered and what was not, with the worst it could change. */
export function coverageBlocks({ arms }: MonitorResults): Block[] {
  const prompted = arms.filter(({ kind }) => kind === "prompted");
  if (prompted.length === 0) return [];
  const named = prompted.filter(({ coverage }) => coverage.named.length > 0);
  return [
    { kind: "heading", text: "Coverage" },
    {
      kind: "table",
      caption:
        "Runs with a score, by class. A refusal, an answer of the wrong form or a failed call is no score, never a 0.",
      columns: [
        { title: "arm" },
        { title: "scored", align: "right" },
        { title: "positives scored", align: "right" },
        { title: "negatives scored", align: "right" },
        { title: "worst AUROC", note: "over all runs, if every missing score were as bad as can be" },
        { title: "best AUROC", note: "likewise, as good as can be" },
        { title: "mass", note: "mean P(yes) + P(no); low means that the model hardly answers in this form" },
        { title: "questions without a score" },
      ],
      rows: prompted.map(({ title, coverage, mass }): Cell[] => [
        title,
        `${coverage.scored} of ${coverage.rows}`,
        `${coverage.positives.scored} of ${coverage.positives.rows}`,
        `${coverage.negatives.scored} of ${coverage.negatives.rows}`,
        numberCell(coverage.bounds?.low, "not defined"),
        numberCell(coverage.bounds?.high, "not defined"),
        numberCell(mass, "ratings have none", 3),
        coverage.missing.map(({ kind, code, trials }) => `${trials} ${kind} (${code})`).join(", ") || "none",
      ]),
    },
    ...(named.length === 0 ? [] : [namedBlock(named)]),
  ];
}

function namedBlock(arms: readonly ArmResult[]): Block {
  return {
    kind: "details",
    summary: "Runs without a score",
    blocks: [
      {
        kind: "table",
        caption: "The first 50 of each arm.",
        columns: [{ title: "arm" }, { title: "run" }, { title: "why" }, { title: "in words" }],
        rows: arms.flatMap(({ title, coverage }) =>
          coverage.named.map(({ run, code, reason }): Cell[] => [title, run, code, reason]),
        ),
      },
    ],
  };
}

/** Whether scores mean what they say. */
export function calibrationBlocks({ arms }: MonitorResults): Block[] {
  const scored = arms.filter(({ calibration }) => calibration !== null);
  if (scored.length === 0) return [];
  return [
    { kind: "heading", text: "Calibration" },
    {
      kind: "table",
      caption: "Scores read as probabilities of a positive run.",
      columns: [
        { title: "arm" },
        { title: "Brier score", note: "mean squared error; .25 for always saying one half" },
        { title: "calibration error", note: "expected calibration error over bins of equal size" },
        { title: "mean, positives" },
        { title: "mean, negatives" },
      ],
      rows: scored.map(({ title, calibration, means }): Cell[] => [
        title,
        numberCell(calibration?.brier, "", 3),
        numberCell(calibration?.expectedError, "", 3),
        numberCell(means?.positives?.estimate, "no positive has a score", 3),
        numberCell(means?.negatives?.estimate, "no negative has a score", 3),
      ]),
    },
    {
      kind: "details",
      summary: "Calibration by bin",
      blocks: scored.map(({ title, calibration }) => ({
        kind: "table" as const,
        caption: title,
        columns: [{ title: "runs" }, { title: "mean score" }, { title: "share positive" }],
        rows: (calibration?.bins ?? []).map(({ n, score, positives }): Cell[] => [
          countCell(n),
          numberCell(score, "", 3),
          numberCell(positives, "", 3),
        ]),
      })),
    },
  ];
}
