import { normalQuantile } from "./normal.ts";

/**
 * Pairs that McNemar's test needs (Connor 1987, Biometrics 43:207): a term stands in a share `more` of first texts beyond that of second
 * ones, `discordant` is the share of pairs that differ in it.
 *
 * @param threshold |z| that counts as found; of many terms, the family-wise one
 */
export function pairsNeeded(more: number, discordant: number, threshold: number, power: number): number {
  const beta = normalQuantile(power);
  const spread = Math.sqrt(Math.max(0, discordant - more ** 2));
  return Math.ceil(((threshold * Math.sqrt(discordant) + beta * spread) / more) ** 2);
}

/**
 * Held rows of either set that a one-sided test of an AUROC needs, from the variance of the Mann-Whitney statistic without a
 * difference, 1/6 over the rows of one set (Noether 1987, JASA 82:645).
 */
export function rowsNeeded(auroc: number, level: number, power: number): number {
  return Math.ceil((normalQuantile(1 - level) + normalQuantile(power)) ** 2 / (6 * (auroc - 0.5) ** 2));
}

/** Tries that a one-sided test of a rate against another one needs (normal approximation, Fleiss 1981). */
export function triesNeeded(rate: number, base: number, level: number, power: number): number {
  const spread = (p: number): number => Math.sqrt(p * (1 - p));
  const top = normalQuantile(1 - level) * spread(base) + normalQuantile(power) * spread(rate);
  return Math.ceil((top / (rate - base)) ** 2);
}

/**
 * Rows of a set that it takes to tell its mean shift from those of other sets: the shift is divided by how shifts differ among sets by
 * nature and by the noise of its rows, and only the second falls with rows. Null where no number of rows is enough.
 *
 * @param shift mean of the set; `rowSpread` standard deviation among its rows, `setSpread` among sets that have no such shift
 * @param threshold ratio beyond which the shift is found
 */
export function shiftRowsNeeded(
  {
    shift,
    rowSpread,
    setSpread,
  }: { readonly shift: number; readonly rowSpread: number; readonly setSpread: number },
  threshold: number,
  power: number,
): number | null {
  const room = (shift / (threshold + normalQuantile(power))) ** 2 - setSpread ** 2;
  return room > 0 ? Math.ceil(rowSpread ** 2 / room) : null;
}
