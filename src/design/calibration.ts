/** Base rates between which an item can move either way. */
export const band = { low: 0.1, high: 0.9 } as const;

/** Items by what calibration made of them. */
export interface Calibrated {
  /** Base rate by item, from draws that are asked in no cell. */
  readonly rates: ReadonlyMap<string, number>;
  /** Those inside the band: the main analysis. */
  readonly inside: ReadonlySet<string>;
}

/**
 * Base rates from draws that were made for this alone, so that no draw which chooses an item also enters an estimate. An item without any
 * has no rate, and is in no analysis that needs one.
 */
export function calibrated(
  draws: Iterable<{ readonly item: string; readonly value: number | null }>,
): Calibrated {
  const sums = new Map<string, { sum: number; n: number }>();
  for (const { item, value } of draws) {
    if (value === null) continue;
    const known = sums.get(item) ?? { sum: 0, n: 0 };
    sums.set(item, { sum: known.sum + value, n: known.n + 1 });
  }
  const rates = new Map([...sums].map(([item, { sum, n }]) => [item, sum / n]));
  const inside = new Set(
    [...rates].flatMap(([item, rate]) => (rate >= band.low && rate <= band.high ? [item] : [])),
  );
  return { rates, inside };
}
