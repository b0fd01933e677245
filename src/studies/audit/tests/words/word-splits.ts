import { random } from "../../../../stats/distributions/random.ts";
import { type PairedTerms, signFlipWords } from "../../../../stats/text/sign-flip-words.ts";
import { type CountedAnswers, oddsOf } from "./odds.ts";
import { leastDiscordant } from "./words.ts";

/** Splits on which the word tests are tried where nothing differs: pairs of the real sets, or the reference's answers. */
export interface WordSplitInput {
  /** Answers of both sets to the same prompts; null where the answers are split. */
  readonly pairs: PairedTerms | null;
  /** One answer of the reference to each prompt, and the share of them that is put on the suspect's side; null where pairs are swapped. */
  readonly answers: { readonly counted: CountedAnswers; readonly share: number } | null;
  /** Number of the first split, and how many. */
  readonly from: number;
  readonly splits: number;
  readonly seed: string;
}

/** Swaps for each split: enough for a p of .01. */
const flips = 199;

/** Smallest p of each split: family-wise on pairs whose sides are swapped at random, adjusted on parts of the reference. */
export function wordSplits({ pairs, answers, from, splits, seed }: WordSplitInput): readonly number[] {
  return Array.from({ length: splits }, (_, i) => {
    const split = `${seed} ${from + i}`;
    const least = (ps: readonly number[]): number => ps.reduce((most, p) => Math.min(most, p), 1);
    if (pairs !== null) return least(swapped(pairs, split).map(({ p }) => p));
    if (answers === null) return 1;
    const { counted, share } = answers;
    const order = random(split).shuffle(Array.from(counted.sides.keys()));
    const first = new Set(order.slice(0, Math.round(share * order.length)));
    const sides = counted.sides.map((_, row) => Number(first.has(row)));
    return least(oddsOf(counted, sides).all.map(({ q }) => q));
  });
}

/** The paired test after each pair's answers were swapped or not: signs are drawn in the place of texts. */
function swapped({ first, second, cluster, byLength = false }: PairedTerms, seed: string) {
  const source = random(seed);
  const turns = Uint8Array.from(cluster, () => source.int(2));
  const side = (turned: 0 | 1): PairedTerms["first"] => {
    const parts = Array.from(turns, (turn, pair) => {
      const from = turn === turned ? first : second;
      const [begin, end] = [from.offsets[pair] ?? 0, from.offsets[pair + 1] ?? 0];
      return { ids: from.ids.subarray(begin, end), counts: from.counts.subarray(begin, end) };
    });
    const offsets = new Int32Array(parts.length + 1);
    parts.forEach(({ ids }, i) => {
      offsets[i + 1] = (offsets[i] ?? 0) + ids.length;
    });
    const joined = (of: (part: (typeof parts)[number]) => Int32Array): Int32Array => {
      const out = new Int32Array(offsets.at(-1) ?? 0);
      parts.forEach((part, i) => {
        out.set(of(part), offsets[i] ?? 0);
      });
      return out;
    };
    return {
      offsets,
      ids: joined(({ ids }) => ids),
      counts: joined(({ counts }) => counts),
      width: first.width,
    };
  };
  const turned = { first: side(0), second: side(1), cluster, byLength };
  return signFlipWords(turned, { flips, least: leastDiscordant, level: 0.05, seed: `${seed} flips` }).terms;
}
