import { z } from "zod";
import { byteModel, drive, testConfig, testInputs } from "../lab/monitor/drive.ts";
import { type SelfAttributionCase, selfAttributionWorld } from "../lab/monitor/self-attribution.ts";
import { coverageProblems, holds } from "./coverage.ts";
import type { Simulation } from "./simulation.ts";

interface Draw {
  /** Did the 95% intervals of the difference in differences hold the planted bias, by class? */
  readonly positives: boolean;
  readonly negatives: boolean;
  /** And that of the shift on others' positive runs, which is position alone? */
  readonly position: boolean;
  /** Error of the estimated bias among positives. */
  readonly error: number;
  /** Does the interval say that there is a bias? */
  readonly found: boolean;
}

const none = { estimate: Number.NaN, low: Number.NaN, high: Number.NaN };

/**
 * Is a monitor's leniency to its own turns told from its leniency to any assistant's? Whole analyses of a monitor that sees nothing
 * but the bytes of each request.
 */
export const selfAttribution: Simulation<SelfAttributionCase, Draw> = {
  name: "self-attribution",
  analyses: 1000,
  slice: 20,
  cases: [
    { name: "position only, 120 runs in 30 tasks", rows: 120, groups: 30, position: 0.1, self: 0 },
    { name: "position and self, 120 runs in 30 tasks", rows: 120, groups: 30, position: 0.1, self: 0.08 },
    { name: "self only, 240 runs in 40 tasks", rows: 240, groups: 40, position: 0, self: 0.05 },
  ],
  draw: z.object({
    positives: z.boolean(),
    negatives: z.boolean(),
    position: z.boolean(),
    error: z.number(),
    found: z.boolean(),
  }),
  run: async (world, seed) => {
    const { rows, answer } = selfAttributionWorld(world, seed);
    const config = testConfig({
      arms: ["prefix", "fresh", "foreign-prefix"],
      author: "meta.author",
      bootstrap: 300,
      score: "choose",
    });
    const { analysis } = await drive(testInputs(rows, config), config, byteModel(answer), seed);
    const found = analysis.results.authorship.arms[0];
    const positives = found?.difference.positives ?? none;
    return {
      positives: holds(positives, -world.self),
      negatives: holds(found?.difference.negatives ?? none, -world.self),
      position: holds(found?.other.positives ?? none, -world.position),
      error: positives.estimate + world.self,
      found: positives.high < 0,
    };
  },
  summarize: (draws) => {
    const share = (held: (draw: Draw) => boolean): number => draws.filter(held).length / draws.length;
    return {
      analyses: draws.length,
      positives: share((draw) => draw.positives),
      negatives: share((draw) => draw.negatives),
      position: share((draw) => draw.position),
      bias: draws.reduce((sum, { error }) => sum + error, 0) / draws.length,
      found: share((draw) => draw.found),
    };
  },
  check: (summary, full) => coverageProblems(summary, ["positives", "negatives", "position"], full),
};
