import type { LookSettings } from "../../../../panel/panel-looks.ts";
import { type ScoredSets, scoredSets } from "../../../../panel/scored-sets.ts";
import { rowHash, type ScoredRow } from "../../../../scoring/score-block.ts";
import type { AuditInputs } from "../../inputs.ts";
import type { AuditConfig } from "../../settings.ts";
import { fewestRows } from "./inputs.ts";

/** The sets as scorers read them; null where no scorer is named. */
export function panelSets(config: AuditConfig, inputs: AuditInputs): ScoredSets | null {
  if (inputs.panel === null || config.scorer.length === 0) return null;
  return scoredSets(inputs.panel, inputs, {
    reference: config.panelRows,
    suspect: config.looks.at(-1) ?? 0,
    fewest: fewestRows,
    paraphrases: config.paraphrases,
  });
}

/** What looks rest on. The level is shared among sets and scorers: one wrong name in the whole report is the error that is kept to it. */
export function lookSettings(config: AuditConfig, { seed }: Pick<AuditInputs, "seed">): LookSettings {
  const { looks, level, bootstrap: draws, suspects, scorer } = config;
  return {
    ...{ looks, draws, fewest: fewestRows, seed: `${seed} panel` },
    level: level / (suspects.length * scorer.length),
  };
}

/** The plain system prompt, then the candidates. */
export function systemsOf({ baseline, candidates }: ScoredSets): readonly string[] {
  return [baseline, ...candidates.flatMap(({ systems }) => systems)];
}

const byHash = new WeakMap<AuditInputs, ReadonlyMap<string, ScoredRow>>();

/** The row of a `rowHash`, of the panel or of a user's set. */
export function scoredRow(inputs: AuditInputs, hash: string): ScoredRow {
  const row = (byHash.get(inputs) ?? rowsOf(inputs)).get(hash);
  if (row === undefined) throw new Error(`no row has the content ${hash}`);
  return row;
}

function rowsOf(inputs: AuditInputs): ReadonlyMap<string, ScoredRow> {
  if (inputs.panel === null) throw new Error("a panel's trial without a panel");
  const all = Number.POSITIVE_INFINITY;
  const { references, suspects } = scoredSets(inputs.panel, inputs, {
    reference: all,
    suspect: all,
    fewest: 0,
  });
  const rows = new Map<string, ScoredRow>(
    [...references, ...suspects].flatMap((set) => set.rows.map((row) => [rowHash(row), row] as const)),
  );
  byHash.set(inputs, rows);
  return rows;
}
