import type { JsonObject } from "../src/core/json.ts";
import { panelCandidates, panelShiftSets } from "../src/panel/shift-sets.ts";
import { mixedRows, type ShiftSet, withRows } from "../src/panel/shift-table.ts";
import { readPanel } from "../src/panel/shipped-panel.ts";
import { twoScorers } from "../src/panel/two-scorers.ts";
import { type Random, random } from "../src/stats/distributions/random.ts";
import { type Control, packedScores } from "./control.ts";
import { round } from "./panel/control-tables.ts";

const scorers = {
  near: {
    model: "smollm2-135m",
    file: new URL("../assets/panel/scores/scores-smollm2-135m.jsonl.gz", import.meta.url),
  },
  other: {
    model: "gemma3-270m",
    file: new URL("../assets/panel/scores/scores-gemma3-270m.jsonl.gz", import.meta.url),
  },
};
const strengths = [1, 0.75, 0.5, 0.25, 0];
const mixtures = 20;
const how = { trim: 0.1, draws: 200 };

/**
 * What two scorers are said to see in the panel's own sets, planted rows mixed with neutral ones at known strengths. Rows that both have
 * read are used.
 */
export const panelKind: Control = {
  kind: "control",
  name: "panel-kind",
  lacks: () => null,
  make: async (say) => {
    const { recipe, answers } = readPanel();
    const tables = [packedScores(scorers.near.file), packedScores(scorers.other.file)];
    const read = tables.map(({ scores }) =>
      panelShiftSets(recipe, answers, scores, panelCandidates(recipe, 2)),
    );
    const [near = [], other = []] = read.map((sets, which) =>
      sets.map((set) =>
        common(
          set,
          read[1 - which]?.find(({ id }) => id === set.id),
        ),
      ),
    );
    return {
      settings: how,
      inputs: {
        recipe: recipe.sha256,
        near: scorers.near.model,
        other: scorers.other.model,
        scores: tables.map(({ sha256 }) => sha256),
      },
      cases: strengths.map((strength) => caseOf(strength, near, other, say)),
    };
  },
};

function caseOf(
  strength: number,
  near: readonly ShiftSet[],
  other: readonly ShiftSet[],
  say: (line: string) => void,
): JsonObject {
  const kinds: Record<string, number> = {};
  const sets = near.flatMap((set, at) => {
    const own = set.planted;
    const twin = other[at];
    if (own === null || twin === undefined) return [];
    const neutralAt = near.findLastIndex(({ planted }) => planted === null);
    const [neutral, neutralTwin] = [near[neutralAt], other[neutralAt]];
    if (neutral === undefined || neutralTwin === undefined) throw new Error("the panel has no neutral set");
    const source = random(`kind ${set.id} ${strength}`);
    const apart = (sets: readonly ShiftSet[]): ShiftSet[] =>
      sets.filter((_set, number) => number !== at && number !== neutralAt);
    const found = Array.from({ length: mixtures }, (_, i) => {
      const rows = chosen(set, neutral, strength, source);
      return twoScorers(
        { kinship: "same", suspect: mixed(set, neutral, rows), references: apart(near) },
        { kinship: "other", suspect: mixed(twin, neutralTwin, rows), references: apart(other) },
        own,
        { ...how, seed: `kind ${i}` },
      );
    });
    for (const { kind } of found) kinds[kind] = (kinds[kind] ?? 0) + 1;
    const mean = (of: (one: (typeof found)[number]) => number): number =>
      round(found.reduce((sum, one) => sum + of(one), 0) / found.length);
    return [
      {
        ...{ set: set.id, rows: set.cluster.length },
        near: mean((one) => one.near.estimate),
        other: mean((one) => one.other.estimate),
        difference: mean((one) => one.difference.estimate),
        reasons: Object.fromEntries(
          Map.groupBy(found, ({ kind, reason }) => `${kind}: ${reason}`)
            .entries()
            .map(([words, list]) => [words, list.length]),
        ),
      },
    ];
  });
  say(`strength ${strength}: ${JSON.stringify(kinds)}`);
  return { strength, mixtures, kinds, sets };
}

/** Rows of a set on prompts that the same set has in the other table too: one row a prompt. */
function common(set: ShiftSet, other: ShiftSet | undefined): ShiftSet {
  return rowsOn(set, new Set(other?.cluster));
}

/** Which rows of a mixture are planted and which neutral, by prompt, the same for both scorers. */
function chosen(set: ShiftSet, neutral: ShiftSet, strength: number, source: Random) {
  const prompts = source.shuffle([...set.cluster]);
  const planted = new Set(prompts.slice(0, Math.round(strength * prompts.length)));
  const plain = source.shuffle([...neutral.cluster]).slice(0, prompts.length - planted.size);
  return { planted, plain: new Set(plain) };
}

function mixed(set: ShiftSet, neutral: ShiftSet, { planted, plain }: ReturnType<typeof chosen>): ShiftSet {
  return mixedRows(rowsOn(set, planted), rowsOn(neutral, plain));
}

function rowsOn(set: ShiftSet, prompts: ReadonlySet<number>): ShiftSet {
  return withRows(
    set,
    [...set.cluster.keys()].filter((row) => prompts.has(set.cluster[row] ?? -1)),
  );
}
