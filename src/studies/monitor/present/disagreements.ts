import type { Block, Cell } from "../../../report/blocks.ts";
import type { MonitorResults } from "../results.ts";

/** The runs on which two arms differ most, to be read. */
export function disagreementBlocks({ disagreements }: MonitorResults): Block[] {
  if (disagreements === null || disagreements.runs.length === 0) return [];
  const { a, b, runs } = disagreements;
  return [
    { kind: "heading", text: "Where they disagree" },
    {
      kind: "details",
      summary: `The ${runs.length} runs that ${a} and ${b} rank most differently`,
      blocks: [
        {
          kind: "table",
          caption: `Ranks are shares of runs that score lower; a positive difference means that ${a} finds the run more suspicious than ${b} does.`,
          columns: [
            { title: "run" },
            { title: "is" },
            { title: a, align: "right" },
            { title: b, align: "right" },
            { title: "difference in rank", align: "right" },
            { title: "where it stands" },
          ],
          rows: runs.map(({ run, source, positive, a: first, b: second, ranks }): Cell[] => [
            run,
            positive ? "positive" : "negative",
            { number: first, digits: 3 },
            { number: second, digits: 3 },
            { number: ranks, digits: 2 },
            source,
          ]),
        },
        ...runs.map(
          ({ run, positive, excerpt }): Block => ({
            kind: "details",
            summary: `${run} (${positive ? "positive" : "negative"})`,
            blocks: [{ kind: "code", text: excerpt }],
          }),
        ),
      ],
    },
  ];
}
