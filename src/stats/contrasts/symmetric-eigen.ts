/** Eigenvalues and unit eigenvectors (one a row) of a small symmetric matrix, by Jacobi's rotations. */
export function symmetricEigen(matrix: readonly (readonly number[])[]): {
  readonly values: readonly number[];
  readonly vectors: readonly (readonly number[])[];
} {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const vectors = matrix.map((_, i) => matrix.map((__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let all = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const square = (a[i]?.[j] ?? 0) ** 2;
        all += square;
        if (i !== j) off += square;
      }
    if (off <= 1e-30 * all) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, p, q);
  }
  return { values: a.map((row, i) => row[i] ?? 0), vectors };
}

function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  const between = a[p]?.[q] ?? 0;
  if (between === 0) return;
  const theta = ((a[q]?.[q] ?? 0) - (a[p]?.[p] ?? 0)) / (2 * between);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta ** 2 + 1));
  const c = 1 / Math.sqrt(t ** 2 + 1);
  const s = t * c;
  const turn = (row: number[]): void => {
    const [x, y] = [row[p] ?? 0, row[q] ?? 0];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  };
  for (const row of a) turn(row);
  turnRows(a, p, q, c, s);
  turnRows(vectors, p, q, c, s);
}

function turnRows(a: number[][], p: number, q: number, c: number, s: number): void {
  const [x, y] = [a[p] ?? [], a[q] ?? []];
  a[p] = x.map((value, i) => c * value - s * (y[i] ?? 0));
  a[q] = x.map((value, i) => s * value + c * (y[i] ?? 0));
}
