// Series whose truth is known. Nothing here knows how the study looks at them.
import type { Random } from "../../src/stats/distributions/random.ts";

/** A value at a date, with the place of an input beside it; the logarithm to base 2 of what is measured. */
export interface PlantedPoint {
  readonly date: number;
  readonly y: number;
  readonly input: number;
}

/** How a planted series comes about. */
export interface SeriesWorld {
  readonly points: number;
  /** Twice a year, or ever more often, as models are released. */
  readonly dates: "regular" | "denser";
  /** Doublings a year at the beginning and at the end; the rate goes from one to the other steadily, or at once in the middle. */
  readonly rates: readonly [number, number];
  readonly turn: "steady" | "sudden";
  /** Standard deviation of what scatters around the trend, doublings, and its lag-one correlation. */
  readonly scatter: number;
  readonly memory: number;
  /** Standard deviation of what a walk adds in a year, doublings. */
  readonly walk: number;
  /** What the trend follows: the date, or an input that grows slowly and then three times as fast, with jumps of its own. */
  readonly follows: "date" | "input" | "half of each";
}

/** A plain world: half-yearly, one doubling a year, scatter of half a doubling. */
export const plainWorld: SeriesWorld = {
  ...{ points: 40, dates: "regular", rates: [1, 1], turn: "steady" },
  ...{ scatter: 0.5, memory: 0, walk: 0, follows: "date" },
};

/** One series of a world. */
export function plantSeries(world: SeriesWorld, source: Random): PlantedPoint[] {
  const { points, rates, turn, scatter, memory, walk, follows } = world;
  const dates = datesOf(world);
  const whole = dates.at(-1) ?? 1;
  const [early, late] = rates;
  const trend = (at: number): number => {
    if (turn === "sudden") return early * Math.min(at, whole / 2) + late * Math.max(0, at - whole / 2);
    return early * at + ((late - early) * at * at) / (2 * whole);
  };
  let [level, rest, last] = [0, scatter * source.normal(), 0];
  return Array.from({ length: points }, (_, i) => {
    const at = dates[i] ?? 0;
    level += walk * Math.sqrt(at - last) * source.normal();
    last = at;
    const input =
      (at + 2 * Math.max(0, at - whole / 2)) * ((early * whole) / (2 * whole)) + 0.3 * source.normal();
    const shares = { date: 0, input: 1, "half of each": 0.5 } as const;
    const followed = (1 - shares[follows]) * trend(at) + shares[follows] * input;
    const y = followed + level + rest;
    rest = memory * rest + Math.sqrt(1 - memory * memory) * scatter * source.normal();
    return { date: 2000 + at, y, input };
  });
}

function datesOf({ points, dates }: SeriesWorld): number[] {
  if (dates === "regular") return Array.from({ length: points }, (_, i) => i / 2);
  // Seven years in which the time between two halves every third point or so.
  const gaps = Array.from({ length: points }, (_, i) => (i === 0 ? 0 : 0.8 ** i + 0.03));
  const sum = gaps.reduce((a, b) => a + b, 0);
  let at = 0;
  return gaps.map((gap) => {
    at += (7 * gap) / sum;
    return at;
  });
}
