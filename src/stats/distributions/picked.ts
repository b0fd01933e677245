/** The values of some rows, by number; 0 where there is none. A plain loop: `Float64Array.from` with a function takes ten times as long. */
export function picked(values: ArrayLike<number>, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i] ?? 0] ?? 0;
  return out;
}
