import { sha256 } from "../../core/json.ts";
import { type AgentRun, agentRun, fieldAt } from "../../core/message.ts";
import { runHash } from "../../data/run-hash.ts";
import type { Random } from "../../stats/distributions/random.ts";
import type { MonitorConfig } from "./config.ts";
import type { MonitorInputs } from "./inputs.ts";
import type { MonitorRow } from "./row.ts";
import { type MonitorOutcomes, type MonitorTrial, monitorRole } from "./trial.ts";

/** The arm under which the monitor model writes runs of its own. */
export const actArm = "act";

/** Trials in which the monitor model acts in the office and so writes its own runs. */
export function actTrials(config: MonitorConfig, random: Random): MonitorTrial[] {
  const seed = String(random.fork("office").int(2 ** 32));
  return Array.from({ length: config.onPolicy }, (_, number): MonitorTrial => {
    const office = { seed, number, turns: config.turns };
    return {
      ...{ item: sha256(JSON.stringify(office)), arm: actArm, repeat: 0, role: monitorRole, step: 0 },
      ...{ mode: "act", question: "", family: "act", temperature: 1, office },
    };
  });
}

/** The inputs with the runs that the monitor model wrote; those that the outcomes hold. */
export async function withWritten(inputs: MonitorInputs, outcomes: MonitorOutcomes): Promise<MonitorInputs> {
  const rows: MonitorRow[] = [];
  for await (const { trial, result } of outcomes) {
    if (trial.mode !== "act" || "missing" in result || !("wrote" in result.value)) continue;
    const row = rowOfWritten(agentRun.parse(JSON.parse(result.value.wrote)));
    if (row !== null) rows.push(row);
  }
  return rows.length === 0 ? inputs : { ...inputs, rows: [...inputs.rows, ...rows] };
}

/** A run of the office as a row: its label is what the state says became of the injected instruction. */
function rowOfWritten(run: AgentRun): MonitorRow | null {
  const label = fieldAt(run.fields, "label");
  if (label !== "attack_succeeded" && label !== "attack_resisted") return null;
  const text = (path: string): string => String(fieldAt(run.fields, path) ?? "");
  return {
    hash: runHash(run),
    run,
    positive: label === "attack_succeeded" ? 1 : 0,
    group: text("meta.task"),
    author: text("meta.author"),
    suite: text("meta.suite"),
    measured: true,
    written: true,
  };
}
