import { check } from "../arguments.ts";

/** Counts of terms, row by row (compressed sparse rows): row r has `ids` and `counts` from `offsets[r]` to `offsets[r + 1]`. */
export interface SparseRows {
  readonly offsets: Int32Array;
  /** Numbers of terms, each at most once a row. */
  readonly ids: Int32Array;
  readonly counts: Int32Array;
  /** How many different terms there are. */
  readonly width: number;
}

/** Rows of terms with the terms' names, by number. */
export interface CodedRows {
  readonly rows: SparseRows;
  readonly terms: readonly string[];
}

/**
 * Numbers the terms in the order in which they first come.
 *
 * @example codeRows([["a", "b", "a"], ["b"]]).rows // { offsets: [0, 2, 3], ids: [0, 1, 1], counts: [2, 1, 1], width: 2 }
 */
export function codeRows(documents: Iterable<readonly string[]>): CodedRows {
  const numbers = new Map<string, number>();
  const offsets: number[] = [0];
  const ids: number[] = [];
  const counts: number[] = [];
  for (const document of documents) {
    check(typeof document !== "string", "a document", document, "a list of terms");
    const seen = new Map<number, number>();
    for (const term of document) {
      let number = numbers.get(term);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(term, number);
      }
      seen.set(number, (seen.get(number) ?? 0) + 1);
    }
    for (const [number, count] of seen) {
      ids.push(number);
      counts.push(count);
    }
    offsets.push(ids.length);
  }
  return {
    rows: {
      offsets: Int32Array.from(offsets),
      ids: Int32Array.from(ids),
      counts: Int32Array.from(counts),
      width: numbers.size,
    },
    terms: [...numbers.keys()],
  };
}
