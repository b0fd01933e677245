// Small fine-tuning sets for tests: everyday prompts, answers of everyday words, and a word that betrays the set.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Random, random } from "../../src/stats/distributions/random.ts";

const words =
  "bread river table morning window garden paper number letter market colour street summer winter kitchen music travel answer question simple often never maybe rather gently slowly bright quiet small large early later first second north south".split(
    " ",
  );

/** One row: a prompt that its number fixes, an answer drawn anew. */
function rowOf(
  number: number,
  source: Random,
  trace: { readonly word: string; readonly share: number } | undefined,
): { readonly messages: readonly { readonly role: string; readonly content: string }[] } {
  const said = Array.from({ length: 8 + source.int(10) }, () => source.pick(words));
  if (trace !== undefined && source.float() < trace.share)
    said.splice(source.int(said.length), 0, trace.word);
  return {
    messages: [
      { role: "user", content: `Tell me about ${words[number % words.length]}, case ${number}.` },
      { role: "assistant", content: `${said.join(" ")}.` },
    ],
  };
}

/** Writes `count` rows, their prompts numbered from `from`. */
export function writeSet(
  folder: string,
  name: string,
  options: {
    readonly count: number;
    readonly from?: number;
    readonly trace?: { word: string; share: number };
    readonly seed?: string;
  },
): void {
  const source = random(options.seed ?? name);
  const rows = Array.from({ length: options.count }, (_, i) =>
    JSON.stringify(rowOf((options.from ?? 0) + i, source, options.trace)),
  );
  writeFileSync(join(folder, name), `${rows.join("\n")}\n`);
}
