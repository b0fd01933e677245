// Does the monitor study's interval hold what was planted? Whole analyses: planned, asked, scored, bootstrapped.
import { byteModel, drive, testConfig, testInputs } from "../test/monitor/drive.ts";
import { squashed } from "../test/monitor/planted.ts";
import { type TwoArmCase, twoArmTruth, twoArmWorld } from "../test/monitor/two-arm-world.ts";

/** What one analysis said, beside the truth. */
export interface CoverageDraw {
  /** Error of the estimated difference. */
  readonly error: number;
  /** Did the 95% interval hold the truth? */
  readonly difference: boolean;
  readonly prefix: boolean;
  readonly fresh: boolean;
}

/** Share of intervals that hold the truth, and the mean error of the estimated difference. */
export interface CoverageSummary {
  readonly analyses: number;
  readonly difference: number;
  readonly prefix: number;
  readonly fresh: number;
  readonly bias: number;
}

export const name = "monitor-coverage";

export const cases: readonly TwoArmCase[] = [
  { name: "no difference, 120 runs in 40 tasks", rows: 120, groups: 40, prefix: 1, fresh: 1 },
  { name: "planted difference, 120 runs in 40 tasks", rows: 120, groups: 40, prefix: 0.5, fresh: 1.5 },
  { name: "planted difference, 240 runs in 30 tasks", rows: 240, groups: 30, prefix: 0.8, fresh: 1.2 },
];

/** One world, one analysis. */
export async function run(world: TwoArmCase, seed: string): Promise<CoverageDraw> {
  const { rows, logit } = twoArmWorld(world, seed);
  const truth = twoArmTruth(world);
  const config = testConfig({ arms: ["prefix", "fresh"], bootstrap: 500, score: "choose" });
  const model = byteModel((bytes) => squashed(logit(bytes)));
  const { analysis } = await drive(testInputs(rows, config), config, model, seed);
  const { arms, comparisons } = analysis.results;
  const difference = comparisons[0]?.auroc ?? null;
  const auroc = (id: string): Interval | null => arms.find((arm) => arm.id === id)?.auroc ?? null;
  return {
    error: (difference?.estimate ?? Number.NaN) - truth.difference,
    difference: holds(difference, truth.difference),
    prefix: holds(auroc("prefix"), truth.prefix),
    fresh: holds(auroc("fresh"), truth.fresh),
  };
}

/** Coverage over many analyses of one case. */
export function summarize(draws: readonly CoverageDraw[]): CoverageSummary {
  const share = (held: (draw: CoverageDraw) => boolean): number => draws.filter(held).length / draws.length;
  return {
    analyses: draws.length,
    difference: share((draw) => draw.difference),
    prefix: share((draw) => draw.prefix),
    fresh: share((draw) => draw.fresh),
    bias: draws.reduce((sum, { error }) => sum + error, 0) / draws.length,
  };
}

interface Interval {
  readonly low: number;
  readonly high: number;
}

function holds(interval: Interval | null, truth: number): boolean {
  return interval !== null && interval.low <= truth && truth <= interval.high;
}
