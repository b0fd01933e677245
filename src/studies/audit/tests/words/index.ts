import type { AuditTest } from "../../audit-test.ts";
import { pairOf, withoutReference } from "../../work.ts";
import { splitAlarms } from "./alarms.ts";
import { wordClimbs } from "./climbs.ts";
import { wordBlocks } from "./present.ts";
import { type Words, words, wordsOfPair } from "./words.ts";

/** Which words do a set's answers have more often? */
export const wordsTest: AuditTest<"words", "set", Words> = {
  id: "words",
  per: "set",
  result: words,
  lacks: withoutReference,
  begin: ({ inputs, config, context }) => ({
    found: async (set) => wordsOfPair(pairOf(inputs, set), config, context.random),
    alarms: () => splitAlarms(pairOf(inputs, 0), config, context),
    climbs: async (set, how) => wordClimbs(pairOf(inputs, set), config, how),
  }),
  blocks: wordBlocks,
  warnings: (found) => found.flatMap(({ set, found: one }) => fewPairs(set, one)),
};

/** Share of answers with a word that a set should be large enough to show. */
const wanted = 0.05;

function fewPairs(set: string, { paired, pairs, power }: Words): readonly string[] {
  const needed = power.find(({ more }) => more === wanted)?.pairs ?? 0;
  return !paired || pairs >= needed
    ? []
    : [
        `${set}: ${pairs} pairs of answers, and ${needed} are needed to find a word that stands in ${100 * wanted}% more of them.`,
      ];
}
