import type { Random } from "../../src/stats/distributions/random.ts";
import type { Observation } from "../../src/studies/forecast/hindcast.ts";

/** What drives progress in a planted world. */
type Driver = "date" | "compute" | "both" | "neither";

/** A world whose axis is known. */
export interface PlantedWorld {
  readonly driver: Driver;
  readonly points: number;
  /** Growth of compute a year before and after the break, doublings; equal: the axes cannot be told apart. */
  readonly growth: readonly [number, number];
  /** Standard deviation around the line, doublings. */
  readonly noise: number;
  /** Lag-one correlation of what lies around the line. */
  readonly memory: number;
}

/**
 * Points twice a year. Compute grows at one rate and then another, with some scatter of its own; y follows the date, compute, or, where
 * the rates are equal, both. `neither`: y follows the mean of the two, so that no axis is the better one.
 */
export function plantWorld(world: PlantedWorld, source: Random): Observation[] {
  const [early, late] = world.growth;
  const mid = world.points / 4;
  let rest = world.noise * source.normal();
  return Array.from({ length: world.points }, (_, i): Observation => {
    const date = i / 2;
    const trend = early * Math.min(date, mid) + late * Math.max(0, date - mid);
    const compute = trend + (early === late ? 0 : 0.3 * source.normal());
    const total = early * mid + late * mid;
    const byDate = (date / (2 * mid)) * total;
    const signal =
      world.driver === "date"
        ? byDate
        : world.driver === "compute" || world.driver === "both"
          ? compute
          : (byDate + compute) / 2;
    const y = signal + rest;
    rest = world.memory * rest + Math.sqrt(1 - world.memory ** 2) * world.noise * source.normal();
    return { date: 2000 + date, axes: { date: 2000 + date, compute }, y, label: String(i) };
  });
}
