/** Parts of the error that the first looks may spend: early ones little, for what is clear needs little. */
const parts: readonly number[] = [0.02, 0.06, 0.12, 0.2, 0.22, 0.2];

/**
 * The chance of error that look number `look` (from 0) may spend of `alpha`, so that all looks together spend no more: a verdict may be taken at
 * the first that allows one.
 */
export function alphaAt(look: number, alpha: number): number {
  const part = parts[look];
  if (part !== undefined) return alpha * part;
  const left = 1 - parts.reduce((sum, one) => sum + one, 0);
  return alpha * left * 0.5 ** (look - parts.length + 1);
}
