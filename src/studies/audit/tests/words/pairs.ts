import type { TaughtRow } from "../../../../data/tuning-set.ts";
import { normalText } from "../../../../sanity/normal-text.ts";
import type { PairedTerms } from "../../../../stats/text/sign-flip-words.ts";
import { codeRows } from "../../../../stats/text/sparse-rows.ts";
import { promptCodes, termsIn } from "../../features.ts";

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

/** The first pair of each prompt whose answers differ: a prompt that is answered often must not speak often. */
export function onePairEach(pairs: readonly AnswerPair[]): readonly AnswerPair[] {
  return [
    ...new Map(pairs.toReversed().map((pair) => [normalText(pair.suspect.prompt), pair])).values(),
  ].reverse();
}

/** Words of both answers of each pair, numbered alike. A longer answer has more of every word, which is no choice of words: that is taken out. */
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
      byLength: true,
    },
    terms,
  };
}
