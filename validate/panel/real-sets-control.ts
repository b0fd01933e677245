import { realSets } from "../../lab/panel/real-sets.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { cleanSplits } from "../../src/panel/clean-halves.ts";
import { panelCandidates, plantedIn, shiftSet } from "../../src/panel/shift-sets.ts";
import { pairName } from "../../src/scoring/score-table.ts";
import { type Control, packedScores } from "../control.ts";
import { heatOf, type KnownSets, nestedRanks, noneThreshold } from "./control-tables.ts";

/**
 * What is said of the sets in CREDENCE_DATA/audit, each in turn as if nothing were known of it, from scores that scripts/real-score.ts made:
 * numbers alone, no row of the data.
 */
export function realSetsControl(model: string, file: URL): Control {
  return {
    kind: "control",
    name: `real-sets-${model}`,
    lacks: () =>
      process.env.CREDENCE_DATA === undefined ? "CREDENCE_DATA names no folder with the sets" : null,
    make: async (say) => {
      const table = packedScores(file);
      const means = new Map(table.scores.map(({ row, system, mean }) => [pairName(row, system), mean]));
      const all = await realSets(process.env.CREDENCE_DATA ?? "");
      const candidates = panelCandidates(all, 2);
      const sets = all.sets.map(({ id, rows }) =>
        shiftSet({ id, planted: plantedIn(id, candidates), rows }, candidates, all.baseline, (row, system) =>
          means.get(pairName(row, system)),
        ),
      );
      const known = { sets, trim: 0.1, level: 0.05, draws: 200, seed: "real-control" };
      return {
        settings: { trim: known.trim, level: known.level, draws: known.draws },
        inputs: { sets: all.sha256, scores: table.sha256, scorer: model },
        candidates: candidates.map(({ set, systems }) => ({ id: set, systems })),
        rows: Object.fromEntries(sets.map(({ id, cluster }) => [id, cluster.length])),
        nested: nestedRanks(known, noneThreshold(known), [10, 25, 50, 70], say),
        heat: heatOf(known),
        cleanSplits: cleanAlarms(known),
      };
    },
  };
}

/** The clean set's halves as suspect sets, at the levels at which false alarms are counted everywhere. */
function cleanAlarms({ sets, trim, draws, seed }: KnownSets): JsonObject {
  const clean = sets.find(({ id }) => id === "clean");
  if (clean === undefined) throw new Error("no set is called clean");
  const others = sets.filter(({ id }) => id !== "clean");
  const ps = cleanSplits({ clean, others, trim, seed }, { splits: 200, draws, resamples: 50 });
  return {
    ...{ splits: ps.length, rows: Math.floor(clean.cluster.length / 2) },
    at: [0.01, 0.05].map((of) => ({ level: of, named: ps.filter((p) => p <= of).length })),
  };
}
