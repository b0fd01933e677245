import { quantile } from "../../../../stats/distributions/quantile.ts";
import { random } from "../../../../stats/distributions/random.ts";
import { stratifiedExact } from "../../../../stats/distributions/stratified-exact.ts";
import type { PlantedCell } from "../../../../stats/text/planted-reach.ts";
import { flipped, signedTerms } from "../../../../stats/text/sign-flip-words.ts";
import type { SetPair } from "../../features.ts";
import { countedAnswers, oddsOf } from "../words/odds.ts";
import { onePairEach, pairedTerms, pairsOf } from "../words/pairs.ts";
import { fewestPairs, leastDiscordant } from "../words/words.ts";

/** What the list of words is tried with. */
export interface ListReach {
  /** Pairs, or answers a side. */
  readonly size: number;
  readonly paired: boolean;
  readonly cells: readonly PlantedCell[];
}

/**
 * In how many worlds does the list show a word that no other answer has? By pairs: in so many pairs one answer alone has it, and its |z| must exceed what the
 * largest of all words reaches where sides are swapped. Over all rows: its exact p must be small for as many words as are tested.
 */
export function listReach(
  { suspect, reference }: SetPair,
  how: {
    readonly rates: readonly number[];
    readonly plants: number;
    readonly level: number;
    readonly flips: number;
    readonly seed: string;
  },
): ListReach {
  const pairs = onePairEach(pairsOf(suspect.rows, reference.rows).pairs);
  const paired = pairs.length >= fewestPairs;
  const source = random(how.seed);
  const { size, least } = paired ? byPairs(pairs, how) : byRows({ suspect, reference }, how.level);
  const cells = how.rates.map((rate) => ({
    ...{ form: 0, rate, of: how.plants },
    found: Array.from(
      { length: how.plants },
      () => Array.from({ length: size }, () => source.float()).filter((chance) => chance < rate).length,
    ).filter((count) => count >= least).length,
  }));
  return { size, paired, cells };
}

/** Pairs, and how many of them must have the word. */
function byPairs(
  pairs: Parameters<typeof pairedTerms>[0],
  { level, flips, seed }: { readonly level: number; readonly flips: number; readonly seed: string },
): { readonly size: number; readonly least: number } {
  const largest = flipped(
    signedTerms(pairedTerms(pairs).coded, leastDiscordant),
    flips,
    `${seed} flips`,
  ).sort();
  const threshold = quantile(largest, 1 - level);
  // A word of one side alone has z = sqrt(count).
  return { size: pairs.length, least: Math.max(leastDiscordant, Math.floor(threshold ** 2) + 1) };
}

/** Answers a side, and how many of the suspect's must have the word where no clean one has it. */
function byRows(pair: SetPair, level: number): { readonly size: number; readonly least: number } {
  const { all, prompts } = oddsOf(countedAnswers(pair.suspect.rows, pair.reference.rows));
  const p = (k: number): number =>
    stratifiedExact([{ k, n: prompts.suspect, l: 0, m: prompts.clean }]).p * (all.length + 1);
  let least = 5;
  while (least < prompts.suspect && p(least) > level) least++;
  return { size: prompts.suspect, least };
}
