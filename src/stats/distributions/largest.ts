/**
 * The n-th largest of some values, the largest being number 0, without sorting them all (Hoare 1961, Algorithm 65: Find).
 *
 * @param values are put into another order
 * @returns NaN where there are not so many
 */
export function largest(values: Float64Array, n: number): number {
  if (n < 0 || n >= values.length) return Number.NaN;
  const wanted = values.length - 1 - n;
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1] ?? Number.NaN;
    let i = left;
    let j = right;
    while (i <= j) {
      while ((values[i] ?? pivot) < pivot) i++;
      while ((values[j] ?? pivot) > pivot) j--;
      if (i > j) break;
      const held = values[i] ?? 0;
      values[i++] = values[j] ?? 0;
      values[j--] = held;
    }
    if (wanted <= j) right = j;
    else if (wanted >= i) left = i;
    else break;
  }
  return values[wanted] ?? Number.NaN;
}
