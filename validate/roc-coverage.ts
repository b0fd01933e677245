import { z } from "zod";
import { normalCdf } from "../src/stats/distributions/normal.ts";
import { type Random, random } from "../src/stats/distributions/random.ts";
import { rocBootstrap } from "../src/stats/ranking/cluster-bootstrap.ts";
import { obuchowski } from "../src/stats/ranking/obuchowski.ts";
import { coverageProblems, holds } from "./coverage.ts";
import type { Simulation } from "./simulation.ts";

interface World {
  readonly name: string;
  readonly rows: number;
  readonly clusters: number;
  /** Population AUROC of the two arms. */
  readonly a: number;
  readonly b: number;
}

interface Draw {
  /** Did the interval hold the truth? Of arm a, of arm b, of their difference. */
  readonly a: boolean;
  readonly b: boolean;
  readonly difference: boolean;
  /** The same of the clustered DeLong formula's difference. */
  readonly formula: boolean;
  /** Error and width of the difference. */
  readonly error: number;
  readonly width: number;
}

/** Standard deviation of the clusters' effect on scores; rows have 1 of their own. */
const effect = 0.6;
/** Correlation of that effect with the cluster's log odds of positive, whose standard deviation is 1. */
const withPrevalence = 0.4;
/** Correlations between the two arms: of the clusters' effects and of the rows' noise. */
const sharedEffect = 0.7;
const sharedNoise = 0.6;

const areas: readonly (readonly [number, number])[] = [
  [0.5, 0.5],
  [0.7, 0.7],
  [0.9, 0.9],
  [0.7, 0.5],
  [0.9, 0.7],
];

/**
 * Coverage of the clustered bootstrap's intervals of an AUROC and of a paired difference, and of clustered DeLong's: two
 * arms that score the same rows, with clusters that differ in scores and in their share of positives.
 */
export const rocCoverage: Simulation<World, Draw> = {
  name: "roc-coverage",
  analyses: 1000,
  slice: 40,
  cases: [120, 420].flatMap((rows) =>
    [20, 40, 90].flatMap((clusters) =>
      areas.map(([a, b]) => ({
        name: `${rows} rows, ${clusters} clusters, AUROC ${a} and ${b}`,
        rows,
        clusters,
        a,
        b,
      })),
    ),
  ),
  draw: z.object({
    a: z.boolean(),
    b: z.boolean(),
    difference: z.boolean(),
    formula: z.boolean(),
    error: z.number(),
    width: z.number(),
  }),
  run: (world, seed) => {
    const { arms, positive, cluster } = rowsOf(world, random(seed));
    const { arms: found, pairs } = rocBootstrap({
      arms,
      positive,
      cluster,
      strata: [],
      fprs: [],
      budgets: [],
      draws: 400,
      seed,
    });
    const [a, b] = found;
    const difference = pairs[0]?.auroc;
    if (a === undefined || b === undefined || difference === undefined)
      throw new Error("two arms were given");
    const truth = world.a - world.b;
    return {
      a: holds(a.auroc, world.a),
      b: holds(b.auroc, world.b),
      difference: holds(difference, truth),
      formula: holds(obuchowski(arms[0], arms[1], positive, cluster).difference, truth),
      error: difference.estimate - truth,
      width: difference.high - difference.low,
    };
  },
  summarize: (draws) => {
    const mean = (of: (draw: Draw) => number): number =>
      Number((draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length).toPrecision(4));
    return {
      analyses: draws.length,
      a: mean((draw) => Number(draw.a)),
      b: mean((draw) => Number(draw.b)),
      difference: mean((draw) => Number(draw.difference)),
      formula: mean((draw) => Number(draw.formula)),
      bias: mean((draw) => draw.error),
      width: mean((draw) => draw.width),
    };
  },
  check: (summary, full) => [
    ...coverageProblems(summary, ["a", "b", "difference"], full),
    // The formula stands beside the bootstrap as a check: it must not contradict the promise beyond the luck of the draws.
    ...coverageProblems(summary, ["formula"], false),
  ],
};

function rowsOf(
  { rows, clusters, a, b }: World,
  source: Random,
): {
  readonly arms: readonly [Float64Array, Float64Array];
  readonly positive: Uint8Array;
  readonly cluster: Int32Array;
} {
  const mix = (share: number, common: number): number =>
    share * common + Math.sqrt(1 - share ** 2) * source.normal();
  const logOdds = Array.from({ length: clusters }, () => source.normal());
  const common = Math.sqrt(sharedEffect);
  const lean = logOdds.map((z) => {
    // Both arms lean with the prevalence; what is left of their effects is shared in part.
    const rest = source.normal();
    const own = (): number => mix(common, rest);
    const spread = Math.sqrt(1 - withPrevalence ** 2);
    return [withPrevalence * z + spread * own(), withPrevalence * z + spread * own()] as const;
  });
  const shift = [shiftFor(a), shiftFor(b)] as const;
  const cluster = Int32Array.from({ length: rows }, (_, row) => row % clusters);
  const positive = Uint8Array.from(cluster, (number) =>
    source.float() < logistic(logOdds[number] ?? 0) ? 1 : 0,
  );
  const arms = [new Float64Array(rows), new Float64Array(rows)] as const;
  for (let row = 0; row < rows; row++) {
    const label = positive[row] ?? 0;
    const [first, second] = lean[cluster[row] ?? 0] ?? [0, 0];
    const noise = source.normal();
    arms[0][row] = shift[0] * label + effect * first + noise;
    arms[1][row] = shift[1] * label + effect * second + mix(sharedNoise, noise);
  }
  return { arms, positive, cluster };
}

const shifts = new Map<number, number>();

/** By how much a positive must score higher for this population AUROC. */
function shiftFor(area: number): number {
  const known = shifts.get(area);
  if (known !== undefined) return known;
  let low = -3;
  let high = 6;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (populationAuroc(middle) < area) low = middle;
    else high = middle;
  }
  shifts.set(area, high);
  return high;
}

/**
 * Probability that a random positive outscores a random negative, of clusters without end: integrated over the log odds of
 * the two rows' clusters, which lean towards positives for the one and towards negatives for the other.
 */
function populationAuroc(shift: number): number {
  const grid = Array.from({ length: 161 }, (_, i) => -8 + i / 10);
  const spread = Math.sqrt(2 * (1 + effect ** 2 * (1 - withPrevalence ** 2)));
  let won = 0;
  let all = 0;
  for (const up of grid) {
    for (const down of grid) {
      const weight = Math.exp(-(up ** 2 + down ** 2) / 2) * logistic(up) * (1 - logistic(down));
      won += weight * normalCdf((shift + effect * withPrevalence * (up - down)) / spread);
      all += weight;
    }
  }
  return won / all;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
