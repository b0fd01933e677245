/** A pivot below this is none: of a matrix scaled to a diagonal of ones, two columns then are the same to working precision. */
const leastPivot = 1e-10;

/** Inverse of a square matrix by Gauss-Jordan with pivots, meant for a handful of rows; null where it is singular to working precision. */
export function inverse(matrix: readonly (readonly number[])[]): number[][] | null {
  const k = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < k; column++) {
    const pivot = rows
      .map((row, i) => ({ i, size: i < column ? -1 : Math.abs(row[column] ?? 0) }))
      .reduce((a, b) => (b.size > a.size ? b : a));
    if (!(pivot.size >= leastPivot)) return null;
    const chosen = rows[pivot.i] ?? [];
    rows[pivot.i] = rows[column] ?? [];
    const scale = chosen[column] ?? 1;
    rows[column] = chosen.map((value) => value / scale);
    for (const [i, row] of rows.entries()) {
      if (i === column) continue;
      const factor = row[column] ?? 0;
      rows[i] = row.map((value, j) => value - factor * (rows[column]?.[j] ?? 0));
    }
  }
  return rows.map((row) => row.slice(k));
}
