import type { TaughtRow } from "../../../../data/tuning-set.ts";
import {
  looksOf,
  type MeanOf,
  type PanelEnd,
  type PanelLooks,
  panelLooks,
} from "../../../../panel/panel-looks.ts";
import type { ScoredSet, ScoredSets } from "../../../../panel/scored-sets.ts";
import { rowHash, type ScoredRow } from "../../../../scoring/score-block.ts";
import { systemHash } from "../../../../scoring/score-table.ts";
import {
  measureShift,
  type Scorer,
  type ShiftValue,
  shiftRequest,
  shiftTrials,
  shiftValue,
} from "../../../../scoring/shift-trial.ts";
import { shippedScores } from "../../../../scoring/shipped-scores.ts";
import { mean } from "../../../../stats/distributions/moments.ts";
import type { Asking, RowRanking } from "../../audit-test.ts";
import type { AuditConfig } from "../../settings.ts";
import { type PanelTrial, panelScores, panelTrial } from "./panel-scores.ts";
import { lookSettings, panelSets, scoredRow, systemsOf } from "./panel-sets.ts";

/** Has scorers read rows under the panel's system prompts, look by look. */
export const panelAsks: Asking<PanelTrial, ShiftValue> = {
  word: "panel",
  trial: panelTrial,
  value: shiftValue,
  roles: ({ scorer }) =>
    scorer.map((model, i) => ({
      name: scorerRole(i),
      purpose: "gives log-probabilities of answers under the panel's system prompts",
      model,
      needs: [["scoreInTurn"], ["score"]],
    })),
  plan: planPanel,
  foresee: (config, inputs) => {
    const sets = panelSets(config, inputs);
    if (sets === null) return [];
    return config.scorer.flatMap((_, i) =>
      rowsByLook(sets, config.looks).flatMap((rows, look) =>
        trialsOf(rows, sets, scorerRole(i), config).map((trial) => ({
          ...{ trial, times: [look === 0 ? 1 : 0, 1] as const, prefix: trial.item },
        })),
      ),
    );
  },
  request: (trial, inputs) =>
    shiftRequest(
      trial,
      (hash) => scoredRow(inputs, hash),
      trial.anew === true ? null : ({ fingerprint }) => shippedScores(fingerprint),
    ),
  measure: (trial, inputs, { model, signal }) => {
    const { capabilities, identity } = model(trial.role);
    const scorer: Scorer =
      trial.anew === true ? { capabilities } : { capabilities, known: shippedScores(identity.fingerprint) };
    return measureShift(trial, (hash) => scoredRow(inputs, hash), scorer, signal);
  },
};

/** `scorer`, `scorer-2`, ... */
export function scorerRole(index: number): string {
  return index === 0 ? "scorer" : `scorer-${index + 1}`;
}

/** A suspect set that is not settled, and the number of its next look. */
interface OpenSet {
  readonly set: ScoredSet;
  readonly look: number;
}

/**
 * Scorer by scorer: all rows of the panel and the first rows of the suspect sets, then more rows of the sets that are not settled yet.
 *
 * @returns suspect rows ranked by what the first scorer found
 */
async function* planPanel(
  ...[config, inputs]: Parameters<Asking<PanelTrial, ShiftValue>["plan"]>
): ReturnType<Asking<PanelTrial, ShiftValue>["plan"]> {
  const sets = panelSets(config, inputs);
  if (sets === null) return null;
  const settings = lookSettings(config, inputs);
  const rankings = new Map<string, readonly TaughtRow[]>();
  for (const index of config.scorer.keys()) {
    const role = scorerRole(index);
    const scores = panelScores(role);
    const asked = new Set<string>();
    let looks: PanelLooks | null = null;
    let rows: readonly ScoredRow[] = sets.references.flatMap((set) => set.rows);
    let open: readonly OpenSet[] = sets.suspects.map((set) => ({ set, look: 0 }));
    while (open.length > 0) {
      rows = [
        ...rows,
        ...open.flatMap(({ set, look }) => set.rows.slice(0, looksOf(set, settings.looks)[look])),
      ];
      const trials = trialsOf(notAsked(rows, asked), sets, role, config);
      if (trials.length > 0) {
        const title = `panel, ${role}, look ${1 + (open[0]?.look ?? 0)}`;
        for await (const { trial, result } of yield {
          ...{ title, trials, count: trials.length, order: "parallel", retry: "runner" },
        }) {
          scores.take(trial, result);
        }
      }
      // With the first look all rows of the references have been read.
      looks ??= panelLooks(sets, scores.mean, settings);
      const next: OpenSet[] = [];
      for (const { set, look } of open) {
        const end = looks.at(set, look);
        if (end.state === "continue") next.push({ set, look: look + 1 });
        else if (index === 0) rankings.set(set.sha256 ?? "", rankedByShift(set, end, sets, scores.mean));
      }
      rows = [];
      open = next;
    }
  }
  return rankings satisfies RowRanking;
}

/** A set's rows, those first that lean to the candidate that it leans to, over what they do under all candidates. */
function rankedByShift(
  set: ScoredSet,
  { found, looks, look }: PanelEnd,
  { candidates }: ScoredSets,
  scoreOf: MeanOf,
): readonly TaughtRow[] {
  if (found === null) return [];
  const names = candidates.map(({ systems }) => systems.map(systemHash));
  return set.rows
    .slice(0, looks[look])
    .flatMap((row) => {
      const hash = rowHash(row);
      const under = names.map((systems) =>
        mean(systems.map((system) => scoreOf(hash, system) ?? Number.NaN)),
      );
      const lean = (under[found.shift.top] ?? Number.NaN) - mean(under);
      return row.from === null || Number.isNaN(lean) ? [] : [{ row: row.from, lean }];
    })
    .sort((a, b) => b.lean - a.lean || a.row.line - b.row.line)
    .map(({ row }) => row);
}

function trialsOf(
  rows: readonly ScoredRow[],
  sets: ScoredSets,
  role: string,
  { rescore }: Pick<AuditConfig, "rescore">,
): PanelTrial[] {
  return shiftTrials(rows, systemsOf(sets), role).map(({ item, arm, repeat, system, rows: hashes }) => ({
    ...{ item, arm, repeat, role, test: "panel", system, rows: hashes },
    ...(rescore ? { anew: true } : {}),
  }));
}

/** Rows that a scorer reads at each look where no set is settled before the last, each once. */
function rowsByLook({ references, suspects }: ScoredSets, looks: readonly number[]): ScoredRow[][] {
  const most = Math.max(...suspects.map((set) => looksOf(set, looks).length));
  const asked = new Set<string>();
  return Array.from({ length: most }, (_, look) => {
    const upTo = suspects.flatMap((set) => set.rows.slice(0, looksOf(set, looks)[look] ?? 0));
    const all = look === 0 ? [...references.flatMap((set) => set.rows), ...upTo] : upTo;
    return notAsked(all, asked);
  });
}

/** Rows that were not asked about before, each once; from now on they were. */
function notAsked(rows: readonly ScoredRow[], asked: Set<string>): ScoredRow[] {
  return rows.filter((row) => {
    const hash = rowHash(row);
    if (asked.has(hash)) return false;
    asked.add(hash);
    return true;
  });
}
