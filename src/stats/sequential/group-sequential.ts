import { check, checkEach, checkInside } from "../arguments.ts";
import { normalCdf, normalDensity, normalQuantile } from "../distributions/normal.ts";

/** How much of alpha may be spent once a share of the information is in; 0 at 0, alpha at 1, never falling. */
export type AlphaSpending = (information: number) => number;

/** Spends next to nothing early (Lan & DeMets 1983, Biometrika 70:659, the function that resembles O'Brien and Fleming's bounds), two-sided. */
export function obrienFlemingSpending(alpha: number): AlphaSpending {
  checkInside("alpha", alpha);
  const quantile = normalQuantile(1 - alpha / 2);
  return (information) =>
    information <= 0 ? 0 : 2 * normalCdf(-quantile / Math.sqrt(Math.min(1, information)));
}

/** Steps of the grid on each side of 0, in standard deviations of the whole sum, and how far it reaches. */
const gridSteps = 800;
const gridReach = 8;

/**
 * Bounds for |z| at each look at growing data, so that over all looks a truth of no effect is left with a chance of `spending(1)` at
 * most: the density of the sum of those that have not stopped is carried from look to look (Armitage, McPherson & Rowe 1969,
 * JRSS A 132:235), on a grid.
 *
 * @param information share of the last look's information at each look, rising to 1; for rows, n / most
 * @returns one bound a look; infinite where nothing may be spent yet
 * @example groupSequentialBounds([0.5, 1], obrienFlemingSpending(0.05)) // [2.772, 1.979]
 */
export function groupSequentialBounds(
  information: readonly number[],
  spending: AlphaSpending,
): readonly number[] {
  checkEach("information", information, (share) => share > 0 && share <= 1, "a number above 0, at most 1");
  for (const [look, share] of information.entries())
    check(
      share > (information[look - 1] ?? 0),
      `information[${look}]`,
      share,
      "more than at the look before",
    );
  const step = gridReach / gridSteps;
  const size = 2 * gridSteps + 1;
  const place = (index: number): number => (index - gridSteps) * step;
  let density: Float64Array | null = null;
  let before = 0;
  let spent = 0;
  return information.map((share) => {
    const kernel = Math.sqrt(share - before);
    const moved = new Float64Array(size);
    for (let to = 0; to < size; to++) {
      if (density === null) {
        moved[to] = normalDensity(place(to) / kernel) / kernel;
        continue;
      }
      let sum = 0;
      for (let from = 0; from < size; from++) {
        const mass = density[from] ?? 0;
        if (mass > 1e-14) sum += mass * normalDensity((place(to) - place(from)) / kernel);
      }
      moved[to] = (sum * step) / kernel;
    }
    before = share;
    const due = Math.max(0, spending(share) - spent);
    spent += due;
    // From the outside in: where the mass beyond reaches what is due, the bound lies.
    let beyond = 0;
    let edge = size - 1;
    while (edge > gridSteps) {
      const slice = 2 * step * (((moved[edge] ?? 0) + (moved[edge - 1] ?? 0)) / 2);
      if (beyond + slice > due) break;
      beyond += slice;
      edge--;
    }
    const last = 2 * step * (((moved[edge] ?? 0) + (moved[edge - 1] ?? 0)) / 2);
    const within = last > 0 ? Math.min(1, (due - beyond) / last) : 0;
    const bound = place(edge) - within * step;
    for (let i = 0; i < size; i++) if (Math.abs(place(i)) > bound) moved[i] = 0;
    density = moved;
    return edge === size - 1 && within < 1e-9 ? Number.POSITIVE_INFINITY : bound / Math.sqrt(share);
  });
}
