import type { Block, Cell } from "../../../../report/blocks.ts";
import { formatCount, formatNumber } from "../../../../report/format.ts";
import { pointCell } from "../../bag-points.ts";
import type { RowResult } from "./result.ts";

/** What a monitor of single rows saw, its rivals beside it. */
export function rowBlocks(row: RowResult): Block[] {
  const { rows, scored, missing, auroc, bounds, bags, precision, falseAlarms } = row;
  const absent = { absent: "too few rows have a score" };
  return [
    { kind: "heading", text: "A monitor that reads one row at a time" },
    {
      kind: "facts",
      rows: [
        {
          name: "rows read",
          value: `${formatCount(rows.suspect)} suspect, ${formatCount(rows.clean)} clean`,
        },
        {
          name: "with a score",
          value: `${formatCount(scored.suspect)} suspect, ${formatCount(scored.clean)} clean${missing.map(({ kind, code, trials: count }) => `; ${formatCount(count)} ${kind} (${code})`).join("")}`,
        },
        ...(bounds === null
          ? []
          : [
              {
                name: "bounds",
                value: `${formatNumber(bounds.low, 3)} to ${formatNumber(bounds.high, 3)} if the rows without a score had the worst and the best`,
              },
            ]),
        {
          name: "false alarms",
          value:
            falseAlarms.splits === 0
              ? "too few clean rows to split"
              : `${falseAlarms.alarms} of ${falseAlarms.splits} splits of the clean rows' scores leave .5 outside the 95% interval`,
        },
      ],
    },
    {
      kind: "table",
      caption: `The monitor's scores, row by row and in bags${precision === null ? "" : `; precision at the same flag rate: ${formatCount(precision.flagged)} of the rows flagged (${formatNumber(100 * precision.flag, 0)}%)`}.`,
      columns: [{ title: "figure" }, { title: "value", align: "right" }],
      rows: [
        ["AUROC of single rows", auroc === null ? absent : { ...auroc, digits: 3 }],
        ...bags
          .slice(1)
          .map((point): Cell[] => [
            `AUROC of bags of ${point.k}${point.fewRows ? " (few rows)" : ""}`,
            pointCell(point, 3),
          ]),
        ...(precision === null
          ? []
          : [
              ["precision of the monitor", { ...precision.monitor, digits: 3 }] satisfies Cell[],
              [
                "precision of the word test on the same rows",
                precision.words === null
                  ? { absent: "it did not score all of them" }
                  : { ...precision.words, digits: 3 },
              ] satisfies Cell[],
              ["precision of flagging at random", { number: precision.base, digits: 3 }] satisfies Cell[],
            ]),
      ],
      rules: precision === null ? [] : [bags.length === 0 ? 1 : bags.length],
    },
  ];
}
