import { z } from "zod";
import { plainWorld, plantSeries, type SeriesWorld } from "../lab/forecast/series-worlds.ts";
import { clopperPearson } from "../src/stats/distributions/proportion.ts";
import { random } from "../src/stats/distributions/random.ts";
import { forecastConfig } from "../src/studies/forecast/config.ts";
import { hindcasts, type Observation } from "../src/studies/forecast/hindcast.ts";
import { nextValues } from "../src/studies/forecast/next.ts";
import { ranking } from "../src/studies/forecast/ranking.ts";
import { coverageProblems } from "./coverage.ts";
import type { Simulation } from "./simulation.ts";

interface Case {
  readonly name: string;
  readonly world: SeriesWorld;
}

/** Share of the next values that a calibrated band may hold. */
const promised = { low: 0.76, high: 0.84 } as const;

/** Where the rate itself goes on rising every forecaster lags, and its past errors are smaller than its next: less is held, and said so. */
const rising = { name: "a rate that grows fourfold", promised: { low: 0.7, high: 0.84 } } as const;

interface Draw {
  /** Was the band called calibrated, and did it hold the value that came? */
  readonly calibrated: boolean;
  readonly held: boolean;
}

const config = forecastConfig.parse({});
const sizes = [32, 45, 80] as const;
const kinds: readonly (readonly [string, Omit<SeriesWorld, "points">])[] = [
  ["a line", plainWorld],
  ["a walk with drift", { ...plainWorld, scatter: 0, walk: 0.7 }],
  ["scatter around a walk", { ...plainWorld, scatter: 0.4, walk: 0.5 }],
  ["scatter with a memory of .8", { ...plainWorld, memory: 0.8 }],
  ["a sudden bend", { ...plainWorld, rates: [1, 2], turn: "sudden" }],
  [rising.name, { ...plainWorld, rates: [0.5, 2] }],
];

/**
 * Where a band is called calibrated, does it hold the next value 76 to 84 times in 100 (70 where the rate grows fourfold)? Every series is cut before its last point, which is forecast
 * by whatever did best on those before, as in a run.
 */
export const forecastBands: Simulation<Case, Draw> = {
  name: "forecast-bands",
  analyses: 1600,
  slice: 12,
  cases: kinds.map(([name, world]) => ({ name, world: { ...world, points: 0 } })),
  draw: z.object({ calibrated: z.boolean(), held: z.boolean() }),
  run: ({ world }, seed) => {
    const source = random(seed);
    const points = plantSeries({ ...world, points: source.pick(sizes) + 1 }, source).map(
      ({ date, y }): Observation => ({ date, y, axes: { date }, label: "" }),
    );
    const [last, before] = [points.at(-1), points.slice(0, -1)];
    const { models, least, window } = config;
    const rows = hindcasts(before, { axes: ["date"], models, horizons: [1], least, window });
    const [best] = ranking(rows, 1, 1e-9);
    const [next] =
      best === undefined ? [] : nextValues(before, rows, best, { horizons: [1], scale: "linear" });
    return {
      calibrated: next?.calibration.factor != null,
      held: next !== undefined && last !== undefined && next.low80 <= last.y && last.y <= next.high80,
    };
  },
  summarize: (draws, { name }) => {
    const sure = draws.filter(({ calibrated }) => calibrated);
    const held = sure.filter((draw) => draw.held).length;
    const { low, high } = clopperPearson(held, sure.length);
    const least = name === rising.name ? rising.promised.low : promised.low;
    return {
      ...{ analyses: draws.length, calibrated: sure.length, held: held / Math.max(1, sure.length) },
      ...{ low, high, least },
    };
  },
  check: (summary, full) => {
    const { calibrated = 0, least = promised.low } = summary;
    if (full && calibrated < 1000) return [`calibrated: ${calibrated} series are fewer than 1,000`];
    const bounds = { low: least, high: promised.high };
    return calibrated === 0
      ? []
      : coverageProblems({ ...summary, analyses: calibrated }, ["held"], full, bounds);
  },
};
