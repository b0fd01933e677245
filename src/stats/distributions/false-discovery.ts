import { checkAllProbabilities } from "../arguments.ts";

/**
 * Adjusted p values (Benjamini & Hochberg 1995): a list cut at q has at most a share q of false entries on average.
 *
 * @example benjaminiHochberg([0.01, 0.04, 0.03, 0.5]) // [0.04, 0.05333, 0.05333, 0.5]
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  checkAllProbabilities("p", p);
  const order = p.map((_, i) => i).sort((a, b) => (p[b] ?? 0) - (p[a] ?? 0));
  const adjusted = p.map(() => 1);
  let least = 1;
  for (const [rank, i] of order.entries()) {
    least = Math.min(least, ((p[i] ?? 1) * p.length) / (p.length - rank));
    adjusted[i] = least;
  }
  return adjusted;
}
