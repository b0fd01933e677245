import { benjaminiHochberg } from "../distributions/false-discovery.ts";
import type { Random } from "../distributions/random.ts";

/** What a search over all pairs of rows and columns came to, where each row has a column of its own. */
export interface SearchNull {
  /** Mean over rows of what was found for their own column, and over columns dealt out. */
  readonly observed: number;
  readonly byChance: number;
  /** One-sided, from columns dealt out at random; the whole search is made again for each deal. */
  readonly p: number;
  /** One a row: what was found for its own column against all other pairs, rows' and columns' own means taken off. */
  readonly factP: readonly number[];
  /** The same adjusted over the rows (Benjamini & Hochberg 1995). */
  readonly factQ: readonly number[];
}

/**
 * The permutation null of a whole search: columns are dealt out among rows, and what the search found for every new pair is looked up, because all pairs were
 * searched. There is one p for all; a row's own rests on the pool of all pairs that are not true.
 *
 * @param best row by column: the most that the search found for a pair
 * @param objectOf each row's own column
 */
export function searchNull(
  { best }: { readonly best: readonly Float64Array[] },
  { objectOf }: { readonly objectOf: readonly number[] },
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
