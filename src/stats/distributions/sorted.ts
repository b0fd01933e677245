/**
 * How many of ascending values lie below one, or are equal to it if `orEqual` says so (binary search).
 *
 * @param count how many of the first values count
 */
export function countBelow(
  sorted: ArrayLike<number>,
  value: number,
  orEqual = false,
  count = sorted.length,
): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    const here = sorted[middle] ?? Number.NaN;
    if (here < value || (orEqual && here === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
