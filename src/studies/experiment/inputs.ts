import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { sha256 } from "../../core/json.ts";
import { readNamed } from "../../core/named-file.ts";
import type { Observation } from "../../design/observation.ts";
import { readOutcomeTable, tableRow } from "../../design/outcome-table.ts";
import type { ReplyExperiment } from "../../design/reply-experiment.ts";
import { cut, soundDesign } from "../../design/reply-settings.ts";
import { type StoredInputs, storedInputs } from "../../study/stored-inputs.ts";
import type { LoadContext } from "../../study/study.ts";
import type { ExperimentConfig } from "./config.ts";
import { type Declared, declared, declaredSchema, experimentOf, looksLikeTable } from "./declaration.ts";

/** The experiment as it will be carried out, or a table of outcomes. */
export interface ExperimentInputs {
  readonly declared: Declared | null;
  readonly experiment: ReplyExperiment | null;
  readonly rows: readonly Observation[];
  /** What weakens the design. */
  readonly warnings: readonly string[];
}

/** Reads and checks what is given. */
export async function loadInputs(
  config: ExperimentConfig,
  { source, note }: LoadContext,
): Promise<ExperimentInputs> {
  const [name] = config.file;
  if (name === undefined) return { ...(await fromTable(config, source)), warnings: [] };
  const text = readNamed(name, "experiment");
  source({ name, sha256: sha256(text), bytes: Buffer.byteLength(text) });
  if (looksLikeTable(text))
    throw new CredenceError("input", "this is a table, not an experiment", {
      where: name,
      fix: `Read it with --from: credence experiment --from ${name}.`,
    });
  const read = declared(text, name);
  const experiment = experimentOf(read, (design) => cut(design, config));
  const warnings = soundDesign(experiment, name);
  for (const warning of warnings) note(warning);
  return { declared: { own: read.own, design: experiment.design }, experiment, rows: [], warnings };
}

async function fromTable(
  config: ExperimentConfig,
  source: LoadContext["source"],
): Promise<Omit<ExperimentInputs, "warnings">> {
  const { item, arm, outcome, repeat, cluster, modelColumn, happened, against } = config;
  const { rows, file } = await readOutcomeTable(config.from ?? "", {
    ...{ item, arm, outcome, repeat, cluster, model: modelColumn },
    happened: happened.map((word) => word.toLowerCase()),
  });
  source(file);
  const arms = [...new Set(rows.map(({ cell }) => cell))];
  if (against !== null && !arms.includes(against))
    throw new CredenceError("usage", `no arm is called '${against}'`, {
      where: config.from ?? "",
      fix: `Arms are ${arms.join(", ")}.`,
    });
  return { declared: null, experiment: null, rows };
}

const about = z.object({ declared: declaredSchema.nullable(), warnings: z.array(z.string()) });

/** How they stand in a run. */
export const experimentInputs: StoredInputs<ExperimentInputs> = storedInputs({
  streams: ({ declared, warnings, rows }) => ({ about: [{ declared, warnings }], rows }),
  join: async (read) => {
    const { declared, warnings } = await read.one("about", about);
    const experiment = declared === null ? null : experimentOf(declared, (design) => design);
    return { declared, warnings, experiment, rows: await read.rows("rows", tableRow) };
  },
});
