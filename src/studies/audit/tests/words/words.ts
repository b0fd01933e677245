import { z } from "zod";
import type { TaughtRow } from "../../../../data/tuning-set.ts";
import { pairsNeeded } from "../../../../stats/distributions/power.ts";
import type { Random } from "../../../../stats/distributions/random.ts";
import { signFlipWords } from "../../../../stats/text/sign-flip-words.ts";
import { bothSides } from "../../bag-points.ts";
import { type SetPair, termsIn } from "../../features.ts";
import type { AuditConfig } from "../../settings.ts";
import { countedAnswers, oddsOf, type WordOdds } from "./odds.ts";
import { onePairEach, pairedTerms, pairsOf } from "./pairs.ts";

/** What every list says of a word. Counts are of prompts or pairs; z is above 0 where the suspect answers have it more often. */
const listedWord = {
  word: z.string(),
  z: z.number(),
  significant: z.boolean(),
  suspect: z.int(),
  clean: z.int(),
} as const;

/** Schema of a word of the list that is tested: p is family-wise; by pairs, counts are of pairs where only the suspect answer has it, and only the clean one. */
const testedWord = z.object({
  ...listedWord,
  p: z.number(),
  /** Rows of either set, whatever their prompts, whose answer has it. */
  rows: bothSides,
});
type TestedWord = z.infer<typeof testedWord>;

/** Schema of a word by its log odds between the sets, nats, whatever their prompts; q is its exact p, adjusted (Benjamini-Hochberg). */
const oddsWord = z.object({ ...listedWord, logOdds: z.number(), q: z.number() });
export type OddsWord = z.infer<typeof oddsWord>;

/** Schema of: which words? */
export const words = z.object({
  /** False where `top` holds the words of all rows, whatever their prompts, because too few prompts have two different answers. */
  paired: z.boolean(),
  /** Prompts of both sets. */
  prompts: z.int(),
  /** Of these, those whose first two answers differ: one pair each. */
  pairs: z.int(),
  /** Pairs whose answers are the same but for blanks at their ends: left out. */
  identical: z.int(),
  tested: z.int(),
  flips: z.int(),
  /** |z| above which a word is significant; null without pairs. */
  threshold: z.number().nullable(),
  significant: z.int(),
  /** Chance of a word that stands out as much as the first where nothing differs; null where none could be tested. */
  p: z.number().nullable(),
  top: z.array(testedWord),
  odds: z.object({
    prompts: bothSides,
    tested: z.int(),
    significant: z.int(),
    suspect: z.array(oddsWord),
    clean: z.array(oddsWord),
  }),
  /** Pairs needed to find a word that stands in this share more of the suspect answers and in no clean one. */
  power: z.array(z.object({ more: z.number(), pairs: z.int() })),
});
export type Words = z.infer<typeof words>;

/** Discordant pairs below which a word is not tested: its |z| could not exceed 2.4. */
export const leastDiscordant = 6;
/** Pairs from which words are compared prompt by prompt. Fixed before any answer is read, but for which are equal. */
export const fewestPairs = 50;
const shown = 30;
const effects = [0.005, 0.01, 0.02, 0.05];
/** Where no flips set the threshold: 5% family-wise over some thousand words. */
const usualThreshold = 4.2;

/** Which words do the suspect answers have more often, prompt by prompt where enough prompts stand in both sets, and in all? */
export function wordsOfPair(
  { suspect, reference }: SetPair,
  config: Pick<AuditConfig, "permutations" | "level">,
  random: Random,
): Words {
  const { level } = config;
  const { pairs: all, identical, prompts } = pairsOf(suspect.rows, reference.rows);
  const pairs = onePairEach(all);
  const flips = Math.max(config.permutations, 1000);
  const odds = oddsOf(countedAnswers(suspect.rows, reference.rows));
  const paired = pairs.length >= fewestPairs;
  const { coded, terms } = pairedTerms(paired ? pairs : []);
  const found = signFlipWords(coded, {
    ...{ flips, least: leastDiscordant, level },
    seed: String(random.fork(`words ${suspect.name}`).int(2 ** 48)),
  });
  const listed = paired
    ? found.terms.map(({ id, z, p, onlyFirst, onlySecond }) => ({
        ...{ word: terms[id] ?? "", z, p, suspect: onlyFirst, clean: onlySecond },
      }))
    : odds.all.map(({ word, z, p, suspect: k, clean: l }) => ({
        ...{ word, z, p: Math.min(1, p * odds.all.length), suspect: k, clean: l },
      }));
  const first = listed.slice(0, shown);
  const rows = [suspect.rows, reference.rows].map((of) =>
    rowsWith(of, new Set(first.map(({ word }) => word))),
  );
  const threshold = paired && listed.length > 0 ? found.threshold : null;
  return {
    paired,
    ...{ prompts, pairs: pairs.length, identical, tested: listed.length, flips, threshold },
    significant: listed.filter(({ p }) => p <= level).length,
    p: listed.length === 0 ? null : listed.reduce((least, { p }) => Math.min(least, p), 1),
    top: first.map(
      (one): TestedWord => ({
        ...one,
        significant: one.p <= level,
        rows: { suspect: rows[0]?.get(one.word) ?? 0, clean: rows[1]?.get(one.word) ?? 0 },
      }),
    ),
    odds: {
      prompts: odds.prompts,
      tested: odds.all.length,
      significant: odds.all.filter(({ q }) => q <= level).length,
      suspect: listedOdds(odds.all, level, 1),
      clean: listedOdds(odds.all, level, -1),
    },
    power: effects.map((more) => ({
      more,
      pairs: pairsNeeded(more, more, threshold ?? usualThreshold, 0.8),
    })),
  };
}

function listedOdds(all: readonly WordOdds[], level: number, side: 1 | -1): OddsWord[] {
  return all
    .filter(({ z }) => z * side > 0)
    .slice(0, shown)
    .map(({ p: _, ...found }) => ({ ...found, significant: found.q <= level }));
}

/** How many rows' answers have each of some words. */
function rowsWith(rows: readonly TaughtRow[], wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (wanted.size === 0) return counts;
  for (const { answer } of rows)
    for (const word of new Set(termsIn(answer)).intersection(wanted))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
