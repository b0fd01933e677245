// What is said of the sets in CREDENCE_DATA/audit, each in turn as if nothing were known of it, from scores that scripts/real-score.ts made:
//   node scripts/real-control.ts --model smollm2-135m
// Writes validate/results/real-sets-MODEL.json: numbers alone, no row of the data.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { heatOf, nestedRanks, noneThreshold } from "../lab/panel/control-tables.ts";
import { realSets } from "../lab/panel/real-sets.ts";
import { scoresFile, wholeLines } from "../lab/panel/score-rows.ts";
import { type JsonObject, sha256 } from "../src/core/json.ts";
import { cleanSplits } from "../src/panel/clean-halves.ts";
import { panelCandidates, plantedIn, shiftSet } from "../src/panel/shift-sets.ts";
import { pairName, parseScoreTable } from "../src/scoring/score-table.ts";
import { sourceHash } from "../validate/results.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "smollm2-135m" },
    scores: { type: "string" },
    rows: { type: "string", default: "10,25,50,100,200,500" },
    paraphrases: { type: "string", default: "2" },
  },
});
const data = process.env.CREDENCE_DATA;
if (data === undefined) throw new Error("CREDENCE_DATA names no folder");
const file = values.scores ?? scoresFile("real", values.model);
const table = wholeLines(file);
const means = new Map(
  parseScoreTable(table, file).map(({ row, system, mean }) => [pairName(row, system), mean]),
);
const all = await realSets(data);
const candidates = panelCandidates(all, Number(values.paraphrases));
const sets = all.sets.map(({ id, rows }) =>
  shiftSet({ id, planted: plantedIn(id, candidates), rows }, candidates, all.baseline, (row, system) =>
    means.get(pairName(row, system)),
  ),
);
const control = { sets, trim: 0.1, level: 0.05, draws: 200, seed: "real-control" };
const { trim, level, draws } = control;
const results = {
  name: `real-sets-${values.model}`,
  codeHash: sourceHash([
    "src/studies/audit/panel",
    "src/stats/distributions/inverse.ts",
    "src/stats/distributions/quantile.ts",
    "src/stats/distributions/random.ts",
    "src/stats/distributions/trimmed-mean.ts",
    "lab/panel/control-tables.ts",
    "scripts/real-control.ts",
    "lab/panel/real-sets.ts",
  ]),
  at: new Date().toISOString(),
  settings: { trim, level, draws },
  inputs: { sets: all.sha256, scores: sha256(table), scorer: values.model },
  candidates: candidates.map(({ set, systems }) => ({ id: set, systems })),
  rows: Object.fromEntries(sets.map(({ id, cluster }) => [id, cluster.length])),
  nested: nestedRanks(control, noneThreshold(control), values.rows.split(",").map(Number)),
  heat: heatOf(control),
  cleanSplits: alarms(),
};
const to = new URL(`../validate/results/real-sets-${values.model}.json`, import.meta.url);
writeFileSync(to, `${JSON.stringify(results)}\n`);

/** The clean set's halves as suspect sets, at the levels at which false alarms are counted everywhere. */
function alarms(): JsonObject {
  const clean = sets.find(({ id }) => id === "clean");
  if (clean === undefined) throw new Error("no set is called clean");
  const others = sets.filter(({ id }) => id !== "clean");
  const ps = cleanSplits({ clean, others, trim, seed: control.seed }, { splits: 200, draws, resamples: 50 });
  return {
    ...{ splits: ps.length, rows: Math.floor(clean.cluster.length / 2) },
    at: [0.01, 0.05].map((of) => ({ level: of, named: ps.filter((p) => p <= of).length })),
  };
}
