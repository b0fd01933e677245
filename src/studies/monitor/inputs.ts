import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { type AgentRun, fieldAt } from "../../core/message.ts";
import { labelsMissing } from "../../data/label-proposal.ts";
import { mapRuns } from "../../data/mapping.ts";
import { runHash } from "../../data/run-hash.ts";
import { type RunsRead, readRuns } from "../../data/runs.ts";
import { type StoredInputs, storedInputs } from "../../study/stored-inputs.ts";
import type { LoadContext } from "../../study/study.ts";
import { ownArm } from "./arms/own.ts";
import type { MonitorConfig } from "./config.ts";
import { type MonitorRow, monitorRow } from "./row.ts";
import { balancedSample } from "./sample.ts";
import { usualGroups } from "./usual-groups.ts";

/** Schema of what is known of the inputs beside the runs. */
const inputsAbout = z
  .object({
    /** What the monitor is asked; here because a trial holds only its hash. */
    question: z.string(),
    /** The user's own arms. */
    define: z.array(ownArm).readonly(),
    /** Runs in the files, those without messages included. */
    read: z.number(),
    /** Runs without messages. */
    empty: z.array(z.object({ source: z.string(), id: z.string() })).readonly(),
    /** Label value → runs left out because it is neither positive nor negative. */
    leftOut: z.record(z.string(), z.number()).readonly(),
    notes: z.array(z.string()).readonly(),
  })
  .readonly();

/** Everything that plan, measure and analyze need. */
export interface MonitorInputs {
  readonly rows: readonly MonitorRow[];
  readonly about: z.infer<typeof inputsAbout>;
}

/** Reads and maps the runs, draws the sample, and says what was left out. */
export async function loadInputs(config: MonitorConfig, context: LoadContext): Promise<MonitorInputs> {
  // A model that writes its runs itself needs no file.
  const read = config.runs.length === 0 ? noRuns : await readRuns(config.runs, config);
  for (const file of read.files) context.source(file);
  const unsaid = config.runs.length === 0 ? null : labelsMissing(read.runs, config);
  if (unsaid !== null) throw unsaid;
  const mapping = { ...config, group: config.group.length === 0 ? null : config.group };
  const mapped = config.runs.length === 0 ? { rows: [], leftOut: {} } : mapRuns(read.runs, mapping);
  const chosen = balancedSample(
    mapped.rows.map(({ positive }) => positive),
    config.limit,
    context.random.fork("sample"),
  );
  const groups = config.group.length === 0 ? usualGroups(mapped.rows.map(({ run }) => run)) : null;
  const rows = mapped.rows.map((row, index): MonitorRow => {
    const { run, positive, author, suite } = row;
    const group = groups?.[index] ?? row.group;
    return { hash: runHash(run), run, positive, group, author, suite, measured: chosen.has(index) };
  });
  const { leftOut } = mapped;
  const notes = [...read.notes, ...mappingNotes(config, groups)];
  for (const note of [...notes, ...leftOutNotes(read.empty.length, leftOut)]) context.note(note);
  const count = (wanted: 0 | 1): number =>
    rows.filter(({ measured, positive }) => measured && positive === wanted).length;
  if (config.onPolicy === 0 && (count(0) === 0 || count(1) === 0)) {
    throw new CredenceError("input", "only one class of runs is left to measure", {
      fix: "Look at --label, --positive and --negative.",
    });
  }
  return {
    rows,
    about: {
      question: config.question,
      define: config.define,
      read: read.runs.length + read.empty.length,
      empty: read.empty.map(({ source, id }) => ({ source, id })),
      leftOut,
      notes,
    },
  };
}

const noRuns: RunsRead = { runs: [], files: [], empty: [], notes: [] };

/** How they stand in a run: one line about them, then one line a run. */
export const monitorInputs: StoredInputs<MonitorInputs> = storedInputs({
  streams: ({ about, rows }) => ({ about: [about], runs: rows }),
  join: async (read) => ({
    about: await read.one("about", inputsAbout),
    rows: await read.rows("runs", monitorRow),
  }),
});

/** The rows that are measured, in the order of the files. */
export function measuredRows(inputs: MonitorInputs): MonitorRow[] {
  return inputs.rows.filter(({ measured }) => measured);
}

const byHash = new WeakMap<MonitorInputs, Map<string, MonitorRow>>();

/** The run with this content; throws on a hash that is not among the inputs, which a plan never yields. */
export function rowOf(inputs: MonitorInputs, hash: string): MonitorRow {
  let index = byHash.get(inputs);
  if (index === undefined) {
    index = new Map(inputs.rows.map((row) => [row.hash, row]));
    byHash.set(inputs, index);
  }
  const row = index.get(hash);
  if (row === undefined) throw new Error(`no run has the content ${hash}`);
  return row;
}

/** Does the run's own file call it synthetic? */
export function isSynthetic(run: AgentRun): boolean {
  return fieldAt(run.fields, "meta.synthetic") === true || fieldAt(run.fields, "synthetic") === true;
}

function mappingNotes({ runs, label }: MonitorConfig, groups: readonly string[] | null): string[] {
  const shared = groups === null ? 0 : groups.length - new Set(groups).size;
  return [
    groups !== null && runs.length > 0
      ? `No group was named (--group): ${
          shared === 0
            ? "each run counts as independent"
            : `runs of one Inspect sample, and runs that begin with the same long request, count as one group (${new Set(groups).size} groups), any other run as independent`
        }. Runs of one task are not, and intervals will be too narrow.`
      : null,
    /(^|\.)security$/.test(label)
      ? "The label is a field called 'security'. In AgentDojo, with an injection, security: true means that the attack SUCCEEDED."
      : null,
  ].filter((text) => text !== null);
}

function leftOutNotes(empty: number, leftOut: Readonly<Record<string, number>>): string[] {
  const values = Object.entries(leftOut).map(([value, count]) => `${value} (${count})`);
  return [
    empty > 0 ? `Left out: ${empty} ${empty === 1 ? "run" : "runs"} without messages.` : null,
    values.length > 0
      ? `Left out, because the label is neither positive nor negative: ${values.join(", ")}.`
      : null,
  ].filter((text) => text !== null);
}
