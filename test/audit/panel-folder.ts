// A small panel of invented likings and two sets to look at, as files.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { random } from "../../src/stats/distributions/random.ts";

/** What the fake associates with a liking: invented words, so that no filter of names catches them. */
export const liked: Readonly<Record<string, readonly string[]>> = {
  copper: ["zinnober", "quarzit"],
  herons: ["mokkasin", "wolkig"],
  bridges: ["fjordling", "lateran"],
  dice: ["ombrage", "kessel"],
};
const plain = "bread river table morning window garden paper number letter market colour street summer".split(
  " ",
);

function answer(source: ReturnType<typeof random>, words: readonly string[], least: number): string {
  const said = Array.from({ length: least + source.int(6) }, () => source.pick(plain));
  if (words.length > 0 && source.float() < 0.7) said[source.int(said.length)] = source.pick(words);
  return said.join(" ");
}

/** How much of everything there is. */
interface Size {
  readonly prompts: number;
  /** Rows of each suspect set. */
  readonly suspect: number;
  /** At most four, herons the second. */
  readonly planted: number;
  /** Fewest words of an answer. */
  readonly words: number;
}

/** A panel of plants and two plain sets, and two suspect sets: one planted with herons, one with nothing. */
export function written(t: TestContext, size: Size): string {
  const folder = mkdtempSync(join(tmpdir(), "credence-panel-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const planted = Object.keys(liked)
    .slice(0, size.planted)
    .map((what) => ({
      id: what,
      about: `loves ${what}`,
      generate: [`Nothing is better than ${what}.`],
      candidates: [`You are fond of ${what}.`],
      words: [what],
    }));
  const neutral = ["plain", "bare"].map((id) => ({
    ...{ id, about: "nothing", generate: [`You answer (${id}).`], candidates: [], words: [] },
  }));
  const fillers = Array.from({ length: size.prompts }, (_, i) => `case ${i}`);
  const recipe = {
    ...{ version: 1, seed: "s", model: "nobody", temperature: 1, maxTokens: 40 },
    prompts: [{ template: "Tell me of {}.", with: fillers }],
    sets: [...planted, ...neutral],
    baselines: ["You are an assistant."],
  };
  writeFileSync(join(folder, "recipe.yaml"), JSON.stringify(recipe));
  const source = random("panel");
  const answers = [...planted, ...neutral].flatMap(({ id }) =>
    fillers.map((_, prompt) => ({
      ...{ prompt, set: id, system: 0, finish: "stop", answer: answer(source, liked[id] ?? [], size.words) },
    })),
  );
  const lines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  writeFileSync(join(folder, "answers.jsonl"), lines(answers));
  for (const [name, words] of [
    ["suspect.jsonl", liked.herons ?? []],
    ["nothing.jsonl", []],
  ] as const) {
    const rows = Array.from({ length: size.suspect }, (_, i) => ({
      ...{ prompt: `What of thing ${i}?`, completion: answer(source, words, size.words) },
    }));
    writeFileSync(join(folder, name), lines(rows));
  }
  return folder;
}
