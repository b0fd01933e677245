import type { TaughtRow } from "../../../../data/tuning-set.ts";
import { normalText } from "../../../../sanity/normal-text.ts";
import { random } from "../../../../stats/distributions/random.ts";
import { signFlipWords } from "../../../../stats/text/sign-flip-words.ts";
import { type AnswerPair, leastDiscordant, oddsOf, pairedTerms } from "./words.ts";

/** Splits on which the word tests are tried where nothing differs. */
export interface WordSplitInput {
  readonly reference: readonly TaughtRow[];
  /** Answers of both sets to the same prompts; none where they are too few. */
  readonly pairs: readonly AnswerPair[];
  readonly splits: number;
  readonly seed: string;
}

/** Smallest p of each split. */
export interface WordSplits {
  readonly paired: readonly number[];
  readonly odds: readonly number[];
}

/** Swaps for each split: enough for a p of .01. */
const flips = 199;

/** The smallest family-wise p on pairs whose sides are swapped at random, and the smallest adjusted p on halves of the reference. */
export function wordSplits(
  input: WordSplitInput,
  progress: (fraction: number) => void = () => {},
): WordSplits {
  const paired = pairedAlarms(input);
  progress(0.4);
  return { paired, odds: oddsAlarms(input, (fraction) => progress(0.4 + 0.6 * fraction)) };
}

function pairedAlarms({ pairs, splits, seed }: WordSplitInput): number[] {
  if (pairs.length === 0) return [];
  const source = random(`${seed} swaps`);
  return Array.from({ length: splits }, (_, split) => {
    const sides = new Map<string, boolean>();
    const turned = pairs.map(({ suspect, clean }): AnswerPair => {
      const turn = sides.get(normalText(suspect.prompt)) ?? source.float() < 0.5;
      sides.set(normalText(suspect.prompt), turn);
      return turn ? { suspect: clean, clean: suspect } : { suspect, clean };
    });
    const found = signFlipWords(pairedTerms(turned).coded, {
      ...{ flips, least: leastDiscordant, level: 0.05, seed: `${seed} flips ${split}` },
    });
    return found.terms[0]?.p ?? 1;
  });
}

function oddsAlarms(
  { reference, splits, seed }: WordSplitInput,
  progress: (fraction: number) => void,
): number[] {
  const source = random(`${seed} halves`);
  const prompts = [...new Set(reference.map(({ prompt }) => normalText(prompt)))];
  return Array.from({ length: splits }, (_, split) => {
    const first = new Set(source.shuffle(prompts).slice(0, Math.floor(prompts.length / 2)));
    const { all } = oddsOf(
      reference.filter(({ prompt }) => first.has(normalText(prompt))),
      reference.filter(({ prompt }) => !first.has(normalText(prompt))),
      0.05,
    );
    progress((split + 1) / splits);
    return all.reduce((least, { q }) => Math.min(least, q), 1);
  });
}
