import { z } from "zod";
import { type Random, random } from "../src/stats/distributions/random.ts";
import { hiddenRate } from "../src/stats/sequential/hidden-rate.ts";
import { coverageProblems } from "./coverage.ts";
import type { Simulation } from "./simulation.ts";

interface World {
  readonly name: string;
  /** Share of calls with hidden reasoning. */
  readonly rate: number;
  /** Accuracy of reasoning, hidden or step by step. */
  readonly accuracy: number;
  /** Calls of each arm. */
  readonly calls: number;
}

interface Draw {
  /** Did the two-sided interval and the one-sided bound of each end hold that end's true value? */
  readonly least: boolean;
  readonly leastUpper: boolean;
  readonly most: boolean;
  readonly mostUpper: boolean;
  /** The bound that is printed as "at most". */
  readonly bound: number;
}

const chance = 0.1;

/**
 * Coverage of the rate of hidden reasoning and of the statement "at most", from two arms of few calls. They must not hold the truth too
 * seldom; near rates of 0 and 1, and where right answers move in steps, they may hold it more often.
 */
export const hiddenRateCoverage: Simulation<World, Draw> = {
  name: "hidden-rate-coverage",
  analyses: 2000,
  slice: 25,
  cases: [40, 100, 300].flatMap((calls) =>
    [0.5, 0.9].flatMap((accuracy) =>
      [0, 0.02, 0.1, 0.5, 1].map((rate) => ({
        name: `rate ${rate}, accuracy ${accuracy}, ${calls} calls`,
        rate,
        accuracy,
        calls,
      })),
    ),
  ),
  draw: z.object({
    least: z.boolean(),
    leastUpper: z.boolean(),
    most: z.boolean(),
    mostUpper: z.boolean(),
    bound: z.number(),
  }),
  run: ({ rate, accuracy, calls }, seed) => {
    const source = random(seed);
    const right = chance + rate * (accuracy - chance);
    const { least, most } = hiddenRate(
      { right: hits(source, calls, right), trials: calls },
      { right: hits(source, calls, accuracy), trials: calls },
      chance,
    );
    // Rounding must not move a truth of exactly 0 or 1 out of reach.
    const sure = Math.min(1, Math.max(0, (right - chance) / (1 - chance)));
    return {
      least: least.low <= sure && sure <= least.high,
      leastUpper: sure <= least.upper,
      most: most.low <= rate && rate <= most.high,
      mostUpper: rate <= most.upper,
      bound: most.upper,
    };
  },
  summarize: (draws) => {
    const mean = (of: (draw: Draw) => number): number =>
      Number((draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length).toPrecision(4));
    return {
      analyses: draws.length,
      least: mean((draw) => Number(draw.least)),
      leastUpper: mean((draw) => Number(draw.leastUpper)),
      most: mean((draw) => Number(draw.most)),
      mostUpper: mean((draw) => Number(draw.mostUpper)),
      bound: mean((draw) => draw.bound),
    };
  },
  check: (summary, full) =>
    coverageProblems(summary, ["least", "leastUpper", "most", "mostUpper"], full, { low: 0.93, high: 1 }),
};

function hits(source: Random, calls: number, rate: number): number {
  let count = 0;
  for (let call = 0; call < calls; call++) if (source.float() < rate) count++;
  return count;
}
