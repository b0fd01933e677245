import { z } from "zod";
import { quotedTranscript } from "../../../data/transcript.ts";
import type { Block } from "../../../report/blocks.ts";
import { details, heading, numberCell, table } from "../../../report/write.ts";
import { countBelow } from "../../../stats/distributions/sorted.ts";
import type { MonitorRow } from "../row.ts";
import type { ScoredArm } from "../scored-arm.ts";

/** Schema of the runs on which two arms differ most. */
export const disagreements = z
  .object({
    a: z.string(),
    b: z.string(),
    runs: z.array(
      z.object({
        run: z.string(),
        source: z.string(),
        positive: z.boolean(),
        /** Scores of a and b. */
        a: z.number(),
        b: z.number(),
        /** Share of runs that score lower, in a less in b: from -1 to 1. */
        ranks: z.number(),
        /** The run's text, cut off in the middle where it is long. */
        excerpt: z.string(),
      }),
    ),
  })
  .nullable();

const listed = 20;
const excerptLength = 3000;

/** The runs that prefix and fresh rank most differently; of the first two prompted arms where these two are not there. */
export function disagreementsOf(
  prompted: readonly ScoredArm[],
  rows: readonly MonitorRow[],
): z.infer<typeof disagreements> {
  const byId = (id: string): ScoredArm | undefined => prompted.find((arm) => arm.id === id);
  const a = byId("prefix") ?? prompted.find(({ id }) => id !== "fresh");
  const b = byId("fresh") ?? prompted.find(({ id }) => id !== a?.id);
  if (a === undefined || b === undefined) return null;
  const both = rows.flatMap((_, row) =>
    Number.isNaN(a.scores[row] ?? Number.NaN) || Number.isNaN(b.scores[row] ?? Number.NaN) ? [] : [row],
  );
  const first = ranksOf(both, a.scores);
  const second = ranksOf(both, b.scores);
  const differing = both
    .map((row, i) => ({ row, ranks: (first[i] ?? 0) - (second[i] ?? 0) }))
    .filter(({ ranks }) => ranks !== 0)
    .sort((x, y) => Math.abs(y.ranks) - Math.abs(x.ranks) || x.row - y.row)
    .slice(0, listed);
  return {
    a: a.id,
    b: b.id,
    runs: differing.flatMap(({ row, ranks }) => {
      const found = rows[row];
      if (found === undefined) return [];
      const { run, positive } = found;
      return [
        {
          ...{ run: run.id, source: run.source, positive: positive === 1 },
          ...{ a: a.scores[row] ?? 0, b: b.scores[row] ?? 0, ranks },
          excerpt: shortened(quotedTranscript(run)),
        },
      ];
    }),
  };
}

/** Mean share of the rows that score lower, ties counted half. */
function ranksOf(rows: readonly number[], scores: Float64Array): number[] {
  const sorted = Float64Array.from(rows, (row) => scores[row] ?? 0).sort();
  return rows.map((row) => {
    const score = scores[row] ?? 0;
    return (countBelow(sorted, score) + countBelow(sorted, score, true)) / 2 / Math.max(1, rows.length);
  });
}

function shortened(text: string): string {
  if (text.length <= excerptLength) return text;
  const half = excerptLength / 2;
  return `${text.slice(0, half)}\n[… ${text.length - excerptLength} characters left out …]\n${text.slice(-half)}`;
}

/** The runs on which two arms differ most, to be read. */
export function disagreementBlocks(found: z.infer<typeof disagreements>): Block[] {
  if (found === null || found.runs.length === 0) return [];
  const { a, b, runs } = found;
  const is = (positive: boolean): string => (positive ? "positive" : "negative");
  return [
    heading("Where they disagree"),
    details(
      `The ${runs.length} runs that ${a} and ${b} rank most differently`,
      table(
        `Ranks are shares of runs that score lower; a positive difference means that ${a} finds the run more suspicious than ${b} does.`,
        ["run", "is", a, b, "difference in rank", "where it stands"],
        runs.map(({ run, source, positive, a: first, b: second, ranks }) => [
          ...[run, is(positive), numberCell(first, 3), numberCell(second, 3), numberCell(ranks, 2), source],
        ]),
      ),
      ...runs.map(({ run, positive, excerpt }) =>
        details(`${run} (${is(positive)})`, { kind: "code", text: excerpt }),
      ),
    ),
  ];
}
