import { z } from "zod";
import type { Random } from "../../stats/distributions/random.ts";
import { plain } from "../../stats/text/letters.ts";

/** Schema of a census: how many facts make a word with their answer, and how many would if answers were dealt out at random. */
export const census = z
  .object({
    facts: z.int(),
    words: z.array(z.string()).readonly(),
    /** Mean over dealt answers by exact count: pairs of any subject with any object that make a word, over the facts. */
    byChance: z.number(),
    /** Mean over the permutations that were drawn. */
    drawn: z.number(),
    p: z.number(),
    permutations: z.int(),
  })
  .readonly();
export type Census = z.infer<typeof census>;

/**
 * Look-elsewhere census: facts whose subject and object, one after the other, spell a word. That some do is no evidence; more than by chance would be a
 * little, and only an intervention is more.
 *
 * @param words in lower case
 */
export function censusOf(
  facts: readonly { readonly subject: string; readonly object: string }[],
  words: ReadonlySet<string>,
  permutations: number,
  source: Random,
): Census {
  const makes = facts.map(({ subject }) =>
    Uint8Array.from(facts, ({ object }) => (words.has(plain(subject) + plain(object)) ? 1 : 0)),
  );
  const found = facts.flatMap(({ subject, object }, i) =>
    makes[i]?.[i] === 1 ? [`${subject.replace(/=+$/, "")}${object}`] : [],
  );
  const dealt = Int32Array.from(facts.keys());
  let sum = 0;
  let asMany = 0;
  for (let draw = 0; draw < permutations; draw++) {
    source.shuffleMarks(dealt);
    let count = 0;
    for (let i = 0; i < dealt.length; i++) count += makes[i]?.[dealt[i] ?? 0] ?? 0;
    sum += count;
    if (count >= found.length) asMany++;
  }
  return {
    facts: facts.length,
    words: found,
    byChance: makes.reduce((total, row) => total + row.reduce((a, b) => a + b, 0), 0) / facts.length,
    drawn: sum / permutations,
    p: (1 + asMany) / (1 + permutations),
    permutations,
  };
}
