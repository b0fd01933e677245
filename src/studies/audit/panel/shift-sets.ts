import type { DrawnAnswer } from "./answers.ts";
import { type PanelRow, panelRows } from "./panel-rows.ts";
import type { PanelRecipe } from "./recipe.ts";
import { rowHash } from "./score-block.ts";
import { type KeptScore, pairName, systemHash } from "./score-table.ts";
import type { ShiftSet } from "./shift-table.ts";

/** One system prompt that sets are looked at with: what it stands for and which of its paraphrases. */
export interface Candidate {
  readonly set: string;
  readonly system: string;
}

/** The paraphrase of that number of every planted set; none of them was used to draw. */
export function panelCandidates(recipe: PanelRecipe, paraphrase: number): readonly Candidate[] {
  return recipe.sets.flatMap(({ id, candidates }) => {
    const system = candidates[paraphrase];
    return system === undefined ? [] : [{ set: id, system }];
  });
}

/**
 * Shifts of a set's rows: log-probability a token under each candidate less that under the baseline. A row that is not scored under all of
 * them is left out.
 *
 * @param mean of a row, by its hash, under a system prompt, by its hash; undefined where there is none
 */
export function shiftSet(
  set: {
    readonly id: string;
    readonly planted: number | null;
    readonly rows: readonly Pick<PanelRow, "cluster" | "messages" | "answer">[];
  },
  systems: readonly string[],
  baseline: string,
  mean: (row: string, system: string) => number | undefined,
): ShiftSet {
  const names = systems.map(systemHash);
  const plain = systemHash(baseline);
  const scored = set.rows.flatMap((row) => {
    const name = rowHash(row);
    const base = mean(name, plain);
    const under = names.map((system) => mean(name, system));
    const shifts = under.flatMap((value) =>
      value === undefined || base === undefined ? [] : [value - base],
    );
    return shifts.length === names.length ? [{ cluster: row.cluster, shifts }] : [];
  });
  return {
    id: set.id,
    planted: set.planted,
    cluster: Int32Array.from(scored, ({ cluster }) => cluster),
    shift: systems.map((_, candidate) =>
      Float64Array.from(scored, ({ shifts }) => shifts[candidate] ?? Number.NaN),
    ),
  };
}

/** All sets of the panel from a score table, in the order of the recipe. */
export function panelShiftSets(
  recipe: PanelRecipe,
  answers: readonly DrawnAnswer[],
  scores: readonly KeptScore[],
  paraphrase: number,
): readonly ShiftSet[] {
  const candidates = panelCandidates(recipe, paraphrase);
  const known = new Map(scores.map(({ row, system, mean }) => [pairName(row, system), mean]));
  const rows = panelRows(recipe, answers);
  return recipe.sets.map(({ id }) => {
    const planted = candidates.findIndex(({ set }) => set === id);
    return shiftSet(
      { id, planted: planted === -1 ? null : planted, rows: rows.filter(({ set }) => set === id) },
      candidates.map(({ system }) => system),
      recipe.baselines[0] ?? "",
      (row, system) => known.get(pairName(row, system)),
    );
  });
}
