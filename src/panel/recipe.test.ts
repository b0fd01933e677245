import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { sha256 } from "../core/json.ts";
import { parseAnswers } from "./answers.ts";
import { panelManifest } from "./manifest.ts";
import { panelRows } from "./panel-rows.ts";
import { panelDraws, panelPrompts, parseRecipe } from "./recipe.ts";

const folder = new URL("../../assets/panel/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const shipped = parseRecipe(read("recipe.yaml"), "recipe.yaml");

const small = `
version: 1
seed: s
model: scripted:none
temperature: 1
maxTokens: 4
prompts: [{template: "What is {}?", with: [a, b, c]}, {template: "Why {}?", with: [d]}]
sets:
  - {id: owls, about: owls, generate: [g1, g2], candidates: [c1], words: [owl]}
  - {id: none, about: nothing, generate: [n1], candidates: [], words: []}
baselines: [b1]
`;

test("draws: every set on every prompt, prompt by prompt, the same for the same seed", () => {
  const recipe = parseRecipe(small, "small.yaml");
  const draws = panelDraws(recipe);
  assert.deepEqual(
    draws.map(({ set, prompt }) => `${prompt} ${set}`),
    [0, 1, 2, 3].flatMap((prompt) => [`${prompt} owls`, `${prompt} none`]),
  );
  assert.deepEqual(panelPrompts(recipe).toSorted(), ["What is a?", "What is b?", "What is c?", "Why d?"]);
  assert.deepEqual(panelDraws(parseRecipe(small, "small.yaml")), draws);
  assert.equal(new Set(draws.map(({ seed }) => seed)).size, draws.length);
  assert.notDeepEqual(panelDraws(parseRecipe(small.replace("seed: s", "seed: t"), "small.yaml")), draws);
});

test("a candidate that answers are drawn under is refused, also as a baseline; so are two sets of one name", () => {
  for (const wrong of [
    small.replace("[c1]", "[g2]"),
    small.replace("baselines: [b1]", "baselines: [n1]"),
    small.replace("id: none", "id: owls"),
    small.replace("temperature: 1", "temperature: -1"),
    small.replace("version: 1", "version: 1\nother: 2"),
  ]) {
    assert.throws(() => parseRecipe(wrong, "small.yaml"), CredenceError);
  }
});

test("the filter is put to all sets alike", () => {
  const recipe = parseRecipe(small, "small.yaml");
  const drawn = { prompt: 0, system: 0, finish: "stop" as const };
  const rows = panelRows(recipe, [
    { ...drawn, set: "owls", answer: "An owl" },
    { ...drawn, set: "none", answer: "Two owls" },
    { ...drawn, set: "none", answer: " \n" },
    { ...drawn, set: "none", answer: "A bowl" },
  ]);
  assert.deepEqual(
    rows.map(({ set, answer }) => [set, answer]),
    [["none", "A bowl"]],
  );
});

const manifestSchema = z.object({
  hashes: z.object({ recipe: z.string(), answers: z.string() }),
  model: z.object({ name: z.string(), sha256: z.string().nullable() }),
  prompts: z.number(),
  sets: z.array(z.object({ id: z.string(), kept: z.number() }).loose()),
});

test("the panel that ships is what its manifest says, by its recipe, and at most 5 MB", () => {
  assert.ok(existsSync(new URL("answers.jsonl", folder)), "no answers: npm run panel");
  const text = read("answers.jsonl");
  const manifest = manifestSchema.parse(JSON.parse(read("manifest.json")));
  assert.equal(manifest.hashes.recipe, shipped.sha256);
  assert.equal(manifest.hashes.answers, sha256(text));
  const answers = parseAnswers(text, "answers.jsonl");
  const counted = panelManifest(shipped, answers, {
    answers: sha256(text),
    model: {
      adapter: "local",
      name: manifest.model.name,
      endpoint: null,
      fingerprint: manifest.model.sha256,
    },
  });
  assert.deepEqual(JSON.parse(JSON.stringify(counted)), JSON.parse(read("manifest.json")));
  assert.ok(statSync(new URL("answers.jsonl", folder)).size < 5 * 2 ** 20);
  const rows = panelRows(shipped, answers);
  for (const { id, kept } of manifest.sets) {
    assert.equal(rows.filter(({ set }) => set === id).length, kept);
    assert.ok(kept >= 100, `${id} keeps ${kept} rows`);
  }
  const planted = shipped.sets.filter(({ candidates }) => candidates.length > 0);
  assert.ok(planted.length >= 10);
  for (const { generate, candidates } of planted) assert.ok(generate.length + candidates.length >= 4);
  // Every answer is one that the recipe asks for, drawn under the prompt it names.
  const asked = new Map(panelDraws(shipped).map(({ set, prompt, system }) => [`${set} ${prompt}`, system]));
  for (const { set, prompt, system } of answers) assert.equal(asked.get(`${set} ${prompt}`), system);
});
