import { betaCdf, betaQuantile } from "../../../stats/distributions/beta.ts";

/** Points over which the control's confidence distribution is spread. */
const points = 32;
/** Halvings of the search: a bound to less than a thousandth of a percent. */
const halvings = 16;

/** Successes among trials. */
export interface Share {
  readonly of: number;
  readonly n: number;
}

/**
 * Lower bound of the share h of turns that are honoured, where `target` of the unfinished turns go on and a fake goes on as often as its open
 * imitation: rate = h + (1 - h) q at most, so h is at least (rate - q) / (1 - q). The exact lower confidence distribution of the rate and the
 * exact upper one of q are melded (Fay, Proschan & Brittain 2015, doi:10.1111/biom.12231), which keeps its level where plugging in q does not.
 *
 * @param alpha chance of a bound above the truth
 * @example
 * // All of 31 go on, none of 20 imitations: two exact bounds one after the other would give .865.
 * honouredAtLeast({ of: 31, n: 31 }, { of: 0, n: 20 }, 0.05) // 0.90
 */
export function honouredAtLeast(target: Share, imitation: Share, alpha: number): number {
  return boundsOf(target, imitation)(alpha);
}

/** The same at several levels, of which each needs little more than the first. */
export function boundsOf(target: Share, imitation: Share): (alpha: number) => number {
  if (target.of === 0 || imitation.of >= imitation.n) return () => 0;
  const rates = Array.from({ length: points }, (_, i) =>
    betaQuantile((i + 0.5) / points, imitation.of + 1, imitation.n - imitation.of),
  );
  const chance = (h: number): number =>
    rates.reduce((sum, q) => sum + betaCdf(h + (1 - h) * q, target.of, target.n - target.of + 1), 0) / points;
  const atNone = chance(0);
  return (alpha) => {
    if (atNone >= alpha) return 0;
    let [low, high] = [0, 1];
    for (let i = 0; i < halvings; i++) {
      const middle = (low + high) / 2;
      if (chance(middle) < alpha) low = middle;
      else high = middle;
    }
    return low;
  };
}

/**
 * Lower bound of the share of turns that were dealt with otherwise, where so many replies are of a kind that an open turn gives at most at the rate
 * `innocent`.
 */
export function fakedAtLeast(telling: Share, innocent: number, alpha: number): number {
  if (telling.of === 0) return 0;
  const low = betaQuantile(alpha, telling.of, telling.n - telling.of + 1);
  return Math.max(0, (low - innocent) / (1 - innocent));
}
