// Draws the answers of the panel that ships, by its recipe (assets/panel/recipe.yaml):
//   npm run panel [-- --model REFERENCE --concurrency 16 --prompts 200 --work FILE --out FOLDER]
// Answers are kept in the work file as they come; a run that was interrupted goes on from there.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { sha256 } from "../src/core/json.ts";
import { openModel } from "../src/models/open.ts";
import { type DrawnAnswer, parseAnswers, writeAnswers } from "../src/panel/answers.ts";
import { panelManifest } from "../src/panel/manifest.ts";
import { panelDraws, panelPrompts, parseRecipe } from "../src/panel/recipe.ts";

const { values } = parseArgs({
  options: {
    recipe: { type: "string", default: "assets/panel/recipe.yaml" },
    model: { type: "string" },
    concurrency: { type: "string", default: "16" },
    prompts: { type: "string" },
    work: { type: "string" },
    out: { type: "string", default: "assets/panel" },
  },
});
const recipe = parseRecipe(readFileSync(values.recipe, "utf8"), values.recipe);
const prompts = panelPrompts(recipe);
const most = values.prompts === undefined ? prompts.length : Number(values.prompts);
const draws = panelDraws(recipe).filter(({ prompt }) => prompt < most);
const work =
  values.work ?? join(homedir(), ".cache", "credence", "panel", `${recipe.sha256.slice(0, 16)}.jsonl`);
mkdirSync(dirname(work), { recursive: true });

const nameOf = ({ set, prompt }: { readonly set: string; readonly prompt: number }): string =>
  `${set} ${prompt}`;
const answers = new Map<string, DrawnAnswer>();
if (existsSync(work)) {
  // A line that was torn by the interruption is drawn again.
  const text = readFileSync(work, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole !== text) writeFileSync(work, whole);
  for (const answer of parseAnswers(whole, work)) answers.set(nameOf(answer), answer);
}

const model = await openModel(values.model ?? recipe.model, { env: process.env });
const { generate } = model.capabilities;
if (generate === undefined) throw new Error(`${model.reference} cannot generate text`);
const systems = new Map(recipe.sets.map(({ id, generate: under }) => [id, under]));
const waiting = draws.filter((draw) => !answers.has(nameOf(draw)));
const began = performance.now();
let done = 0;
let next = 0;
const worker = async (): Promise<void> => {
  for (;;) {
    const draw = waiting[next++];
    if (draw === undefined) return;
    const system = systems.get(draw.set)?.[draw.system] ?? "";
    const reply = await generate({
      prompt: {
        kind: "chat",
        messages: [
          { role: "system", content: system },
          { role: "user", content: prompts[draw.prompt] ?? "" },
        ],
      },
      maxTokens: recipe.maxTokens,
      temperature: recipe.temperature,
      seed: draw.seed,
    });
    if (!reply.ok) throw new Error(`${nameOf(draw)}: ${reply.missing.reason}`);
    const answer = {
      prompt: draw.prompt,
      set: draw.set,
      system: draw.system,
      finish: reply.value.finishReason === "stop" ? ("stop" as const) : ("length" as const),
      answer: reply.value.text,
    };
    answers.set(nameOf(draw), answer);
    appendFileSync(work, writeAnswers([answer]));
    done++;
    if (done % 100 === 0) {
      const seconds = (performance.now() - began) / 1000;
      const left = Math.round(((waiting.length - done) * seconds) / done);
      process.stderr.write(`${done} of ${waiting.length} answers, about ${left} s left\n`);
    }
  }
};
try {
  await Promise.all(Array.from({ length: Number(values.concurrency) }, worker));
} finally {
  await model.close();
}

const inOrder = draws.flatMap((draw) => answers.get(nameOf(draw)) ?? []);
const rows = writeAnswers(inOrder);
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, "answers.jsonl"), rows);
const manifest = panelManifest(recipe, inOrder, { answers: sha256(rows), model: model.identity });
writeFileSync(join(values.out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
