import { z } from "zod";
import { normalCdf, normalQuantile } from "../src/stats/distributions/normal.ts";
import { type Random, random } from "../src/stats/distributions/random.ts";
import { rocBootstrap } from "../src/stats/ranking/cluster-bootstrap.ts";
import { coverageProblems, holds } from "./coverage.ts";
import type { Simulation } from "./simulation.ts";

interface World {
  readonly name: string;
  readonly rows: number;
  readonly clusters: number;
  /** Population AUROC. */
  readonly area: number;
}

interface Draw {
  /** Did the interval hold the truth? Of TPR at each FPR and of safety at each budget. */
  readonly tpr05: boolean;
  readonly tpr10: boolean;
  readonly safety05: boolean;
  readonly safety10: boolean;
  /** AUROC's, which is shown here and promised up to 0.9 only. */
  readonly auroc: boolean;
  /** Error and width of safety at 0.1. */
  readonly error: number;
  readonly width: number;
}

/** Standard deviations of the clusters' effect on scores, where rows have 1 of their own, and on log odds of positive. */
const effect = 0.6;
const prevalence = 1;
/** Of the scores of one class in the population. */
const spread = Math.sqrt(1 + effect ** 2);
const levels = [0.05, 0.1];

/**
 * Coverage of the intervals of TPR at an FPR and of safety at an audit budget, whose thresholds are quantiles of the negatives
 * at hand. They must not hold the truth too seldom; near 0 and 1, where rates move in steps, they may hold it more often.
 */
export const rateCoverage: Simulation<World, Draw> = {
  name: "rate-coverage",
  analyses: 1000,
  slice: 12,
  cases: [
    [120, 20],
    [120, 40],
    [420, 20],
    [420, 60],
  ].flatMap(([rows = 0, clusters = 0]) =>
    [0.5, 0.7, 0.9, 0.97, 0.99].map((area) => ({
      name: `${rows} rows, ${clusters} clusters, AUROC ${area}`,
      rows,
      clusters,
      area,
    })),
  ),
  draw: z.object({
    tpr05: z.boolean(),
    tpr10: z.boolean(),
    safety05: z.boolean(),
    safety10: z.boolean(),
    auroc: z.boolean(),
    error: z.number(),
    width: z.number(),
  }),
  run: (world, seed) => {
    const { arms } = rocBootstrap({
      ...rowsOf(world, random(seed)),
      strata: [],
      fprs: levels,
      budgets: levels,
      draws: 400,
      seed,
    });
    const [tpr05, tpr10] = arms[0]?.tprAtFpr ?? [];
    const [safety05, safety10] = arms[0]?.safety ?? [];
    if (tpr05 === undefined || tpr10 === undefined || safety05 === undefined || safety10 === undefined)
      throw new Error("two levels were given");
    const [at05, at10] = [caughtAt(world.area, 0.05), caughtAt(world.area, 0.1)];
    return {
      tpr05: holds(tpr05, at05),
      tpr10: holds(tpr10, at10),
      safety05: holds(safety05, at05),
      safety10: holds(safety10, at10),
      auroc: arms.every(({ auroc }) => holds(auroc, world.area)),
      error: safety10.estimate - at10,
      width: safety10.high - safety10.low,
    };
  },
  summarize: (draws) => {
    const mean = (of: (draw: Draw) => number): number =>
      Number((draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length).toPrecision(4));
    return {
      analyses: draws.length,
      tpr05: mean((draw) => Number(draw.tpr05)),
      tpr10: mean((draw) => Number(draw.tpr10)),
      safety05: mean((draw) => Number(draw.safety05)),
      safety10: mean((draw) => Number(draw.safety10)),
      auroc: mean((draw) => Number(draw.auroc)),
      bias: mean((draw) => draw.error),
      width: mean((draw) => draw.width),
    };
  },
  check: (summary, full) =>
    coverageProblems(summary, ["tpr05", "tpr10", "safety05", "safety10"], full, { low: 0.93, high: 1 }),
};

function rowsOf(
  { rows, clusters, area }: World,
  source: Random,
): {
  readonly arms: readonly [Float64Array];
  readonly positive: Uint8Array;
  readonly cluster: Int32Array;
} {
  const lean = Array.from({ length: clusters }, () => effect * source.normal());
  const logOdds = Array.from({ length: clusters }, () => prevalence * source.normal());
  const cluster = Int32Array.from({ length: rows }, (_, row) => row % clusters);
  const positive = Uint8Array.from(cluster, (number) =>
    source.float() < 1 / (1 + Math.exp(-(logOdds[number] ?? 0))) ? 1 : 0,
  );
  const shift = shiftFor(area);
  const scores = Float64Array.from(
    cluster,
    (number, row) => shift * (positive[row] ?? 0) + (lean[number] ?? 0) + source.normal(),
  );
  return { arms: [scores], positive, cluster };
}

/** By how much a positive scores higher: effects are independent of labels, so the classes are two normals. */
function shiftFor(area: number): number {
  return normalQuantile(area) * Math.SQRT2 * spread;
}

/** Share of the population's positives above the score that a share `level` of its negatives exceeds. */
function caughtAt(area: number, level: number): number {
  return 1 - normalCdf(normalQuantile(1 - level) - shiftFor(area) / spread);
}
