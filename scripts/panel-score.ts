// Scores rows of the panel, and of sets in CREDENCE_DATA/audit, under every candidate prompt of the panel:
//   node scripts/panel-score.ts --model smollm2-135m --prompts 60 --out FILE
// One line a row and prompt. A run that was interrupted, or is given more prompts, scores what is not there yet.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { openModel } from "../src/models/open.ts";
import { parseAnswers } from "../src/studies/audit/panel/answers.ts";
import { panelRows } from "../src/studies/audit/panel/panel-rows.ts";
import { parseRecipe } from "../src/studies/audit/panel/recipe.ts";
import { blockRequest, rowHash, scoreBlock, scoreBlocks } from "../src/studies/audit/panel/score-block.ts";
import { pairName, parseScoreTable, systemHash, writeScore } from "../src/studies/audit/panel/score-table.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "smollm2-135m" },
    answers: { type: "string", default: "assets/panel/answers.jsonl" },
    recipe: { type: "string", default: "assets/panel/recipe.yaml" },
    prompts: { type: "string", default: "1000" },
    candidates: { type: "string", default: "1" },
    block: { type: "string", default: "24" },
    lanes: { type: "string", default: "16" },
    out: { type: "string" },
    yes: { type: "boolean", default: false },
    "dry-run": { type: "boolean", default: false },
  },
});
const recipe = parseRecipe(readFileSync(values.recipe, "utf8"), values.recipe);
const text = readFileSync(values.answers, "utf8");
const answers = parseAnswers(text.slice(0, text.lastIndexOf("\n") + 1), values.answers).filter(
  ({ prompt }) => prompt < Number(values.prompts),
);
const rows = panelRows(recipe, answers);
const systems = [
  ...recipe.baselines.slice(0, 1),
  ...recipe.sets.flatMap(({ candidates }) => candidates.slice(0, Number(values.candidates))),
];
const model = await openModel(values.model, { env: process.env, yes: values.yes });
const out =
  values.out ?? join(homedir(), ".cache", "credence", "panel", `scores-${model.identity.name}.jsonl`);
mkdirSync(dirname(out), { recursive: true });
const known = new Set<string>();
if (existsSync(out)) {
  const old = readFileSync(out, "utf8");
  const whole = old.slice(0, old.lastIndexOf("\n") + 1);
  if (whole !== old) writeFileSync(out, whole);
  for (const { row, system } of parseScoreTable(whole, out)) known.add(pairName(row, system));
}
const waiting = scoreBlocks(rows, systems, Number(values.block))
  .map((block) => ({
    ...block,
    rows: block.rows.filter((row) => !known.has(pairName(rowHash(row), systemHash(block.system)))),
  }))
  .filter((block) => block.rows.length > 0);
const { tokensInTurn } = model.capabilities;
const sizes: number[] = [];
for (const block of waiting) {
  const planned = await tokensInTurn?.(blockRequest(block));
  sizes.push(planned?.ok === true ? planned.value.evaluated : Number.NaN);
}
const announced = sizes.reduce((sum, size) => sum + size, 0);
process.stderr.write(
  `${waiting.length} blocks, ${waiting.reduce((n, b) => n + b.rows.length, 0)} scores, ${announced} tokens\n`,
);
let evaluated = 0;
let next = 0;
let done = 0;
const began = performance.now();
const lane = async (): Promise<void> => {
  for (;;) {
    const block = waiting[next++];
    if (block === undefined) return;
    const scored = await scoreBlock(model.capabilities, block);
    if (!scored.ok) throw new Error(scored.missing.reason);
    for (const { uncachedInput } of scored.usages) evaluated += uncachedInput ?? Number.NaN;
    appendFileSync(
      out,
      block.rows
        .map((row, i) => {
          const score = scored.value.rows[i];
          if (score === undefined || "missing" in score) return "";
          return writeScore({ row: rowHash(row), system: systemHash(block.system), ...score });
        })
        .join(""),
    );
    done++;
    const seconds = (performance.now() - began) / 1000;
    const left = Math.round(((announced - evaluated) * seconds) / evaluated);
    if (done % 10 === 0) {
      process.stderr.write(
        `${done} of ${waiting.length} blocks, ${Math.round(evaluated / seconds)} tokens/s, about ${left} s left\n`,
      );
    }
  }
};
if (!values["dry-run"]) await Promise.all(Array.from({ length: Number(values.lanes) }, lane));
await model.close();
const seconds = (performance.now() - began) / 1000;
process.stderr.write(
  `announced ${announced} tokens, evaluated ${evaluated}, ${Math.round(evaluated / seconds)} tokens/s\n`,
);
