import { leastSquares } from "../distributions/ols.ts";
import type { Random } from "../distributions/random.ts";
import { clusterRows } from "./clusters.ts";

/** Columns of one length. */
export interface WithinGroups {
  /** Number of each row's group: all columns are centred within groups, and rows are permuted within them. */
  readonly group: Int32Array;
  readonly y: readonly number[];
  readonly x: readonly number[];
  /** What else tells of y; columns that do not vary within groups are left out. */
  readonly beside: readonly (readonly number[])[];
}

/**
 * Slope of y on x beside other columns, with a two-sided p by permuting what the other columns leave of y (Freedman & Lane 1983, J. Business & Economic
 * Statistics 1:292).
 *
 * @returns null where there are too few rows, or x does not vary beside the others
 */
export function freedmanLane(
  { group, y, x, beside }: WithinGroups,
  permutations: number,
  source: Random,
): { readonly slope: number; readonly p: number } | null {
  const groups = [...clusterRows(group).values()];
  const within = (column: readonly number[]): number[] => {
    const values = [...column];
    for (const rows of groups) {
      const mean = rows.reduce((sum, i) => sum + (column[i] ?? 0), 0) / rows.length;
      for (const i of rows) values[i] = (column[i] ?? 0) - mean;
    }
    return values;
  };
  const others = beside.map(within).filter((column) => column.some((value) => Math.abs(value) > 1e-9));
  // By Frisch, Waugh and Lovell: what the others leave of either.
  const rest = leastSquares(others, within(y));
  const own = leastSquares(others, within(x));
  if (!rest.ok || !own.ok) return null;
  const norm = own.residuals.reduce((sum, one) => sum + one ** 2, 0);
  if (!(norm > 1e-9)) return null;
  const slopeOf = (values: ArrayLike<number>): number =>
    own.residuals.reduce((sum, one, i) => sum + one * (values[i] ?? 0), 0) / norm;
  const slope = slopeOf(rest.residuals);
  const drawn = [...rest.residuals];
  let asFar = 0;
  for (let draw = 0; draw < permutations; draw++) {
    for (const rows of groups) {
      const order = source.shuffle(rows);
      for (const [at, i] of rows.entries()) drawn[i] = rest.residuals[order[at] ?? 0] ?? 0;
    }
    if (Math.abs(slopeOf(drawn)) >= Math.abs(slope) - 1e-12) asFar++;
  }
  return { slope, p: (1 + asFar) / (1 + permutations) };
}
