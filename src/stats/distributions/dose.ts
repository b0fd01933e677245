import { check, checkCount } from "../arguments.ts";
import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

/** How often something was found at one dose, such as a share of rows. */
export interface DoseCell {
  /** Above 0. */
  readonly dose: number;
  readonly found: number;
  readonly of: number;
}

/** A dose below the doses that were tried is given down to this factor. */
const reach = 4;

/**
 * The dose at which something is found a wanted share of the time: logistic regression on the logarithm of the dose, half a find and half a miss added to
 * each cell, so that cells where all or none are found have a fit too; its 95% interval by the delta method on that logarithm.
 *
 * @param wanted share between 0 and 1
 * @returns null where finds do not grow with the dose, or not to the wanted share within the doses that were tried
 * For instance: doseFor([{ dose: 0.01, found: 1, of: 20 }, { dose: 0.02, found: 9, of: 20 }, { dose: 0.05, found: 19, of: 20 }], 0.8) // { estimate: 0.03347, low: 0.02438, high: 0.04595 }
 */
export function doseFor(cells: readonly DoseCell[], wanted: number): Interval | null {
  for (const { found, of } of cells) checkCount("found", found, "of", of);
  check(wanted > 0 && wanted < 1, "wanted", wanted, "a share between 0 and 1");
  if (cells.length < 2) return null;
  const points = cells.map(({ dose, found, of }) => ({ x: Math.log(dose), y: found + 0.5, n: of + 1 }));
  let [a, b] = [0, 0];
  let information = [1, 0, 1];
  for (let step = 0; step < 50; step++) {
    let [ga, gb, aa, ab, bb] = [0, 0, 0, 0, 0];
    for (const { x, y, n } of points) {
      const chance = 1 / (1 + Math.exp(-(a + b * x)));
      const weight = n * chance * (1 - chance);
      ga += y - n * chance;
      gb += (y - n * chance) * x;
      aa += weight;
      ab += weight * x;
      bb += weight * x * x;
    }
    const determinant = aa * bb - ab * ab;
    if (!(determinant > 1e-12)) return null;
    // No step is so long that the next one would start where all weights are 0.
    const [da, db] = [(bb * ga - ab * gb) / determinant, (aa * gb - ab * ga) / determinant];
    const short = Math.min(1, 8 / Math.max(8, Math.abs(da), 4 * Math.abs(db)));
    a += short * da;
    b += short * db;
    information = [aa, ab, bb];
    if (Math.abs(da) + Math.abs(db) < 1e-10) break;
  }
  if (!(b > 0)) return null;
  const at = (Math.log(wanted / (1 - wanted)) - a) / b;
  const [first, last] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
  if (at > last) return null;
  const [aa = 0, ab = 0, bb = 0] = information;
  const determinant = aa * bb - ab * ab;
  // d at / d a = -1 / b, d at / d b = -at / b.
  const variance = (bb - 2 * at * ab + at * at * aa) / determinant / (b * b);
  const half = normalQuantile(0.975) * Math.sqrt(variance);
  const lowest = first - Math.log(reach);
  return {
    estimate: Math.exp(Math.max(at, lowest)),
    low: Math.exp(Math.max(at - half, lowest)),
    // Finds that hardly grow with the dose leave it open upwards.
    high: Math.exp(Math.min(at + half, 100)),
  };
}
