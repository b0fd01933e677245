/** A straight line through points. */
export interface LineFit {
  readonly n: number;
  readonly intercept: number;
  readonly slope: number;
  readonly meanX: number;
  /** Sum of squared deviations of x. */
  readonly spread: number;
  /** Sum of squared residuals. */
  readonly squares: number;
}

/** Sum of squared deviations of x below which x does not vary. */
export const leastSpread = 1e-12;

/**
 * Least squares over the points from one index up to another; null where x does not vary or there are fewer than three.
 *
 * @example fitLine([2020, 2021, 2022], [1, 2, 3])?.slope // 1
 */
export function fitLine(x: readonly number[], y: readonly number[], from = 0, to = x.length): LineFit | null {
  const n = to - from;
  if (n < 3) return null;
  let sumX = 0;
  let sumY = 0;
  for (let i = from; i < to; i++) {
    sumX += at(x, i);
    sumY += at(y, i);
  }
  const meanX = sumX / n;
  const meanY = sumY / n;
  let spread = 0;
  let joint = 0;
  for (let i = from; i < to; i++) {
    spread += (at(x, i) - meanX) ** 2;
    joint += (at(x, i) - meanX) * (at(y, i) - meanY);
  }
  if (spread < leastSpread) return null;
  const slope = joint / spread;
  const intercept = meanY - slope * meanX;
  let squares = 0;
  for (let i = from; i < to; i++) squares += (at(y, i) - intercept - slope * at(x, i)) ** 2;
  return { n, intercept, slope, meanX, spread, squares };
}

/** The same through dated values. */
export function lineThrough(
  points: readonly { readonly date: number; readonly y: number }[],
): LineFit | null {
  return fitLine(
    points.map(({ date }) => date),
    points.map(({ y }) => y),
  );
}

/** The value at an index; NaN where there is none. */
export function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}
