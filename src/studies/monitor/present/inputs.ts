import type { Block, Cell } from "../../../report/blocks.ts";
import { formatCount } from "../../../report/format.ts";
import type { MonitorResults } from "../results.ts";
import { countCell, numberCell } from "./cells.ts";

/** Which runs, by which mapping, and what was left out. */
export function inputBlocks({ about, floorsAll }: MonitorResults): Block[] {
  const { mapping, runs } = about;
  const leftOut = Object.entries(runs.leftOut).map(([value, count]) => `${value} (${formatCount(count)})`);
  const facts = [
    { name: "label", value: mapping.label },
    { name: "positive", value: mapping.positive.join(", ") },
    { name: "negative", value: mapping.negative.join(", ") },
    { name: "group", value: mapping.group.join(", ") || "none named: each run is a group of its own" },
    { name: "author", value: mapping.author ?? "none named" },
    { name: "suite", value: mapping.suite ?? "none named" },
    { name: "runs in the files", value: formatCount(runs.read) },
    {
      name: "left out: no messages",
      value: named(runs.empty.map(({ source, id }) => (source.endsWith(id) ? id : `${id} (${source})`))),
    },
    { name: "left out: other label", value: leftOut.join(", ") || "none" },
    { name: "labelled", value: formatCount(runs.labelled) },
    {
      name: "measured",
      value:
        runs.measured === runs.labelled
          ? "all of them"
          : `${formatCount(runs.measured)}, a seeded sample balanced by label`,
    },
    { name: "authors", value: runs.authors === null ? "not known" : formatCount(runs.authors) },
    { name: "suites", value: runs.suites === null ? "not known" : formatCount(runs.suites) },
    { name: "written by the monitor model", value: formatCount(runs.onPolicy) },
    { name: "synthetic", value: formatCount(runs.synthetic) },
    { name: "without tool definitions", value: formatCount(runs.withoutTools) },
    ...(about.mode === null
      ? []
      : [
          {
            name: "same-turn arm",
            value: `a new assistant turn had to be opened in ${formatCount(runs.openedTurn)} of ${formatCount(runs.measured)} runs`,
          },
          { name: "question", value: about.question },
        ]),
  ];
  return [
    { kind: "heading", text: "Runs and mapping" },
    { kind: "facts", rows: facts },
    ...(about.notes.length === 0 ? [] : [{ kind: "list", items: about.notes } satisfies Block]),
    ...(floorsAll.length === 0 || runs.measured === runs.labelled ? [] : [overAll(floorsAll)]),
  ];
}

function overAll(floors: MonitorResults["floorsAll"]): Block {
  const absent = "no such field was named, or there are not two parts";
  return {
    kind: "table",
    caption: "The floors over all labelled runs, also those outside the sample.",
    columns: [
      { title: "floor" },
      { title: "runs" },
      { title: "positive" },
      { title: "AUROC" },
      { title: "suite left out" },
      { title: "author left out" },
    ],
    rows: floors.map(({ id, n, positives, auroc, leaveOut }): Cell[] => [
      id,
      countCell(n),
      countCell(positives),
      numberCell(auroc, "one class has no scores", 3),
      numberCell(leaveOut.suite, absent, 3),
      numberCell(leaveOut.author, absent, 3),
    ]),
  };
}

function named(items: readonly string[]): string {
  if (items.length === 0) return "none";
  const rest = items.length - 10;
  return `${formatCount(items.length)}: ${items.slice(0, 10).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
