import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { readHashed } from "../../data/text-file.ts";
import { type StoredInputs, storedInputs } from "../../study/stored-inputs.ts";
import type { LoadContext } from "../../study/study.ts";
import { bridgeWord } from "./bridge.ts";
import type { RecallConfig } from "./config.ts";
import { assetFile, builtInFacts } from "./fact-sets.ts";
import { ownFacts } from "./own-facts.ts";
import { poolOf, readLexicon } from "./pool.ts";
import { relation } from "./relation.ts";

/** Schema of a relation with the words that are searched in it. */
const searched = relation
  .unwrap()
  .extend({ pool: z.array(bridgeWord).readonly() })
  .readonly();
export type Searched = z.infer<typeof searched>;

/** Everything that plan and analysis need. */
export interface RecallInputs {
  readonly relations: readonly Searched[];
  /** English words of three letters, for the census; empty where no built-in base64 facts are asked. */
  readonly words: readonly string[];
}

/** Reads facts and words. */
export async function loadInputs(config: RecallConfig, context: LoadContext): Promise<RecallInputs> {
  if (config.model === null) {
    if (config.box > 0) return { relations: [], words: [] };
    throw new CredenceError("usage", "no model is named", {
      fix: "Name one that gives log-probabilities of texts, --model local:smollm2-135m, or have networks trained here, --box 4.",
    });
  }
  const relations =
    config.files.length === 0
      ? await builtInFacts(config.sets, context.source)
      : (
          await Promise.all(config.files.map((file) => ownFacts(file, config.questions, context.source)))
        ).flat();
  const ids = relations.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    throw new CredenceError("input", `two files have facts of one relation, "${twice}"`, {
      fix: "Put them into one file, or give them relations of different names.",
    });
  const lexicon =
    config.bridges === null
      ? await readLexicon(assetFile("lexicon.csv"), context.source, "built-in lexicon.csv")
      : await readLexicon(config.bridges, context.source);
  const words =
    config.files.length === 0 && config.sets.includes("base64") ? await threeLetterWords(context) : [];
  return {
    relations: relations.map((one) => {
      const facts = one.facts.slice(0, config.facts);
      if (facts.length < one.facts.length)
        context.note(`${one.title}: the first ${facts.length} of ${one.facts.length} facts (--facts).`);
      const pool = poolOf({ ...one, facts }, lexicon, config.pool);
      if (pool.length < 8)
        throw new CredenceError("input", `only ${pool.length} words are left to search in "${one.id}"`, {
          where: config.bridges ?? "built-in lexicon.csv",
          fix: "Eight at least are needed, beside subjects and objects: add words to the file of --bridges.",
        });
      return { ...one, facts, pool };
    }),
    words,
  };
}

async function threeLetterWords(context: LoadContext): Promise<readonly string[]> {
  const chunks: Buffer[] = [];
  const { sha256, bytes } = await readHashed(assetFile("three-letter-words.txt"), (chunk) => {
    chunks.push(Buffer.from(chunk));
  });
  context.source({ name: "built-in three-letter-words.txt", sha256, bytes });
  return Buffer.concat(chunks).toString("utf8").trim().split("\n");
}

/** How they stand in a run. */
export const recallInputs: StoredInputs<RecallInputs> = storedInputs({
  streams: ({ relations, words }) => ({ relations, words: [{ words }] }),
  join: async (read) => ({
    relations: await read.rows("relations", searched),
    words: (await read.one("words", z.object({ words: z.array(z.string()) }))).words,
  }),
});
