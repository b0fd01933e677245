import { rowHash } from "../scoring/score-block.ts";
import { type KeptScore, pairName, systemHash } from "../scoring/score-table.ts";
import type { DrawnAnswer } from "./answers.ts";
import { type PanelRow, panelRows } from "./panel-rows.ts";
import type { PanelRecipe } from "./recipe.ts";
import type { ShiftSet } from "./shift-table.ts";

/** What sets are looked at with: what it stands for, and system prompts that say it in so many wordings. */
export interface Candidate {
  readonly set: string;
  readonly systems: readonly string[];
}

/** The first wordings of every planted set, as many as asked or there are; none of them was used to draw. */
export function panelCandidates(
  { sets }: { readonly sets: readonly Pick<PanelRecipe["sets"][number], "id" | "candidates">[] },
  paraphrases: number,
): readonly Candidate[] {
  return sets.flatMap(({ id, candidates }) =>
    candidates.length === 0 ? [] : [{ set: id, systems: candidates.slice(0, paraphrases) }],
  );
}

/** Number of the candidate that is planted in a set; null where none is. */
export function plantedIn(id: string, candidates: readonly Candidate[]): number | null {
  const planted = candidates.findIndex(({ set }) => set === id);
  return planted === -1 ? null : planted;
}

/**
 * Shifts of a set's rows: log-probability a token under each candidate, the mean over its wordings, less that under the baseline. What a
 * prompt does by its wording is no sign of what it says, and the more wordings the less is left of it. A row that is not scored under all
 * of them is left out.
 *
 * @param mean of a row, by its hash, under a system prompt, by its hash; undefined where there is none
 */
export function shiftSet(
  set: {
    readonly id: string;
    readonly planted: number | null;
    readonly rows: readonly Pick<PanelRow, "cluster" | "messages" | "answer">[];
  },
  candidates: readonly Candidate[],
  baseline: string,
  mean: (row: string, system: string) => number | undefined,
): ShiftSet {
  const names = candidates.map(({ systems }) => systems.map(systemHash));
  const plain = systemHash(baseline);
  const scored = set.rows.flatMap((row) => {
    const name = rowHash(row);
    const base = mean(name, plain);
    const shifts = names.flatMap((systems) => {
      const under = systems.flatMap((system) => mean(name, system) ?? []);
      if (base === undefined || under.length < systems.length) return [];
      return [under.reduce((sum, value) => sum + value, 0) / under.length - base];
    });
    return shifts.length === names.length ? [{ cluster: row.cluster, shifts }] : [];
  });
  return {
    id: set.id,
    planted: set.planted,
    cluster: Int32Array.from(scored, ({ cluster }) => cluster),
    shift: candidates.map((_, candidate) =>
      Float64Array.from(scored, ({ shifts }) => shifts[candidate] ?? Number.NaN),
    ),
  };
}

/** All sets of the panel from a score table, in the order of the recipe. */
export function panelShiftSets(
  recipe: PanelRecipe,
  answers: readonly DrawnAnswer[],
  scores: readonly KeptScore[],
  candidates: readonly Candidate[],
): readonly ShiftSet[] {
  const known = new Map(scores.map(({ row, system, mean }) => [pairName(row, system), mean]));
  const rows = panelRows(recipe, answers);
  return recipe.sets.map(({ id }) =>
    shiftSet(
      { id, planted: plantedIn(id, candidates), rows: rows.filter(({ set }) => set === id) },
      candidates,
      recipe.baselines[0] ?? "",
      (row, system) => known.get(pairName(row, system)),
    ),
  );
}
