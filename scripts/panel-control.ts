// What the panel says of its own sets, from a score table that `scripts/panel-score.ts` made:
//   node scripts/panel-control.ts --model smollm2-135m [--scores FILE] [--answers FILE]
// Writes validate/results/panel-control-MODEL.json.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { heatOf, nestedRanks, noneThreshold, othersOf, round } from "../lab/panel/control-tables.ts";
import { scoresFile, wholeLines } from "../lab/panel/score-rows.ts";
import { sha256 } from "../src/core/json.ts";
import { parseAnswers } from "../src/panel/answers.ts";
import { panelVerdict, rowSampler } from "../src/panel/none-of-these.ts";
import { panelShift } from "../src/panel/panel-shift.ts";
import { parseRecipe } from "../src/panel/recipe.ts";
import { panelCandidates, panelShiftSets } from "../src/panel/shift-sets.ts";
import { mixedRows, type ShiftSet, withoutCandidate, withRows } from "../src/panel/shift-table.ts";
import { prepared, standingOf } from "../src/panel/standing.ts";
import { parseScoreTable } from "../src/scoring/score-table.ts";
import { random } from "../src/stats/distributions/random.ts";
import { sourceHash } from "../validate/results.ts";

const { values } = parseArgs({
  options: {
    recipe: { type: "string", default: "assets/panel/recipe.yaml" },
    answers: { type: "string", default: "assets/panel/answers.jsonl" },
    scores: { type: "string" },
    model: { type: "string", default: "smollm2-135m" },
    paraphrases: { type: "string", default: "2" },
    resamples: { type: "string", default: "200" },
    ladder: { type: "string", default: "100" },
    rows: { type: "string", default: "25,50,100" },
  },
});
const scores = values.scores ?? scoresFile("scores", values.model);
const recipe = parseRecipe(readFileSync(values.recipe, "utf8"), values.recipe);
const answers = parseAnswers(wholeLines(values.answers), values.answers);
const table = wholeLines(scores);
const candidates = panelCandidates(recipe, Number(values.paraphrases));
const sets = panelShiftSets(recipe, answers, parseScoreTable(table, scores), candidates);
const names = sets.flatMap(({ id, planted }) => (planted === null ? [] : [id]));
const resamples = Number(values.resamples);
const [trim, level, draws, seed] = [0.1, 0.05, 200, "panel-control"];
const least = Math.min(...sets.map(({ cluster }) => cluster.length));
const control = { sets, trim, level, draws, seed };
const threshold = noneThreshold(control);
const nested = nestedRanks(control, threshold, values.rows.split(",").map(Number));
const heat = heatOf(control);

/** Rates over resamples of prompts: each set as it is, and each planted set without its true prompt. */
const rates = [Math.min(100, least)].flatMap((count) =>
  sets.flatMap((set) =>
    [false, true]
      .filter((removed) => !removed || set.planted !== null)
      .map((removed) => {
        const all = removed && set.planted !== null ? withoutCandidate(sets, set.planted) : sets;
        const references = othersOf(set.id, all);
        const suspect = all.find(({ id }) => id === set.id) ?? set;
        const bound = threshold(set.id, count);
        const source = random(seed).fork(`rates ${set.id} ${removed}`);
        const draw = rowSampler(suspect);
        const tally = { first: 0, named: 0, wrong: 0, undecided: 0, none: 0 };
        for (let i = 0; i < resamples; i++) {
          const sample = withRows(suspect, draw(count, source));
          const shift = panelShift({ suspect: sample, references, trim, draws: 60, seed: `${seed} ${i}` });
          const verdict = panelVerdict(shift, { threshold: bound });
          const truth = removed ? null : set.planted;
          if (truth !== null && shift.top === truth) tally.first++;
          if (verdict.kind === "named") tally[verdict.candidate === truth ? "named" : "wrong"]++;
          else tally[verdict.kind]++;
        }
        const share = Object.fromEntries(Object.entries(tally).map(([k, n]) => [k, round(n / resamples)]));
        process.stderr.write(`${set.id}${removed ? " removed" : ""}: ${JSON.stringify(share)}\n`);
        return { set: set.id, removed, rows: count, threshold: round(bound), ...share };
      }),
  ),
);

/**
 * Planted rows among ordinary ones, by share. Ordinary are the neutral sets' rows: those on even prompts are mixed in, those on odd prompts
 * stand among the references. Once against all references, once against the ordinary ones alone, as where a clean file is at hand.
 */
const grid = [25, 50, 100, 200, 400, 800, 1600];
const half = (set: ShiftSet, odd: number): ShiftSet =>
  withRows(
    set,
    Array.from(set.cluster.keys()).filter((row) => (set.cluster[row] ?? 0) % 2 === odd),
  );
const neutrals = sets.filter(({ planted }) => planted === null);
const ordinary = neutrals.map((set) => half(set, 1));
const filler = neutrals.map((set) => half(set, 0)).reduce(mixedRows);
const ladder = [1, 0.5, 0.25, 0.1, 0.05].map((share) => {
  const byRows = grid.map((count) => {
    const found = sets.flatMap((set) => {
      if (set.planted === null) return [];
      const others = sets.filter(({ id, planted }) => id !== set.id && planted !== null);
      const bound = threshold(set.id, count);
      const all = prepared(set, [...others, ...ordinary], trim);
      const clean = prepared(set, ordinary, trim);
      const source = random(seed).fork(`ladder ${set.id} ${share} ${count}`);
      const drawPlanted = rowSampler(set);
      const drawOrdinary = rowSampler(filler);
      const tally = { first: 0, named: 0, againstOrdinary: 0 };
      for (let i = 0; i < Number(values.ladder); i++) {
        const planted = Math.round(share * count);
        const mixed = mixedRows(
          withRows(set, drawPlanted(planted, source)),
          withRows(filler, drawOrdinary(count - planted, source)),
        );
        const { top, z } = standingOf(mixed, all);
        if (top === set.planted) tally.first++;
        if (top === set.planted && (z[top] ?? 0) > bound) tally.named++;
        const apart = standingOf(mixed, clean);
        if (apart.top === set.planted) tally.againstOrdinary++;
      }
      return [{ set: set.id, tally }];
    });
    return { rows: count, found };
  });
  const rateOf = (of: keyof (typeof byRows)[number]["found"][number]["tally"]) => ({
    mean: byRows.map(({ rows, found }) => ({
      rows,
      rate: round(
        found.reduce((sum, { tally }) => sum + tally[of], 0) / found.length / Number(values.ladder),
      ),
    })),
    /** Rows from which on it is so in 80% of resamples; null where it is not within the grid. */
    needed: Object.fromEntries(
      names.map((name) => [
        name,
        byRows.find(
          ({ found }) =>
            (found.find(({ set }) => set === name)?.tally[of] ?? 0) >= 0.8 * Number(values.ladder),
        )?.rows ?? null,
      ]),
    ),
  });
  const entry = {
    share,
    first: rateOf("first"),
    named: rateOf("named"),
    againstOrdinary: rateOf("againstOrdinary"),
  };
  process.stderr.write(
    `share ${share}: ${grid.map((rows, i) => `${rows}: ${entry.first.mean[i]?.rate} ${entry.named.mean[i]?.rate} ${entry.againstOrdinary.mean[i]?.rate}`).join("; ")}\n`,
  );
  return entry;
});

const results = {
  name: `panel-control-${values.model}`,
  codeHash: sourceHash([
    "src/studies/audit/panel",
    "src/stats/distributions/inverse.ts",
    "src/stats/distributions/quantile.ts",
    "src/stats/distributions/random.ts",
    "src/stats/distributions/trimmed-mean.ts",
    "lab/panel/control-tables.ts",
    "scripts/panel-control.ts",
  ]),
  at: new Date().toISOString(),
  settings: { trim, level, draws, resamples, ladder: Number(values.ladder) },
  inputs: {
    recipe: recipe.sha256,
    answers: sha256(readFileSync(values.answers, "utf8")),
    scores: sha256(table),
    scorer: values.model,
    paraphrases: Number(values.paraphrases),
  },
  candidates: names,
  rows: Object.fromEntries(sets.map(({ id, cluster }) => [id, cluster.length])),
  nested,
  heat,
  rates,
  ladder,
};
const file = new URL(`../validate/results/panel-control-${values.model}.json`, import.meta.url);
writeFileSync(file, `${JSON.stringify(results)}\n`);
