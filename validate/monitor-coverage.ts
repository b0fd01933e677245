import { z } from "zod";
import { byteModel, drive, testConfig, testInputs } from "../lab/monitor/drive.ts";
import { squashed } from "../lab/monitor/planted.ts";
import { type TwoArmCase, twoArmTruth, twoArmWorld } from "../lab/monitor/two-arm-world.ts";
import { coverageProblems, holds } from "./coverage.ts";
import type { Simulation } from "./simulation.ts";

interface Draw {
  /** Did the 95% interval hold the truth? Of prefix − fresh, of prefix, of fresh. */
  readonly difference: boolean;
  readonly prefix: boolean;
  readonly fresh: boolean;
  /** Error of the estimated difference. */
  readonly error: number;
}

/**
 * Does the monitor study's interval hold what was planted? Whole analyses of a monitor that sees nothing but the bytes of
 * each request: planned, asked, scored, bootstrapped.
 */
export const monitorCoverage: Simulation<TwoArmCase, Draw> = {
  name: "monitor-coverage",
  analyses: 1000,
  slice: 20,
  cases: [
    { name: "no difference, 120 runs in 40 tasks", rows: 120, groups: 40, prefix: 1, fresh: 1 },
    { name: "planted difference, 120 runs in 40 tasks", rows: 120, groups: 40, prefix: 0.5, fresh: 1.5 },
    { name: "planted difference, 240 runs in 30 tasks", rows: 240, groups: 30, prefix: 0.8, fresh: 1.2 },
  ],
  draw: z.object({ difference: z.boolean(), prefix: z.boolean(), fresh: z.boolean(), error: z.number() }),
  run: async (world, seed) => {
    const { rows, logit } = twoArmWorld(world, seed);
    const truth = twoArmTruth(world);
    const config = testConfig({ arms: ["prefix", "fresh"], bootstrap: 500, score: "choose" });
    const model = byteModel((bytes) => squashed(logit(bytes)));
    const { analysis } = await drive(testInputs(rows, config), config, model, seed);
    const { arms, comparisons } = analysis.results;
    const difference = comparisons[0]?.auroc ?? none;
    const auroc = (id: string): typeof none => arms.find((arm) => arm.id === id)?.auroc ?? none;
    return {
      difference: holds(difference, truth.difference),
      prefix: holds(auroc("prefix"), truth.prefix),
      fresh: holds(auroc("fresh"), truth.fresh),
      error: difference.estimate - truth.difference,
    };
  },
  summarize: (draws) => {
    const share = (held: (draw: Draw) => boolean): number => draws.filter(held).length / draws.length;
    return {
      analyses: draws.length,
      difference: share((draw) => draw.difference),
      prefix: share((draw) => draw.prefix),
      fresh: share((draw) => draw.fresh),
      bias: draws.reduce((sum, { error }) => sum + error, 0) / draws.length,
    };
  },
  check: (summary, full) => coverageProblems(summary, ["difference", "prefix", "fresh"], full),
};

const none = { estimate: Number.NaN, low: Number.NaN, high: Number.NaN };
