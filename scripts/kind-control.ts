// What two scorers are said to see in the panel's own sets, planted rows mixed with neutral ones at known strengths:
//   node scripts/kind-control.ts --near smollm2-135m --other gemma3-270m
// Writes validate/results/panel-kind.json. The scores are those of scripts/panel-score.ts; rows that both have read are used.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { round } from "../lab/panel/control-tables.ts";
import { scoresFile, wholeLines } from "../lab/panel/score-rows.ts";
import { sha256 } from "../src/core/json.ts";
import { parseAnswers } from "../src/panel/answers.ts";
import { parseRecipe } from "../src/panel/recipe.ts";
import { panelCandidates, panelShiftSets } from "../src/panel/shift-sets.ts";
import { mixedRows, type ShiftSet, withRows } from "../src/panel/shift-table.ts";
import { twoScorers } from "../src/panel/two-scorers.ts";
import { parseScoreTable } from "../src/scoring/score-table.ts";
import { type Random, random } from "../src/stats/distributions/random.ts";
import { sourceHash } from "../validate/results.ts";

const { values } = parseArgs({
  options: {
    near: { type: "string", default: "smollm2-135m" },
    other: { type: "string", default: "gemma3-270m" },
    strengths: { type: "string", default: "1,0.75,0.5,0.25,0" },
    mixtures: { type: "string", default: "20" },
    draws: { type: "string", default: "200" },
    paraphrases: { type: "string", default: "2" },
  },
});
const [recipeFile, answersFile] = ["assets/panel/recipe.yaml", "assets/panel/answers.jsonl"];
const recipe = parseRecipe(readFileSync(recipeFile, "utf8"), recipeFile);
const answers = parseAnswers(wholeLines(answersFile), answersFile);
const tables = [values.near, values.other].map((model) => wholeLines(scoresFile("scores", model)));
const read = tables.map((table) =>
  panelShiftSets(
    recipe,
    answers,
    parseScoreTable(table, "scores"),
    panelCandidates(recipe, Number(values.paraphrases)),
  ),
);

/** Rows of a set on prompts that the same set has in the other table too: one row a prompt. */
function common(set: ShiftSet, other: ShiftSet | undefined): ShiftSet {
  const there = new Set(other?.cluster);
  return withRows(
    set,
    [...set.cluster.keys()].filter((row) => there.has(set.cluster[row] ?? -1)),
  );
}
const [near = [], other = []] = read.map((sets, which) =>
  sets.map((set) =>
    common(
      set,
      read[1 - which]?.find(({ id }) => id === set.id),
    ),
  ),
);
const mixtures = Number(values.mixtures);
const how = { trim: 0.1, draws: Number(values.draws) };

/** Which rows of a mixture are planted and which neutral, by prompt, the same for both scorers. */
function chosen(set: ShiftSet, neutral: ShiftSet, strength: number, source: Random) {
  const prompts = source.shuffle([...set.cluster]);
  const planted = new Set(prompts.slice(0, Math.round(strength * prompts.length)));
  const plain = source.shuffle([...neutral.cluster]).slice(0, prompts.length - planted.size);
  return { planted, plain: new Set(plain) };
}

function mixed(set: ShiftSet, neutral: ShiftSet, { planted, plain }: ReturnType<typeof chosen>): ShiftSet {
  const rows = (of: ShiftSet, prompts: ReadonlySet<number>): ShiftSet =>
    withRows(
      of,
      [...of.cluster.keys()].filter((row) => prompts.has(of.cluster[row] ?? -1)),
    );
  return mixedRows(rows(set, planted), rows(neutral, plain));
}

const cases = values.strengths.split(",").map((text) => {
  const strength = Number(text);
  const kinds: Record<string, number> = {};
  const bySet = near.flatMap((set, at) => {
    const own = set.planted;
    const twin = other[at];
    if (own === null || twin === undefined) return [];
    const neutralAt = near.findLastIndex(({ planted }) => planted === null);
    const [neutral, neutralTwin] = [near[neutralAt], other[neutralAt]];
    if (neutral === undefined || neutralTwin === undefined) throw new Error("the panel has no neutral set");
    const source = random(`kind ${set.id} ${text}`);
    const found = Array.from({ length: mixtures }, (_, i) => {
      const rows = chosen(set, neutral, strength, source);
      const apart = (sets: readonly ShiftSet[]): ShiftSet[] =>
        sets.filter((_set, number) => number !== at && number !== neutralAt);
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
        set: set.id,
        rows: set.cluster.length,
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
  process.stderr.write(`strength ${text}: ${JSON.stringify(kinds)}\n`);
  return { strength, mixtures, kinds, sets: bySet };
});
const results = {
  name: "panel-kind",
  codeHash: sourceHash([
    "src/studies/audit/panel",
    "src/stats/distributions/random.ts",
    "src/stats/distributions/trimmed-mean.ts",
    "scripts/kind-control.ts",
  ]),
  at: new Date().toISOString(),
  settings: how,
  inputs: {
    recipe: recipe.sha256,
    near: values.near,
    other: values.other,
    scores: tables.map((table) => sha256(table)),
  },
  cases,
};
writeFileSync(
  new URL("../validate/results/panel-kind.json", import.meta.url),
  `${JSON.stringify(results)}\n`,
);
