import type { Block } from "../../../report/blocks.ts";
import { formatCount } from "../../../report/format.ts";
import { countCell, facts, heading, numberCell, table } from "../../../report/write.ts";
import type { MonitorResults } from "../results.ts";

/** Which runs, by which mapping, and what was left out. */
export function inputBlocks({ about, floorsAll }: MonitorResults): Block[] {
  const { mapping, runs, notes, mode, question } = about;
  const leftOut = Object.entries(runs.leftOut).map(([value, count]) => `${value} (${formatCount(count)})`);
  const empty = runs.empty.map(({ source, id }) => (source.endsWith(id) ? id : `${id} (${source})`));
  const opened = `a new assistant turn had to be opened in ${formatCount(runs.openedTurn)} of ${formatCount(runs.measured)} runs`;
  const all = runs.measured === runs.labelled;
  const asked = [["same-turn arm", opened] as const, ["question", question] as const];
  return [
    heading("Runs and mapping"),
    facts(
      ["label", mapping.label],
      ["positive", mapping.positive.join(", ")],
      ["negative", mapping.negative.join(", ")],
      ["group", mapping.group.join(", ") || "none named: each run is a group of its own"],
      ["author", mapping.author ?? "none named"],
      ["suite", mapping.suite ?? "none named"],
      ["runs in the files", formatCount(runs.read)],
      ["left out: no messages", firstTen(empty)],
      ["left out: other label", leftOut.join(", ") || "none"],
      ["labelled", formatCount(runs.labelled)],
      ["measured", all ? "all of them" : `${formatCount(runs.measured)}, a seeded sample balanced by label`],
      ["authors", runs.authors === null ? "not known" : formatCount(runs.authors)],
      ["suites", runs.suites === null ? "not known" : formatCount(runs.suites)],
      ["written by the monitor model", formatCount(runs.onPolicy)],
      ["synthetic", formatCount(runs.synthetic)],
      ["without tool definitions", formatCount(runs.withoutTools)],
      ...(mode === null ? [] : asked),
    ),
    ...(notes.length === 0 ? [] : [{ kind: "list", items: notes } satisfies Block]),
    ...(floorsAll.length === 0 || all ? [] : [overAll(floorsAll)]),
  ];
}

function overAll(floors: MonitorResults["floorsAll"]): Block {
  const absent = "no such field was named, or there are not two parts";
  return table(
    "The floors over all labelled runs, also those outside the sample.",
    ["floor", "runs", "positive", "AUROC", "suite left out", "author left out"],
    floors.map(({ id, n, positives, auroc, leaveOut: { suite, author } }) => [
      ...[id, countCell(n), countCell(positives), numberCell(auroc, 3, "one class has no scores")],
      ...[suite, author].map((area) => numberCell(area, 3, absent)),
    ]),
  );
}

function firstTen(items: readonly string[]): string {
  if (items.length === 0) return "none";
  const rest = items.length - 10;
  return `${formatCount(items.length)}: ${items.slice(0, 10).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
