// Scores rows of the panel under every candidate prompt of the panel:
//   node scripts/panel-score.ts --model smollm2-135m --prompts 60 --out FILE
// One line a row and prompt. A run that was interrupted, or is given more prompts, scores what is not there yet.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { scoreRows, scoresFile, wholeLines } from "../lab/panel/score-rows.ts";
import { openModel } from "../src/models/open.ts";
import { parseAnswers } from "../src/panel/answers.ts";
import { panelRows } from "../src/panel/panel-rows.ts";
import { parseRecipe } from "../src/panel/recipe.ts";
import { panelCandidates } from "../src/panel/shift-sets.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "smollm2-135m" },
    answers: { type: "string", default: "assets/panel/answers.jsonl" },
    recipe: { type: "string", default: "assets/panel/recipe.yaml" },
    prompts: { type: "string", default: "1000" },
    paraphrases: { type: "string", default: "2" },
    block: { type: "string", default: "24" },
    lanes: { type: "string", default: "16" },
    out: { type: "string" },
    yes: { type: "boolean", default: false },
    "dry-run": { type: "boolean", default: false },
  },
});
const recipe = parseRecipe(readFileSync(values.recipe, "utf8"), values.recipe);
const answers = parseAnswers(wholeLines(values.answers), values.answers).filter(
  ({ prompt }) => prompt < Number(values.prompts),
);
const systems = [
  ...recipe.baselines.slice(0, 1),
  ...panelCandidates(recipe, Number(values.paraphrases)).flatMap(({ systems: wordings }) => wordings),
];
const model = await openModel(values.model, { env: process.env, yes: values.yes });
const out = values.out ?? scoresFile("scores", model.identity.name);
await scoreRows(panelRows(recipe, answers), systems, model, out, {
  ...{ block: Number(values.block), lanes: Number(values.lanes), dryRun: values["dry-run"] },
});
await model.close();
