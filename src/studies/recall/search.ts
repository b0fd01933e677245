import type { Tables } from "./tables.ts";

/** The best bridge between any subject and any object of a relation. */
export interface Strengths {
  /** Fact × object: b = min(PMI(M | S), PMI(O | M)) of the best word, nats; 0 where none carries both ways. */
  readonly best: readonly Float64Array[];
}

/** Strength of one bridge, nats. */
export function strength({ toWord, toObject }: Tables, fact: number, word: number, object: number): number {
  return Math.min(toWord[fact]?.[word] ?? Number.NaN, toObject[word]?.[object] ?? Number.NaN);
}

/**
 * Searches all words for all pairs of subject and object.
 *
 * @param allowed may this word be used for this pair? Left out, every word may
 */
export function searchAll(
  tables: Tables,
  allowed: (fact: number, word: number, object: number) => boolean = () => true,
): Strengths {
  const { toWord, objects, toObject } = tables;
  return {
    best: toWord.map((_, fact) =>
      Float64Array.from(objects, (_, object) => {
        let most = 0;
        for (let word = 0; word < toObject.length; word++) {
          const b = strength(tables, fact, word, object);
          if (b > most && allowed(fact, word, object)) most = b;
        }
        return most;
      }),
    ),
  };
}
