import { fieldAt } from "../../core/message.ts";
import { endsWithAssistantText } from "./arms/prefix-same-turn.ts";
import { cutAt, type ScoreMode } from "./arms/prompted.ts";
import type { Ground } from "./ground.ts";
import { isSynthetic } from "./inputs.ts";
import { rowsWritten } from "./own-runs.ts";
import type { About } from "./results.ts";
import type { MonitorRow } from "./row.ts";
import { stepsOf } from "./steps.ts";

/** What was measured on what, counted. */
export function aboutOf({ config, inputs, rows, model }: Ground, mode: ScoreMode | null): About {
  const { about } = inputs;
  const distinct = (name: (row: MonitorRow) => string | null): number => new Set(rows.map(name)).size;
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
      groups: distinct(({ group }) => group),
      authors: rows.some(({ author }) => author === null) ? null : distinct(({ author }) => author),
      suites: rows.some(({ suite }) => suite === null) ? null : distinct(({ suite }) => suite),
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
