import { z } from "zod";
import { type PlantedWorld, plantWorld } from "../lab/forecast/planted-axes.ts";
import { random } from "../src/stats/distributions/random.ts";
import { compareAxes } from "../src/studies/forecast/compare-axes.ts";
import { coverageProblems } from "./coverage.ts";
import type { Simulation } from "./simulation.ts";

type World = PlantedWorld & { readonly name: string };

interface Draw {
  readonly verdict: "a" | "b" | "cannot be told apart";
}

/** The study's own rule with its default level. */
const rule = { model: "line", horizon: 1, least: 8, level: 0.01 } as const;

/**
 * Does the study name the axis that drives a planted world, and keep silent where none does? An axis is named wrongly in at most one
 * world in fifty; with 40 points the right one is named in nine of ten, with 24 in about half; with 16 there are too few forecasts to name any.
 */
export const forecastWorlds: Simulation<World, Draw> = {
  name: "forecast-worlds",
  analyses: 1000,
  slice: 40,
  cases: [16, 24, 40].flatMap((points) => [
    ...(["date", "compute", "neither"] as const).map(
      (driver): World => ({
        name: `${driver}, ${points} points`,
        ...{ driver, points, growth: [1, 3], noise: 0.5, memory: 0 },
      }),
    ),
    {
      name: `neither, ${points} points, errors that go together`,
      ...{ driver: "neither", points, growth: [1, 3], noise: 0.5, memory: 0.5 },
    },
    {
      name: `both equal in the past, ${points} points`,
      ...{ driver: "both", points, growth: [2, 2], noise: 0.5, memory: 0 },
    },
  ]),
  draw: z.object({ verdict: z.enum(["a", "b", "cannot be told apart"]) }),
  run: (world, seed) => ({
    verdict: compareAxes(plantWorld(world, random(seed)), "date", "compute", rule).verdict,
  }),
  summarize: (draws, { driver, points }) => {
    const share = (verdict: Draw["verdict"]): number =>
      draws.filter((draw) => draw.verdict === verdict).length / draws.length;
    const [date, compute] = [share("a"), share("b")];
    const right = driver === "date" ? date : driver === "compute" ? compute : 0;
    const named =
      points < 24 || driver === "both" || driver === "neither"
        ? {}
        : { right, least: points < 40 ? 0.4 : 0.9 };
    return {
      ...{ analyses: draws.length, date, compute, apart: share("cannot be told apart") },
      wrong: date + compute - right,
      ...named,
    };
  },
  check: (summary, full) => [
    ...coverageProblems(summary, ["wrong"], full, { low: 0, high: 0.02 }),
    ...("right" in summary
      ? coverageProblems(summary, ["right"], full, { low: summary.least ?? 0.9, high: 1 })
      : []),
  ],
};
