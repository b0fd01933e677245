import type { Block } from "../../../report/blocks.ts";
import { details, heading, numberCell, table } from "../../../report/write.ts";
import type { MonitorResults } from "../results.ts";

/** The runs on which two arms differ most, to be read. */
export function disagreementBlocks({ disagreements }: MonitorResults): Block[] {
  if (disagreements === null || disagreements.runs.length === 0) return [];
  const { a, b, runs } = disagreements;
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
