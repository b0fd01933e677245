import { type Digest, digestsOf, digestWith, fitOn, totalOf } from "./digest.ts";
import { fitLine, type LineFit } from "./line.ts";
import type { Trend } from "./predictive.ts";

/** Bends an axis, so that a curve becomes a line; as smooth as a digest needs. */
export type Bend = (x: number) => number;

/** The bend on which a line fits best, and that line. */
interface BentFit {
  readonly fit: LineFit;
  readonly bend: Bend;
}

/** Finds the best of many bends, the earliest of equal ones; null where none can be fitted. */
export type BendSearch = (bends: readonly Bend[]) => BentFit | null;

/** Up to so many points every bend is fitted on all of them. */
const few = 200;

/** Shares of the squares of y: so near to the best on the coarse digest a bend is fitted; a fit that leaves less is made on all points. */
const near = 1e-5;
const faint = 1e-4;

const digests = new WeakMap<Trend, readonly Digest[]>();

function knownDigests(trend: Trend): readonly Digest[] {
  const { since } = trend;
  const made =
    digests.get(trend) ??
    (since === undefined
      ? digestsOf(trend)
      : knownDigests(since.trend).map((digest) => digestWith(digest, since.added)));
  digests.set(trend, made);
  return made;
}

/** A search on one trend. On a long one bends are told apart on a coarse digest of it and fitted on a fine one, to 1e-10 of their squares. */
export function bendSearch(trend: Trend): BendSearch {
  const { x, y } = trend;
  const [coarse, fine] = x.length > few ? knownDigests(trend) : [];
  const total = fine === undefined ? 0 : totalOf(fine);
  const fitted = (bend: Bend): LineFit | null => {
    const fit = fine === undefined ? null : fitOn(fine, bend);
    return fit !== null && fit.squares > faint * total ? fit : fitLine(x.map(bend), y);
  };
  return (bends) => {
    // NaN: not known, and so fitted.
    const screened = bends.map((bend) =>
      coarse === undefined ? Number.NaN : (fitOn(coarse, bend)?.squares ?? Number.NaN),
    );
    const least = Math.min(...screened.filter((squares) => !Number.isNaN(squares)));
    const most = least + near * total;
    let best: BentFit | null = null;
    for (const [i, bend] of bends.entries()) {
      if ((screened[i] ?? Number.NaN) > most) continue;
      const fit = fitted(bend);
      if (fit === null || (best !== null && fit.squares >= best.fit.squares)) continue;
      best = { fit, bend };
    }
    return best;
  };
}
