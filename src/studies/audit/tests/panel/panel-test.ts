import type { Outcome } from "../../../../core/outcome.ts";
import type { TaughtRow } from "../../../../data/tuning-set.ts";
import type { Model } from "../../../../models/model.ts";
import {
  type LookSettings,
  looksOf,
  type MeanOf,
  type PanelEnd,
  panelLooks,
} from "../../../../panel/panel-looks.ts";
import { type ScoredSet, type ScoredSets, scoredSets } from "../../../../panel/scored-sets.ts";
import { rowHash, type ScoredRow } from "../../../../scoring/score-block.ts";
import { pairName, systemHash } from "../../../../scoring/score-table.ts";
import { measureShift, type Scorer, shiftRequest, shiftTrials } from "../../../../scoring/shift-trial.ts";
import { shippedScores } from "../../../../scoring/shipped-scores.ts";
import type { Block, ForeseenTrial, Outcomes, Role, Tools } from "../../../../study/study.ts";
import type { AuditConfig } from "../../config.ts";
import type { AuditInputs } from "../../inputs.ts";
import type { AskingTest, ShiftRanking } from "../../model-test.ts";
import type { AuditTrial, AuditValue, PanelTrial } from "../../trial.ts";
import { fewestRows, scoresPanel } from "./inputs.ts";

/** Has scorers read rows under the panel's system prompts, look by look. */
export const panelTest: AskingTest = {
  id: "panel",
  roles: (config) =>
    scoresPanel(config)
      ? config.scorer.map(
          (model, i): Role => ({
            name: scorerRole(i),
            purpose: "gives log-probabilities of answers under the panel's system prompts",
            model,
            needs: [["scoreInTurn"], ["score"]],
          }),
        )
      : [],
  request: (trial, inputs) => {
    if (trial.test !== "panel") throw new Error("a trial of another test");
    const rowOf = (hash: string): ScoredRow => scoredRow(inputs, hash);
    return shiftRequest(
      trial,
      rowOf,
      trial.anew === true ? null : ({ fingerprint }) => shippedScores(fingerprint),
    );
  },
  measure: async (trial, inputs, tools: Tools) => {
    if (trial.test !== "panel") throw new Error("a trial of another test");
    const model = tools.model(trial.role ?? scorerRole(0));
    const scorer = trial.anew === true ? model : scorerOf(model);
    return measureShift(trial, (hash) => scoredRow(inputs, hash), scorer, tools.signal);
  },
};

/** A suspect set that is not settled, and the number of its next look. */
interface OpenSet {
  readonly set: ScoredSet;
  readonly look: number;
}

/** `scorer`, `scorer-2`, ... */
export function scorerRole(index: number): string {
  return index === 0 ? "scorer" : `scorer-${index + 1}`;
}

/** The sets as scorers read them; null where no panel was asked for. */
export function panelSets(config: AuditConfig, inputs: AuditInputs): ScoredSets | null {
  if (inputs.panel === null || !scoresPanel(config)) return null;
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

/** One scorer's scores, and why some are missing. */
export interface PanelScores {
  readonly mean: MeanOf;
  /** Pair of row and system prompt → code of what went wrong. */
  readonly missing: ReadonlyMap<string, string>;
  /** Is the score of that pair one that ships? */
  readonly shipped: (row: string, system: string) => boolean;
  take(outcome: Outcome<AuditTrial, AuditValue>): void;
}

/** Begins with no score. */
export function panelScores(role: string): PanelScores {
  const means = new Map<string, number>();
  const missing = new Map<string, string>();
  const shipped = new Set<string>();
  return {
    mean: (row, system) => means.get(pairName(row, system)),
    missing,
    shipped: (row, system) => shipped.has(pairName(row, system)),
    take: ({ trial, result }) => {
      if (trial.test !== "panel" || trial.role !== role) return;
      const system = systemHash(trial.system);
      for (const [i, row] of trial.rows.entries()) {
        const pair = pairName(row, system);
        if ("missing" in result) missing.set(pair, result.missing.code);
        else if ("rows" in result.value) {
          const score = result.value.rows[i];
          if (score !== undefined && "mean" in score) {
            means.set(pair, score.mean);
            if (score.shipped === true) shipped.add(pair);
          } else missing.set(pair, score?.code ?? "no-score");
        }
      }
    },
  };
}

/**
 * Scorer by scorer: all rows of the panel and the first rows of the suspect sets, then more rows of the sets that are not settled yet.
 *
 * @returns suspect rows ranked by what the first scorer found
 */
export async function* planPanel(
  config: AuditConfig,
  inputs: AuditInputs,
): AsyncGenerator<Block<AuditTrial>, ShiftRanking, Outcomes<AuditTrial, AuditValue>> {
  const sets = panelSets(config, inputs);
  if (sets === null) return new Map();
  const settings = lookSettings(config, inputs);
  const systems = systemsOf(sets);
  const rankings = new Map<string, readonly TaughtRow[]>();
  for (const index of config.scorer.keys()) {
    const role = scorerRole(index);
    const scores = panelScores(role);
    const asked = new Set<string>();
    let rows: readonly ScoredRow[] = sets.references.flatMap((set) => set.rows);
    let open: readonly OpenSet[] = sets.suspects.map((set) => ({ set, look: 0 }));
    while (open.length > 0) {
      rows = [
        ...rows,
        ...open.flatMap(({ set, look }) => set.rows.slice(0, looksOf(set, settings.looks)[look])),
      ];
      const trials = trialsOf(notAsked(rows, asked), systems, role, config);
      if (trials.length > 0) {
        const title = `panel, ${role}, look ${1 + (open[0]?.look ?? 0)}`;
        for await (const outcome of yield {
          ...{ title, trials, count: trials.length, order: "parallel", retry: "runner" },
        }) {
          scores.take(outcome);
        }
      }
      const looks = panelLooks(sets, scores.mean, settings);
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
  return rankings;
}

/** A set's rows, those first that lean to the candidate that it leans to, over what they do under all candidates. */
function rankedByShift(
  set: ScoredSet,
  { found, looks, look }: PanelEnd,
  { candidates }: ScoredSets,
  mean: MeanOf,
): readonly TaughtRow[] {
  if (found === null) return [];
  const names = candidates.map(({ systems }) => systems.map(systemHash));
  return set.rows
    .slice(0, looks[look])
    .flatMap((row) => {
      const hash = rowHash(row);
      const under = names.map((systems) => meanOf(systems.map((system) => mean(hash, system) ?? Number.NaN)));
      const lean = (under[found.shift.top] ?? Number.NaN) - meanOf(under);
      return row.from === null || Number.isNaN(lean) ? [] : [{ row: row.from, lean }];
    })
    .sort((a, b) => b.lean - a.lean || a.row.line - b.row.line)
    .map(({ row }) => row);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The plain system prompt, then the candidates. */
export function systemsOf({ baseline, candidates }: ScoredSets): readonly string[] {
  return [baseline, ...candidates.flatMap(({ systems }) => systems)];
}

function trialsOf(
  rows: readonly ScoredRow[],
  systems: readonly string[],
  role: string,
  { rescore }: Pick<AuditConfig, "rescore">,
): PanelTrial[] {
  return shiftTrials(rows, systems, role).map((trial) => ({
    ...trial,
    test: "panel",
    ...(rescore ? { anew: true } : {}),
  }));
}

/** A model and what of the panel it has scored before it was shipped. */
function scorerOf({ capabilities, identity }: Model): Scorer {
  return { capabilities, known: shippedScores(identity.fingerprint) };
}

const byHash = new WeakMap<AuditInputs, ReadonlyMap<string, ScoredRow>>();

/** The row of a `rowHash`, of the panel or of a user's set. */
export function scoredRow(inputs: AuditInputs, hash: string): ScoredRow {
  let rows = byHash.get(inputs);
  if (rows === undefined) {
    if (inputs.panel === null) throw new Error("a panel's trial without a panel");
    const all = Number.POSITIVE_INFINITY;
    const sets = scoredSets(inputs.panel, inputs, { reference: all, suspect: all, fewest: 0 });
    rows = new Map(
      [...sets.references, ...sets.suspects].flatMap((set) =>
        set.rows.map((row): [string, ScoredRow] => [rowHash(row), row]),
      ),
    );
    byHash.set(inputs, rows);
  }
  const row = rows.get(hash);
  if (row === undefined) throw new Error(`no row has the content ${hash}`);
  return row;
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

/** Every trial that may come: those of the first look surely, those of later looks where no set is settled before. */
export function foreseenPanel(config: AuditConfig, inputs: AuditInputs): ForeseenTrial<AuditTrial>[] {
  const sets = panelSets(config, inputs);
  if (sets === null) return [];
  return config.scorer.flatMap((_, i) =>
    rowsByLook(sets, config.looks).flatMap((rows, look) =>
      trialsOf(rows, systemsOf(sets), scorerRole(i), config).map(
        (trial): ForeseenTrial<AuditTrial> => ({ trial, times: [look === 0 ? 1 : 0, 1], prefix: trial.item }),
      ),
    ),
  );
}
