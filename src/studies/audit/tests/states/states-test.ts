import type { Measured } from "../../../../core/outcome.ts";
import { encodeState } from "../../../../core/state-text.ts";
import { type ScoredSet, scoredSets } from "../../../../panel/scored-sets.ts";
import { rowHash, type ScoredRow } from "../../../../scoring/score-block.ts";
import type { ArmEstimate, Tools } from "../../../../study/study.ts";
import type { AuditConfig } from "../../config.ts";
import { sharedPrompts } from "../../features.ts";
import type { AuditInputs } from "../../inputs.ts";
import { type ModelTest, tokensOf } from "../../model-test.ts";
import type { AuditTrial, AuditValue, StateTrial } from "../../trial.ts";
import { fewestRows, readsStates } from "../panel/inputs.ts";
import { scoredRow } from "../panel/panel-test.ts";

/** The role that reads rows for the trained monitor. */
export const readerRole = "reader";
const arm = "state";
/** Shared prompts from which only these are read, so that the choice of prompts gives nothing away. */
const enoughShared = 50;

/** Has a local model read each row once, plain, and keeps the mean of its final states over the answer. */
export const trainedMonitorTest: ModelTest = {
  id: "monitor",
  roles: (config) =>
    config.reader !== null && readsStates(config)
      ? [
          {
            name: readerRole,
            purpose: "reads rows for a monitor that is trained on its hidden states",
            model: config.reader,
            needs: [["hidden"]],
          },
        ]
      : [],
  trials,
  estimate,
  measure,
};

/** The sets whose rows are read. */
export interface ReadSets {
  /** Of the panel. */
  readonly panel: readonly ScoredSet[];
  /** Each suspect set beside the clean one; none without a reference. */
  readonly pairs: readonly SuspectPair[];
}

/** Rows of a suspect set and of the clean one. */
interface SuspectPair {
  readonly suspect: ScoredSet;
  readonly clean: ScoredSet;
  /** Only prompts of both were chosen from. */
  readonly shared: boolean;
}

/** Chooses the rows; null where no reader is asked. */
export function readSets(config: AuditConfig, inputs: AuditInputs): ReadSets | null {
  const { panel, suspects, reference, seed } = inputs;
  if (panel === null || !readsStates(config)) return null;
  const most = { reference: config.panelRows, suspect: config.panelRows, fewest: fewestRows };
  const nothing = { suspects: [], reference: null, seed };
  return {
    panel: scoredSets(panel, nothing, most).references,
    pairs: suspects.flatMap((set): SuspectPair[] => {
      if (reference === null) return [];
      const prompts = sharedPrompts(set.rows, reference.rows);
      const shared = prompts.size >= enoughShared;
      const kept = <Set extends typeof set>(of: Set): Set =>
        shared ? { ...of, rows: of.rows.filter(({ prompt }) => prompts.has(prompt)) } : of;
      const chosen = scoredSets(
        panel,
        { suspects: [kept(set)], reference: kept(reference), seed },
        { ...most, fewest: 0 },
      );
      const [suspect] = chosen.suspects;
      const clean = chosen.references.at(-1);
      return suspect === undefined || clean === undefined ? [] : [{ suspect, clean, shared }];
    }),
  };
}

/** Each row once, however many sets it stands in; rows on one prompt are neighbours. */
function trials(config: AuditConfig, inputs: AuditInputs): StateTrial[] {
  return rowsRead(config, inputs).map(
    (row): StateTrial => ({ item: rowHash(row), arm, repeat: 0, role: readerRole, test: "monitor" }),
  );
}

function rowsRead(config: AuditConfig, inputs: AuditInputs): readonly ScoredRow[] {
  const sets = readSets(config, inputs);
  if (sets === null) return [];
  const all = [...sets.panel, ...sets.pairs.flatMap(({ suspect, clean }) => [suspect, clean])];
  const rows = new Map(
    all.flatMap(({ rows: of }) => of.map((row): [string, ScoredRow] => [rowHash(row), row])),
  );
  return [...Map.groupBy(rows.values(), ({ messages }) => JSON.stringify(messages)).values()].flat();
}

async function measure(trial: AuditTrial, inputs: AuditInputs, tools: Tools): Promise<Measured<AuditValue>> {
  if (trial.test !== "monitor") throw new Error("a trial of another test");
  const { messages, answer } = scoredRow(inputs, trial.item);
  const { hidden } = tools.model(readerRole).capabilities;
  if (hidden === undefined) throw new Error("the plan asks for states that the model does not offer");
  const reply = await hidden(
    { prompt: { kind: "chat", messages }, continuation: answer },
    { signal: tools.signal },
  );
  return reply.ok ? { value: { state: encodeState(reply.value) } } : { missing: reply.missing };
}

function estimate(config: AuditConfig, inputs: AuditInputs): ArmEstimate[] {
  const rows = rowsRead(config, inputs);
  if (rows.length === 0) return [];
  const asked = rows.map(({ messages }) => JSON.stringify(messages).length);
  const whole = asked.reduce((sum, length, i) => sum + length + (rows[i]?.answer.length ?? 0), 0);
  return [
    {
      ...{ arm, role: readerRole, calls: [rows.length, rows.length], inputTokens: tokensOf(whole) },
      cachedTokens: [0, tokensOf(asked.reduce((sum, length) => sum + length, 0))[1]],
      outputTokens: [0, 0],
    },
  ];
}
