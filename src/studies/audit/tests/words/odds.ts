import type { TaughtRow } from "../../../../data/tuning-set.ts";
import { normalText } from "../../../../sanity/normal-text.ts";
import { benjaminiHochberg } from "../../../../stats/distributions/false-discovery.ts";
import { stratifiedExact } from "../../../../stats/distributions/stratified-exact.ts";
import { type CodedRows, codeRows } from "../../../../stats/text/sparse-rows.ts";
import { termsIn } from "../../features.ts";

/** A word by how many answers have it, whatever their prompts. */
export interface WordOdds {
  readonly word: string;
  readonly z: number;
  readonly logOdds: number;
  /** Exact, of this word alone, and adjusted for all words that are tested: false discovery rate (Benjamini-Hochberg). */
  readonly p: number;
  readonly q: number;
  readonly suspect: number;
  readonly clean: number;
}

/** Answers, one a prompt and side, as numbers of words; both sides may be dealt anew without reading a text again. */
export interface CountedAnswers extends CodedRows {
  /** 1 suspect, 0 clean. */
  readonly sides: Uint8Array;
  /** Stratum of length. */
  readonly lengths: Uint8Array;
}

/** Answers below which a word is not tested. */
const leastAnswers = 5;
/** Strata of length: so many answers each at least, and so many strata at most. */
const fewestIn = 40;
const mostStrata = 8;

/** The first answer to each prompt, of either set. */
export function countedAnswers(suspect: readonly TaughtRow[], clean: readonly TaughtRow[]): CountedAnswers {
  const [first, second] = [suspect, clean].map((rows) => [
    ...new Map(rows.toReversed().map((row) => [normalText(row.prompt), row])).values(),
  ]);
  const of = [...(first ?? []), ...(second ?? [])];
  const texts = of.map(({ answer }) => termsIn(answer));
  return {
    ...codeRows(texts),
    sides: Uint8Array.from(of, (_, i) => Number(i < (first?.length ?? 0))),
    lengths: strataOf(texts.map(({ length }) => length)),
  };
}

/** Equal parts of the answers by how many words they have; equal lengths stand in one. */
function strataOf(lengths: readonly number[]): Uint8Array {
  const sorted = Float64Array.from(lengths).sort();
  const count = Math.max(1, Math.min(mostStrata, Math.floor(lengths.length / fewestIn)));
  const bounds = Array.from(
    { length: count - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / count)] ?? 0,
  );
  return Uint8Array.from(lengths, (length) => bounds.filter((bound) => length >= bound).length);
}

/**
 * Words that one set's answers have more often, among answers of about the same length; each word counts once an answer, for within an answer words come
 * in bursts. The largest |z| comes first.
 *
 * @param sides 1 suspect, 0 clean, 2 left out, where others than the answers' own
 */
export function oddsOf(
  { rows, terms, sides: own, lengths }: CountedAnswers,
  sides: Uint8Array = own,
): {
  readonly all: readonly WordOdds[];
  readonly prompts: { readonly suspect: number; readonly clean: number };
} {
  const strata = lengths.reduce((most, stratum) => Math.max(most, stratum), 0) + 1;
  const sizes = new Int32Array(2 * strata);
  const counts = new Int32Array(2 * strata * rows.width);
  for (let row = 0; row < sides.length; row++) {
    const side = sides[row] ?? 2;
    if (side > 1) continue;
    const cell = side * strata + (lengths[row] ?? 0);
    sizes[cell] = (sizes[cell] ?? 0) + 1;
    const end = rows.offsets[row + 1] ?? 0;
    for (let at = rows.offsets[row] ?? 0; at < end; at++) {
      const place = cell * rows.width + (rows.ids[at] ?? 0);
      counts[place] = (counts[place] ?? 0) + 1;
    }
  }
  const total = (side: 0 | 1, of: (cell: number) => number): number =>
    Array.from({ length: strata }, (_, i) => of(side * strata + i)).reduce((sum, one) => sum + one, 0);
  const tested = terms.flatMap((word, id) => {
    const count = (cell: number): number => counts[cell * rows.width + id] ?? 0;
    const [clean, suspect] = [total(0, count), total(1, count)];
    if (suspect + clean < leastAnswers) return [];
    const found = stratifiedExact(
      Array.from({ length: strata }, (_, i) => ({
        ...{ k: count(strata + i), n: sizes[strata + i] ?? 0 },
        ...{ l: count(i), m: sizes[i] ?? 0 },
      })),
    );
    return [{ word, ...found, suspect, clean }];
  });
  const q = benjaminiHochberg(tested.map(({ p }) => p));
  return {
    all: tested
      .map((found, i): WordOdds => ({ ...found, q: q[i] ?? 1 }))
      .sort((a, b) => Math.abs(b.z) - Math.abs(a.z) || (a.word < b.word ? -1 : 1)),
    prompts: { suspect: total(1, (cell) => sizes[cell] ?? 0), clean: total(0, (cell) => sizes[cell] ?? 0) },
  };
}
