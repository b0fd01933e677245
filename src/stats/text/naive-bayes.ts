import { checkAllWhole, checkLabels, checkSameLength } from "../arguments.ts";
import { wordsOf } from "./words.ts";

/** Out-of-fold scores of counted documents; what they are is said at `naiveBayesScores`. */
export interface NaiveBayes {
  /** With the log odds of a positive among the training rows, as the method has it. */
  readonly odds: (positive: ArrayLike<number>, fold: ArrayLike<number>) => Float64Array;
  /** Without them: what the words alone say. Rows of fold -1 are left out and have no score. */
  readonly ratios: (positive: ArrayLike<number>, fold: ArrayLike<number>) => Float64Array;
  /** Rows in which there is a word. */
  readonly read: number;
}

/**
 * Out-of-fold log odds of positive by multinomial naive Bayes: add-one smoothing, vocabulary of the training folds, words
 * never seen in training left out (McCallum & Nigam 1998).
 *
 * @param fold of each row; a row is scored by what the other folds teach
 * @returns nats, one a row; infinite where the training folds hold one class only
 * @example
 * const texts = ["send the money", "the weather", "send money now", "nice weather now"];
 * naiveBayesScores(texts, [1, 0, 1, 0], [0, 0, 1, 1]) // [1.386, -0.6931, 1.078, -0.8473]
 */
export function naiveBayesScores(
  documents: Iterable<string>,
  positive: ArrayLike<number>,
  fold: ArrayLike<number>,
): Float64Array {
  const texts = [...documents];
  checkSameLength({ documents: texts, positive, fold });
  checkLabels("positive", positive);
  checkAllWhole("fold", fold);
  return naiveBayes(texts).odds(positive, fold);
}

/** The same for several ways to fold: the words are counted once, about three bytes a word of a document, and no text is kept. */
export function naiveBayes(documents: Iterable<string>): NaiveBayes {
  const { rows, words, read, each } = countedWords(documents);
  const scored = (positive: ArrayLike<number>, fold: ArrayLike<number>, withPrior: boolean): Float64Array => {
    const kept = (row: number): boolean => (fold[row] ?? -1) >= 0;
    const all = emptyTally(words);
    const held = emptyTally(words);
    const add = (tally: Tally, row: number, times: 1 | -1): void => {
      const side = positive[row] === 1 ? 1 : 0;
      const seen = tally.seen[side];
      tally.rows[side] += times;
      each(row, (word, count) => {
        seen[word] = (seen[word] ?? 0) + times * count;
        tally.total[side] += times * count;
      });
    };
    for (let row = 0; row < rows; row++) if (kept(row)) add(all, row, 1);
    const scores = new Float64Array(rows).fill(Number.NaN);
    for (const [number, here] of Map.groupBy(scores.keys(), (row) => fold[row] ?? -1)) {
      if (number < 0) continue;
      for (const row of here) add(held, row, 1);
      const { prior, weightOf } = taughtBy(all, held);
      for (const row of here) {
        let score = withPrior ? prior : 0;
        each(row, (word, count) => {
          score += count * weightOf(word);
        });
        scores[row] = score;
      }
      for (const row of here) add(held, row, -1);
    }
    return scores;
  };
  return {
    odds: (positive, fold) => scored(positive, fold, true),
    ratios: (positive, fold) => scored(positive, fold, false),
    read,
  };
}

/** What some documents hold, by side: 0 negative, 1 positive. */
interface Tally {
  readonly seen: readonly [Float64Array, Float64Array];
  readonly rows: [number, number];
  readonly total: [number, number];
}

function emptyTally(words: number): Tally {
  return { seen: [new Float64Array(words), new Float64Array(words)], rows: [0, 0], total: [0, 0] };
}

/** What all documents but the held ones teach. */
function taughtBy(
  all: Tally,
  held: Tally,
): { readonly prior: number; readonly weightOf: (word: number) => number } {
  const seen = (side: 0 | 1, word: number): number =>
    (all.seen[side][word] ?? 0) - (held.seen[side][word] ?? 0);
  let vocabulary = 0;
  for (const word of all.seen[0].keys()) if (seen(0, word) + seen(1, word) > 0) vocabulary++;
  const negatives = all.total[0] - held.total[0] + vocabulary;
  const positives = all.total[1] - held.total[1] + vocabulary;
  const weights = new Float64Array(all.seen[0].length).fill(Number.NaN);
  const weight = (word: number): number => {
    const [inNegative, inPositive] = [seen(0, word), seen(1, word)];
    if (inNegative + inPositive === 0) return 0;
    return Math.log((inPositive + 1) / positives) - Math.log((inNegative + 1) / negatives);
  };
  return {
    prior: Math.log((all.rows[1] - held.rows[1]) / (all.rows[0] - held.rows[0])),
    weightOf: (word) => {
      const known = weights[word] ?? 0;
      if (!Number.isNaN(known)) return known;
      weights[word] = weight(word);
      return weights[word] ?? 0;
    },
  };
}

/** Documents as counts of words. */
interface CountedWords {
  readonly rows: number;
  /** How many different words there are, and rows that have one. */
  readonly words: number;
  readonly read: number;
  /** A document's words in the order in which they first come, each once, with how often each comes. */
  readonly each: (row: number, take: (word: number, count: number) => void) => void;
}

/** Numbers the words in the order in which they first come: frequent words get small numbers, which are one or two bytes. */
function countedWords(documents: Iterable<string>): CountedWords {
  const numbers = new Map<string, number>();
  const packed = packedNumbers();
  const begins: number[] = [];
  let read = 0;
  for (const text of documents) {
    begins.push(packed.length());
    const counts = new Map<number, number>();
    for (const word of wordsOf(text)) {
      let number = numbers.get(word);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(ofItsOwn(word), number);
      }
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    if (counts.size > 0) read++;
    for (const [word, count] of counts) {
      packed.push(word);
      packed.push(count);
    }
  }
  begins.push(packed.length());
  return {
    rows: begins.length - 1,
    words: numbers.size,
    read,
    each: (row, take) => packed.pairs(begins[row] ?? 0, begins[row + 1] ?? 0, take),
  };
}

/** A long word that was cut out of a text is a view of it, and would keep the whole text in memory. */
function ofItsOwn(word: string): string {
  return word.length < 13 ? word : word.split("").join("");
}

/** Whole numbers below 2^31, seven bits a byte, the lowest first; the top bit says that more follow. */
function packedNumbers(): {
  readonly length: () => number;
  readonly push: (value: number) => void;
  readonly pairs: (from: number, to: number, take: (first: number, second: number) => void) => void;
} {
  let bytes = new Uint8Array(2 ** 16);
  let length = 0;
  const next = { at: 0 };
  const read = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[next.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  return {
    length: () => length,
    push: (value) => {
      if (length + 5 > bytes.length) {
        const larger = new Uint8Array(2 * bytes.length);
        larger.set(bytes);
        bytes = larger;
      }
      let rest = value;
      for (; rest >= 0x80; rest >>>= 7) bytes[length++] = (rest & 0x7f) | 0x80;
      bytes[length++] = rest;
    },
    pairs: (from, to, take) => {
      for (next.at = from; next.at < to; ) take(read(), read());
    },
  };
}
