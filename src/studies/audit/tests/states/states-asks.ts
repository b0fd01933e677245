import { z } from "zod";
import { state } from "../../../../asking/state.ts";
import { type ScoredSet, scoredSets } from "../../../../panel/scored-sets.ts";
import { normalText } from "../../../../sanity/normal-text.ts";
import { rowHash, type ScoredRow } from "../../../../scoring/score-block.ts";
import { askingQuestions } from "../../asking-questions.ts";
import { sharedPrompts } from "../../features.ts";
import type { AuditInputs } from "../../inputs.ts";
import type { AuditConfig } from "../../settings.ts";
import { fewestRows } from "../panel/inputs.ts";
import { scoredRow } from "../panel/panel-sets.ts";

/** The role that reads rows for the trained monitor. */
export const readerRole = "reader";
const trial = z.object({
  ...{ item: z.string(), arm: z.literal("state"), repeat: z.int(), role: z.string() },
  // What the test was called first: trials of old runs have it in their keys.
  test: z.literal("monitor"),
});
type StateTrial = z.infer<typeof trial>;

/** Schema of a mean final state over the answer's tokens. */
const rowState = z.object({ state: z.base64() });
/** Shared prompts from which only these are read, so that the choice of prompts gives nothing away. */
const enoughShared = 50;

/** Has a local model read each row once, plain, and keeps the mean of its final states over the answer. `item` is the row's hash. */
export const statesAsks = askingQuestions<StateTrial, z.infer<typeof rowState>>({
  word: "monitor",
  ...{ trial, value: rowState },
  roles: ({ reader }) =>
    reader === null
      ? []
      : [
          {
            name: readerRole,
            purpose: "reads rows for a monitor that is trained on its hidden states",
            model: reader,
            needs: [["hidden"]],
          },
        ],
  trials,
  question: ({ item }, inputs) => {
    const { messages, answer } = scoredRow(inputs, item);
    return { prompt: { kind: "chat", messages }, form: state(answer) };
  },
});

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
  if (panel === null || config.reader === null) return null;
  const most = { reference: config.panelRows, suspect: config.panelRows, fewest: fewestRows };
  const nothing = { suspects: [], reference: null, seed };
  return {
    panel: scoredSets(panel, nothing, most).references,
    pairs: suspects.flatMap((set): SuspectPair[] => {
      if (reference === null) return [];
      const prompts = sharedPrompts(set.rows, reference.rows);
      const shared = prompts.size >= enoughShared;
      const kept = <Set extends typeof set>(of: Set): Set =>
        shared ? { ...of, rows: of.rows.filter(({ prompt }) => prompts.has(normalText(prompt))) } : of;
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
  return rowsRead(config, inputs).map((row) => ({
    ...{ item: rowHash(row), arm: "state", repeat: 0, role: readerRole, test: "monitor" },
  }));
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
