import { frontier } from "./frontier.ts";
import type { Observation } from "./hindcast.ts";
import { ceilingMinutes, chosen } from "./horizons.ts";
import { lineThrough } from "./line.ts";
import { computeOf, frontierComputeOf, horizonsOf, type Tables } from "./tables.ts";
import { yearOf } from "./years.ts";

/** Series that claims are about: horizons over dates, and those whose training compute is known. */
export const metrName = "METR time horizons";
export const metrComputeName = "METR horizons with known training compute";

/** The vintage that the default study forecasts, and the ones before it. */
export const vintages: readonly string[] = [
  "TH1.0",
  "TH1.1 2026-01-30",
  "TH1.1 2026-02-22",
  "TH1.1 2026-03-03",
  "TH1.1 2026-03 later",
  "TH1.1 2026-05-08",
];
export const latestVintage = "TH1.1 2026-05-08";

/** Orders of magnitude a year by which algorithms make compute go further (Epoch AI; Ho et al. 2024: halved every 8 months or so). */
const algorithms = 0.45;

/** Years from which the frontier of training compute is smoothed by a line: the time of deep learning. */
const frontierSince = yearOf("2012-01-01");

/**
 * Models below the ceiling that were state of the art when released, or those whose own training compute is known, on all axes:
 * - `date`, years;
 * - `compute`, log10 FLOP of the model itself (Epoch AI), where known;
 * - `frontier-compute`, log10 FLOP of the largest run by then, smoothed by a line: it follows the date by construction;
 * - `effective-compute`, the same with algorithmic progress;
 * - `cumulative-compute`, log10 of all frontier compute up to then.
 */
export function metrPoints(
  tables: Tables,
  which: "state of the art" | "known compute" = "state of the art",
): Observation[] {
  const compute = computeOf(tables);
  const rule = { vintage: latestVintage, from: 0, to: 9999, ceiling: ceilingMinutes, frontierOnly: false };
  const { intercept, slope } = frontierLine(tables);
  const smooth = (date: number): number => intercept + slope * date;
  return chosen(horizonsOf(tables), rule)
    .filter(({ frontier: art, label }) => (which === "known compute" ? compute.has(label) : art))
    .map(({ date, y, label }): Observation => {
      const level = smooth(date);
      return {
        ...{ date, y, label },
        axes: {
          date,
          compute: compute.get(label),
          "frontier-compute": level,
          "effective-compute": level + algorithms * (date - frontierSince),
          "cumulative-compute": cumulative(smooth, date),
        },
      };
    });
}

/** Growth of frontier compute, orders of magnitude a year. */
export function frontierGrowth(tables: Tables): number {
  return frontierLine(tables).slope;
}

function frontierLine(tables: Tables): { readonly intercept: number; readonly slope: number } {
  const points = frontier(frontierComputeOf(tables), "running-maximum");
  const fit = lineThrough(points.filter(({ date }) => date >= frontierSince));
  return fit ?? { intercept: Number.NaN, slope: Number.NaN };
}

/** log10 of the sum of a run a year at the frontier since its beginning. */
function cumulative(smooth: (date: number) => number, date: number): number {
  let sum = 0;
  for (let year = date; year > frontierSince - 10; year--) sum += 10 ** smooth(year);
  return Math.log10(sum);
}
