import { z } from "zod";
import { fieldAt } from "../../../core/message.ts";
import type { Block } from "../../../report/blocks.ts";
import { formatCount } from "../../../report/format.ts";
import { countCell, facts, heading, numberCell, table } from "../../../report/write.ts";
import { endsWithAssistantText } from "../arms/prefix-same-turn.ts";
import { cutAt } from "../arms/prompted.ts";
import type { FloorOverAll } from "../floors.ts";
import type { Ground } from "../ground.ts";
import { isSynthetic } from "../inputs.ts";
import { rowsWritten } from "../own-runs.ts";
import { type MonitorRow, namesOf } from "../row.ts";
import { stepsOf } from "../steps.ts";

/** Schema of what was measured on what. */
export const about = z.object({
  /** Reference of the monitor; null where no model was asked. */
  model: z.string().nullable(),
  question: z.string(),
  mode: z.enum(["choose", "rating"]).nullable(),
  draws: z.number(),
  steps: z.number(),
  aggregate: z.string(),
  mapping: z.object({
    label: z.string(),
    positive: z.array(z.string()),
    negative: z.array(z.string()),
    group: z.array(z.string()),
    author: z.string().nullable(),
    suite: z.string().nullable(),
  }),
  runs: z.object({
    read: z.number(),
    empty: z.array(z.object({ source: z.string(), id: z.string() })).readonly(),
    leftOut: z.record(z.string(), z.number()),
    labelled: z.number(),
    measured: z.number(),
    positives: z.number(),
    negatives: z.number(),
    groups: z.number(),
    authors: z.number().nullable(),
    suites: z.number().nullable(),
    /** Measured rows whose content another measured row has too. */
    duplicates: z.number(),
    synthetic: z.number(),
    withoutTools: z.number(),
    /** Rows where the same-turn arm had to open a turn of its own. */
    openedTurn: z.number(),
    /** Rows that the monitor model wrote itself. */
    onPolicy: z.number(),
  }),
  notes: z.array(z.string()).readonly(),
});
export type About = z.infer<typeof about>;

/** What was measured on what, counted. */
export function aboutOf({ config, inputs, rows, model, answers: { mode } }: Ground): About {
  const { about } = inputs;
  const distinct = (names: readonly string[] | null): number | null => names && new Set(names).size;
  const count = (held: (row: MonitorRow) => boolean): number => rows.filter(held).length;
  return {
    model: mode === null ? null : config.model,
    question: about.question,
    mode,
    draws: mode === "rating" ? config.draws : 1,
    steps: config.steps,
    aggregate: config.aggregate,
    mapping: {
      label: config.label,
      positive: named(config.positive, rows, 1),
      negative: named(config.negative, rows, 0),
      group: config.group,
      author: config.author,
      suite: config.suite,
    },
    runs: {
      read: about.read,
      empty: about.empty,
      leftOut: about.leftOut,
      labelled: inputs.rows.length,
      measured: rows.length,
      positives: count(({ positive }) => positive === 1),
      negatives: count(({ positive }) => positive === 0),
      groups: new Set(rows.map(({ group }) => group)).size,
      authors: distinct(namesOf(rows, "author")),
      suites: distinct(namesOf(rows, "suite")),
      duplicates: duplicates(rows),
      synthetic: count(({ run }) => isSynthetic(run)),
      withoutTools: count(({ run }) => run.tools === undefined || run.tools.length === 0),
      openedTurn: count(({ run }) =>
        stepsOf(run, config.steps).some((step) => !endsWithAssistantText(cutAt(run, step))),
      ),
      onPolicy: rowsWritten(rows, model, "own").length,
    },
    notes: about.notes,
  };
}

function duplicates(rows: readonly MonitorRow[]): number {
  const copies = new Map<string, number>();
  for (const { hash } of rows) copies.set(hash, (copies.get(hash) ?? 0) + 1);
  return rows.filter(({ hash }) => (copies.get(hash) ?? 0) > 1).length;
}

/** Values of the label, those of runs that the model wrote itself included. */
function named(values: readonly string[], rows: readonly MonitorRow[], side: 0 | 1): string[] {
  const written = rows.filter((row) => row.written === true && row.positive === side);
  return [...new Set([...values, ...written.map(({ run }) => String(fieldAt(run.fields, "label")))])];
}

/** Which runs, by which mapping, and what was left out. */
export function aboutBlocks(
  { mapping, runs, notes, mode, question }: About,
  floorsAll: readonly FloorOverAll[],
): Block[] {
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

function overAll(floors: readonly FloorOverAll[]): Block {
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
