import { benjaminiHochberg } from "../../stats/distributions/false-discovery.ts";
import type { Random } from "../../stats/distributions/random.ts";
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

/** What a search came to in one relation. */
export interface SearchNull {
  /** Mean over facts of the best bridge's strength, nats, and over dealt answers. */
  readonly observed: number;
  readonly byChance: number;
  /** One-sided, from answers dealt out at random; the whole search is made again for each deal. */
  readonly p: number;
  /** One a fact: its best bridge against those of all other pairs, subjects' and objects' own means taken off. */
  readonly factP: readonly number[];
  /** The same adjusted over the facts (Benjamini & Hochberg 1995). */
  readonly factQ: readonly number[];
}

/**
 * The permutation null of a whole search: answers are dealt out among the subjects of a relation, and the best bridge of every new pair is looked up. No
 * call is made for it, because all pairs were searched. A relation has one p; a fact's own rests on the pool of all pairs that are not true.
 */
export function searchNull(
  { best }: Strengths,
  { objectOf }: Pick<Tables, "objectOf">,
  permutations: number,
  source: Random,
): SearchNull {
  const n = best.length;
  const at = (fact: number, other: number): number => best[fact]?.[objectOf[other] ?? 0] ?? 0;
  // Fact × fact, so that a deal is a permutation of columns.
  const grid = best.map((_, fact) => Float64Array.from(best, (_, other) => at(fact, other)));
  const diagonal = (dealt: ArrayLike<number>): number => {
    let sum = 0;
    for (let fact = 0; fact < n; fact++) sum += grid[fact]?.[dealt[fact] ?? 0] ?? 0;
    return sum / n;
  };
  const dealt = Int32Array.from({ length: n }, (_, i) => i);
  const observed = diagonal(dealt);
  let asHigh = 0;
  let total = 0;
  for (let draw = 0; draw < permutations; draw++) {
    source.shuffleMarks(dealt);
    const drawn = diagonal(dealt);
    total += drawn;
    if (drawn >= observed - 1e-12) asHigh++;
  }
  const factP = factPs(grid, objectOf);
  return {
    ...{ observed, byChance: total / permutations, p: (1 + asHigh) / (1 + permutations), factP },
    factQ: benjaminiHochberg(factP),
  };
}

function factPs(grid: readonly Float64Array[], objectOf: readonly number[]): readonly number[] {
  const n = grid.length;
  const rows = grid.map((row) => row.reduce((a, b) => a + b, 0) / n);
  const columns = grid.map((_, j) => grid.reduce((sum, row) => sum + (row[j] ?? 0), 0) / n);
  const all = rows.reduce((a, b) => a + b, 0) / n;
  const rest = (i: number, j: number): number =>
    (grid[i]?.[j] ?? 0) - (rows[i] ?? 0) - (columns[j] ?? 0) + all;
  const untrue: number[] = [];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) if (objectOf[i] !== objectOf[j]) untrue.push(rest(i, j));
  untrue.sort((a, b) => a - b);
  return grid.map((_, i) => (1 + atLeast(untrue, rest(i, i))) / (1 + untrue.length));
}

/** How many of sorted values are at least this one. */
export function atLeast(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return sorted.length - low;
}
