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
  // Weighed shares add up to a whole but for rounding.
  if (target.of === 0 || imitation.of >= imitation.n - 1e-9) return () => 0;
  const rates = Array.from({ length: points }, (_, i) =>
    quantile((i + 0.5) / points, imitation.of + 1, imitation.n - imitation.of),
  );
  const chance = (h: number): number =>
    rates.reduce((sum, q) => sum + betaCdf(h + (1 - h) * q, target.of, target.n - target.of + 1), 0) / points;
  return (alpha) => below(chance, alpha);
}

/**
 * Lower bound of the same share by replies of a kind that a new turn alone gives: the fake gives them as often as its open imitation (m), so that unfinished
 * turns give them at (1 - h) m at least. Melded in the same way, the other way round.
 *
 * @example
 * // None of 60 unfinished turns begins anew, 15 of 20 imitations do.
 * tellingBounds({ of: 0, n: 60 }, { of: 15, n: 20 })(0.05) // 0.93
 */
export function tellingBounds(target: Share, imitation: Share): (alpha: number) => number {
  if (imitation.of < 1e-9) return () => 0;
  const rates = Array.from({ length: points }, (_, i) =>
    quantile((i + 0.5) / points, imitation.of, imitation.n - imitation.of + 1),
  );
  const chance = (h: number): number =>
    rates.reduce((sum, m) => sum + 1 - betaCdf((1 - h) * m, target.of + 1, target.n - target.of), 0) / points;
  return (alpha) => (target.of >= target.n ? 0 : below(chance, alpha));
}

/** Of the beta distribution, as near as the search for a share needs it: the last bit takes three times as long. */
function quantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    if (betaCdf(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The greatest share, to a halving, at which so small a chance is left. */
function below(chance: (h: number) => number, alpha: number): number {
  if (chance(0) >= alpha) return 0;
  let [low, high] = [0, 1];
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    if (chance(middle) < alpha) low = middle;
    else high = middle;
  }
  return low;
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
