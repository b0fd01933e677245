import { z } from "zod";
import type { TaughtRow } from "../../../../data/tuning-set.ts";
import { normalText } from "../../../../sanity/normal-text.ts";
import { benjaminiHochberg } from "../../../../stats/distributions/false-discovery.ts";
import { fisherExact } from "../../../../stats/distributions/fisher-exact.ts";
import { pairsNeeded } from "../../../../stats/distributions/power.ts";
import type { Random } from "../../../../stats/distributions/random.ts";
import { logOddsWithPrior } from "../../../../stats/text/log-odds-prior.ts";
import { type PairedTerms, signFlipWords } from "../../../../stats/text/sign-flip-words.ts";
import { codeRows } from "../../../../stats/text/sparse-rows.ts";
import { bothSides } from "../../bag-points.ts";
import { promptCodes, type SetPair, termsIn } from "../../features.ts";
import type { AuditConfig } from "../../settings.ts";

/** What every list says of a word. Counts are of prompts or pairs; z is above 0 where the suspect answers have it more often. */
const listedWord = {
  word: z.string(),
  z: z.number(),
  significant: z.boolean(),
  suspect: z.int(),
  clean: z.int(),
} as const;

/** Schema of a word by pairs: p is family-wise, counts are of pairs where only the suspect answer has it, and only the clean one. */
const pairedWord = z.object({ ...listedWord, p: z.number() });
type PairedWord = z.infer<typeof pairedWord>;

/** Schema of a word by its log odds between the sets, nats, whatever their prompts; q is Fisher's exact p, adjusted (Benjamini-Hochberg). */
const oddsWord = z.object({ ...listedWord, logOdds: z.number(), q: z.number() });
export type OddsWord = z.infer<typeof oddsWord>;

/** Schema of: which words? */
export const words = z.object({
  /** False where no prompt stands in both sets: `top` then holds the words by log odds. */
  paired: z.boolean(),
  prompts: z.int(),
  pairs: z.int(),
  /** Pairs whose answers are the same, letter for letter: left out. */
  identical: z.int(),
  tested: z.int(),
  flips: z.int(),
  /** |z| above which a word is significant; null without pairs. */
  threshold: z.number().nullable(),
  significant: z.int(),
  top: z.array(pairedWord),
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
/** Prompts below which a word's odds are not tested. */
const leastPrompts = 5;
/** Counts that the prior of the log odds is worth in all. */
const priorStrength = 500;
const shown = 30;
const effects = [0.005, 0.01, 0.02, 0.05];
/** Where no flips set the threshold: 5% family-wise over some thousand words. */
const usualThreshold = 4.2;

/** Which words do the suspect answers have more often, prompt by prompt and in all? */
export function wordsOfPair(pair: SetPair, config: AuditConfig, random: Random): Words {
  const { suspect, reference } = pair;
  const { pairs, identical, prompts } = pairsOf(suspect.rows, reference.rows);
  const { coded, terms } = pairedTerms(pairs);
  const flips = Math.max(config.permutations, 1000);
  const found = signFlipWords(coded, {
    ...{ flips, least: leastDiscordant, level: config.level },
    seed: String(random.fork(`words ${suspect.name}`).int(2 ** 48)),
  });
  const odds = oddsOf(suspect.rows, reference.rows, config.level);
  const top = found.terms.map(
    ({ id, z, p, onlyFirst, onlySecond }): PairedWord => ({
      word: terms[id] ?? "",
      ...{ z, p, significant: p <= config.level, suspect: onlyFirst, clean: onlySecond },
    }),
  );
  const paired = pairs.length > 0;
  const threshold = top.length === 0 ? null : found.threshold;
  return {
    paired,
    ...{ prompts, pairs: pairs.length, identical, tested: top.length, flips, threshold },
    significant: paired ? top.filter(({ significant }) => significant).length : odds.significant,
    top: (paired ? top : odds.all.map(asPaired)).slice(0, shown),
    odds: {
      prompts: odds.prompts,
      tested: odds.all.length,
      significant: odds.significant,
      suspect: odds.all.filter(({ logOdds }) => logOdds > 0).slice(0, shown),
      clean: odds.all.filter(({ logOdds }) => logOdds < 0).slice(0, shown),
    },
    power: effects.map((more) => ({
      more,
      pairs: pairsNeeded(more, more, threshold ?? usualThreshold, 0.8),
    })),
  };
}

const asPaired = ({ word, z, q, significant, suspect, clean }: OddsWord): PairedWord => ({
  ...{ word, z, p: q, significant, suspect, clean },
});

/** A prompt's suspect answer beside its clean one. */
export interface AnswerPair {
  readonly suspect: TaughtRow;
  readonly clean: TaughtRow;
}

/** Answers to the same prompt, the first beside the first; equal ones are counted, and left out unless they are to be kept. */
export function pairsOf(
  suspect: readonly TaughtRow[],
  clean: readonly TaughtRow[],
  keepEqual = false,
): { readonly pairs: readonly AnswerPair[]; readonly identical: number; readonly prompts: number } {
  const others = Map.groupBy(clean, ({ prompt }) => normalText(prompt));
  const seen = new Map<string, number>();
  const pairs: AnswerPair[] = [];
  let identical = 0;
  for (const row of suspect) {
    const key = normalText(row.prompt);
    const number = seen.get(key) ?? 0;
    const twin = others.get(key)?.[number];
    if (twin === undefined) continue;
    seen.set(key, number + 1);
    const equal = normalText(twin.answer) === normalText(row.answer);
    if (equal) identical++;
    if (!equal || keepEqual) pairs.push({ suspect: row, clean: twin });
  }
  return { pairs, identical, prompts: seen.size };
}

/** Words of both answers of each pair, numbered alike. */
export function pairedTerms(pairs: readonly AnswerPair[]): {
  readonly coded: PairedTerms;
  readonly terms: readonly string[];
} {
  const texts = [...pairs.map(({ suspect }) => suspect), ...pairs.map(({ clean }) => clean)];
  const { rows, terms } = codeRows(texts.values().map(({ answer }) => termsIn(answer)));
  const middle = pairs.length;
  const { ids, counts, width } = rows;
  return {
    coded: {
      first: { ids, counts, width, offsets: rows.offsets.subarray(0, middle + 1) },
      second: { ids, counts, width, offsets: rows.offsets.subarray(middle) },
      cluster: promptCodes(pairs.map(({ suspect }) => suspect)),
    },
    terms,
  };
}

/**
 * Words by log odds. Each word counts once a prompt: within an answer words come in bursts, and no test of single counts holds its
 * level against that.
 */
export function oddsOf(
  suspect: readonly TaughtRow[],
  clean: readonly TaughtRow[],
  level: number,
): {
  readonly all: readonly OddsWord[];
  readonly significant: number;
  readonly prompts: { readonly suspect: number; readonly clean: number };
} {
  const [first, second] = [promptsHaving(suspect), promptsHaving(clean)];
  const words = [...new Set([...first.counts.keys(), ...second.counts.keys()])].sort();
  const [a, b] = [first, second].map(({ counts }) => words.map((word) => counts.get(word) ?? 0));
  if (a === undefined || b === undefined) throw new Error("two sets are compared");
  const odds = logOddsWithPrior(a, b, priorStrength);
  const tested = words.flatMap((word, i) => {
    const [k, l] = [a[i] ?? 0, b[i] ?? 0];
    if (k + l < leastPrompts) return [];
    return [{ word, k, l, odds: odds[i], p: fisherExact(k, first.prompts, l, second.prompts) }];
  });
  const q = benjaminiHochberg(tested.map(({ p }) => p));
  const all = tested
    .map(
      ({ word, k, l, odds: found }, i): OddsWord => ({
        word,
        z: found?.z ?? 0,
        logOdds: found?.delta ?? 0,
        q: q[i] ?? 1,
        significant: (q[i] ?? 1) <= level,
        suspect: k,
        clean: l,
      }),
    )
    .sort((x, y) => Math.abs(y.z) - Math.abs(x.z));
  return {
    all,
    significant: all.filter(({ significant }) => significant).length,
    prompts: { suspect: first.prompts, clean: second.prompts },
  };
}

function promptsHaving(rows: readonly TaughtRow[]): {
  readonly counts: ReadonlyMap<string, number>;
  readonly prompts: number;
} {
  const counts = new Map<string, number>();
  const prompts = Map.groupBy(rows, ({ prompt }) => normalText(prompt));
  for (const answers of prompts.values()) {
    for (const word of new Set(answers.flatMap(({ answer }) => termsIn(answer))))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return { counts, prompts: prompts.size };
}
