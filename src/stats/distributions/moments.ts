/** Sum of a list. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] ?? 0;
  return total;
}

/** Arithmetic mean; NaN of none. */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/** Sum of squared distances from the mean. */
export function squares(values: ArrayLike<number>): number {
  const middle = mean(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += ((values[i] ?? 0) - middle) ** 2;
  return total;
}

/** Sample standard deviation, over n - 1. */
export function sd(values: ArrayLike<number>): number {
  return Math.sqrt(squares(values) / (values.length - 1));
}
