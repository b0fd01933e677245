import type { Block, Cell } from "../../../../report/blocks.ts";
import { formatCount, formatEstimate, formatNumber, formatPercent } from "../../../../report/format.ts";
import { estimateCell, facts, heading, numberCell, table } from "../../../../report/write.ts";
import { pointCell } from "../../bag-points.ts";
import type { RowResult } from "./result.ts";

/** What a monitor of single rows saw, its rivals beside it. */
export function rowBlocks(row: RowResult): Block[] {
  const { rows, scored, missing, auroc, bounds, bags, precision, equal, control, falseAlarms } = row;
  const sides = ({ suspect, clean }: RowResult["rows"]): string =>
    `${formatCount(suspect)} suspect, ${formatCount(clean)} clean`;
  const lost = missing.map(({ kind, code, trials }) => `; ${formatCount(trials)} ${kind} (${code})`);
  const flagged =
    precision === null
      ? ""
      : `; precision at the same flag rate: ${formatCount(precision.flagged)} of the rows flagged (${formatPercent(precision.flag)})`;
  const cells: (readonly [string, Cell])[] = [
    ["AUROC of single rows", estimateCell(auroc, 3, "too few rows have a score")],
    ...bags
      .slice(1)
      .map(
        (point) =>
          [`AUROC of bags of ${point.k}${point.fewRows ? " (few rows)" : ""}`, pointCell(point, 3)] as const,
      ),
  ];
  return [
    heading("A monitor that reads one row at a time"),
    facts(
      ["rows read", sides(rows)],
      ["with a score", `${sides(scored)}${lost.join("")}`],
      ...(bounds === null
        ? []
        : [
            [
              "bounds",
              `${formatNumber(bounds.low, 3)} to ${formatNumber(bounds.high, 3)} if the rows without a score had the worst and the best`,
            ] as const,
          ]),
      ["positive control", controlWords(control)],
      ...(equal === null ? [] : [["equal evidence", equalWords(equal)] as const]),
      [
        "false alarms",
        falseAlarms.splits === 0
          ? "too few clean rows to split"
          : `${falseAlarms.alarms} of ${falseAlarms.splits} splits of the clean rows' scores leave .5 outside the 95% interval`,
      ],
    ),
    table(
      `The monitor's scores, row by row and in bags${flagged}.`,
      ["figure", "value"],
      precision === null
        ? cells
        : [
            ...cells,
            ["precision of the monitor", estimateCell(precision.monitor, 3)],
            [
              "precision of the word test on the same rows",
              estimateCell(precision.words, 3, "it did not score all of them"),
            ],
            ["precision of flagging at random", numberCell(precision.base, 3)],
          ],
      precision === null ? [] : [cells.length],
    ),
  ];
}

/** Can the monitor see anything of this kind on these rows? */
function controlWords(control: RowResult["control"]): string {
  if (control === null) return "not asked: without it a monitor that sees nothing says nothing";
  return `${formatCount(control.rows)} clean rows with open favour planted in them against clean rows as they are: AUROC ${formatEstimate({ ...control.auroc, digits: 2 })}`;
}

/** The same rows in bags of the same size, by the monitor and by what was fitted on other rows. */
function equalWords({ k, monitor, words, format }: NonNullable<RowResult["equal"]>): string {
  const area = (found: typeof monitor): string =>
    found === null ? "not computed" : formatEstimate({ ...found, digits: 2 });
  return `bags of ${k} of the same rows: monitor ${area(monitor)}, words ${area(words)}, format ${area(format)} (normal approximation)`;
}
