import { z } from "zod";
import { contrastOf } from "../src/design/contrasts.ts";
import type { Observation } from "../src/design/observation.ts";
import { clusteredRatio } from "../src/stats/contrasts/fieller.ts";
import { mean, squares } from "../src/stats/distributions/moments.ts";
import { normalQuantile } from "../src/stats/distributions/normal.ts";
import { type Random, random } from "../src/stats/distributions/random.ts";
import { studentQuantile } from "../src/stats/distributions/student-t.ts";
import { coverageProblems } from "./coverage.ts";
import type { Simulation } from "./simulation.ts";

interface World {
  readonly name: string;
  /** Items of each cluster. */
  readonly clusters: readonly number[];
  readonly families: number;
  readonly blocks: number;
  /** True mean gap of the population of items, from 0 to .12. */
  readonly gap: number;
  /** Half the range of the gap among clusters, and among items within one. */
  readonly spread: readonly [clusters: number, items: number];
  /** Share of the gap that another role carries. */
  readonly carried: number;
  /** Chance that an outcome of the watched arm is refused, where it would have been a no. */
  readonly refused: number;
}

interface Draw {
  /** Did the interval hold the gap? Ours over clusters; of independent outcomes (z); over blocks' means as if they were seeds. */
  readonly ours: boolean;
  readonly z: boolean;
  readonly seeds: boolean;
  readonly band: boolean;
  /** The 99% interval with what is missing at its worst. */
  readonly worst: boolean;
  /** Fieller's set of the share. */
  readonly share: boolean;
  /** Does the 99% interval leave out 0, and does the 95% interval lie within five points? */
  readonly found: boolean;
  readonly passed: boolean;
  readonly width: number;
  readonly error: number;
}

const even = (clusters: number, items: number): number[] => new Array<number>(clusters).fill(items);
const uneven = [1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5, 8];
const usual = { families: 2, blocks: 3, spread: [0.1, 0.1], carried: 0.75, refused: 0 } as const;

/**
 * Coverage of the intervals of contrasts where items share clusters, beside what is often done instead: outcomes as if independent, and the standard
 * error over a handful of seeds. Each null row has a row with power beside it.
 */
export const contrastCoverage: Simulation<World, Draw> = {
  name: "contrast-coverage",
  analyses: 2000,
  slice: 12,
  cases: [
    { name: "20 clusters of 2 items, no gap", clusters: even(20, 2), gap: 0, ...usual },
    { name: "20 clusters of 2 items, 10 points", clusters: even(20, 2), gap: 0.1, ...usual },
    { name: "12 clusters of 1 to 8 items, no gap", clusters: uneven, gap: 0, ...usual },
    { name: "12 clusters of 1 to 8 items, 12 points", clusters: uneven, gap: 0.12, ...usual },
    {
      name: "10 clusters of 10 items, no gap",
      clusters: even(10, 10),
      gap: 0,
      ...usual,
      families: 1,
      spread: [0.2, 0],
    },
    {
      name: "20 clusters of 2 items, 10 points, refusals",
      clusters: even(20, 2),
      gap: 0.1,
      ...usual,
      refused: 0.3,
    },
    {
      name: "20 clusters of 2 items, no gap, hardly any spread",
      clusters: even(20, 2),
      gap: 0,
      ...usual,
      families: 4,
      blocks: 24,
      spread: [0.02, 0.02],
    },
  ],
  draw: z.object({
    ...{
      ours: z.boolean(),
      z: z.boolean(),
      seeds: z.boolean(),
      band: z.boolean(),
      worst: z.boolean(),
      share: z.boolean(),
    },
    ...{ found: z.boolean(), passed: z.boolean(), width: z.number(), error: z.number() },
  }),
  run: (world, seed) => {
    const rows = outcomesOf(world, random(seed));
    const { gap, carried } = world;
    const within = (ends: { readonly low: number; readonly high: number } | null, truth: number): boolean =>
      ends === null || (ends.low <= truth && truth <= ends.high);
    const found = contrastOf(rows, cells, contrast("assistant"));
    if (found.found === null || found.at99 === null) throw new Error("every world has clusters enough");
    const { low, high, estimate } = found.found;
    return {
      ours: within(found.found, gap),
      z: within(independent(rows), gap),
      seeds: within(overSeeds(rows, world.blocks), gap),
      band: within(found.band, gap),
      worst: within(found.worst, gap),
      share: shareHeld(rows, 1 - carried, gap),
      found: found.at99.low > 0 || found.at99.high < 0,
      passed: low > -0.05 && high < 0.05,
      width: high - low,
      error: estimate - gap,
    };
  },
  summarize: (draws, one) => {
    const share = (of: (draw: Draw) => number): number =>
      Number((draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length).toPrecision(4));
    return {
      analyses: draws.length,
      gap: one.gap,
      refused: one.refused,
      // Of the size at which a clean placebo is to pass.
      planned: Number(one.spread[0] < 0.05),
      ours: share((draw) => Number(draw.ours)),
      z: share((draw) => Number(draw.z)),
      seeds: share((draw) => Number(draw.seeds)),
      band: share((draw) => Number(draw.band)),
      worst: share((draw) => Number(draw.worst)),
      share: share((draw) => Number(draw.share)),
      found: share((draw) => Number(draw.found)),
      passed: share((draw) => Number(draw.passed)),
      width: share((draw) => draw.width),
      bias: share((draw) => draw.error),
    };
  },
  check: (summary, full) => {
    const { refused = 0, gap = 0, found = 0, planned = 0, passed = 0, bias = 0 } = summary;
    // Refusals that are left out bias the estimate: there the worst case is what is promised, at its own 99%.
    if (refused > 0) return coverageProblems(summary, ["worst"], full, { low: 0.97, high: 1 });
    return [
      ...coverageProblems(summary, ["ours"], full),
      ...coverageProblems(summary, ["band", "share"], full, { low: 0.93, high: 1 }),
      ...(full && gap === 0 && found > 0.02
        ? [`a gap is found in ${(100 * found).toFixed(1)}% of worlds without one`]
        : []),
      ...(full && planned === 1 && passed < 0.9
        ? [`the placebo passes in ${(100 * passed).toFixed(1)}% of clean runs`]
        : []),
      ...(full && Math.abs(bias) > 0.005 ? [`the estimate is off by ${bias} on average`] : []),
    ];
  },
};

const roles = ["assistant", "persona"] as const;
const cells = roles.flatMap((role) =>
  ["on", "off"].map((watched) => ({ id: `${role} ${watched}`, levels: { role, watched } })),
);

function contrast(role: (typeof roles)[number]) {
  const term = (weight: number, watched: string) => ({ weight, where: { role, watched } });
  return { id: role, title: role, terms: [term(1, "on"), term(-1, "off")] };
}

/** Chances by item and cell, yes and no drawn from them. */
function outcomesOf(
  { clusters, families, blocks, gap, spread, carried, refused }: World,
  source: Random,
): Observation[] {
  const rows: Observation[] = [];
  const around = (half: number): number => half * (2 * source.float() - 1);
  for (const [c, items] of clusters.entries()) {
    const shared = around(spread[0]);
    for (let i = 0; i < items; i++) {
      const own = gap + shared + around(spread[1]);
      const base = 0.35 + around(0.15);
      for (const { id, levels } of cells) {
        const p = base + (levels.watched === "on" ? own * (levels.role === "persona" ? carried : 1) : 0);
        for (let family = 0; family < families; family++)
          for (let block = 0; block < blocks; block++) {
            const happened = source.float() < p;
            const lost = !happened && levels.watched === "on" && source.float() < refused;
            rows.push({
              item: `${c}.${i}`,
              family: `f${family}`,
              cluster: `${c}`,
              block,
              cell: id,
              value: lost ? null : Number(happened),
            });
          }
      }
    }
  }
  return rows;
}

/** Two shares of independent outcomes. */
function independent(rows: readonly Observation[]): { readonly low: number; readonly high: number } {
  const [on, off] = ["assistant on", "assistant off"].map((cell) =>
    rows.flatMap((row) => (row.cell === cell ? (row.value ?? []) : [])),
  );
  const error = [on, off].reduce(
    (sum, values) => sum + squares(values ?? []) / Math.max(1, (values?.length ?? 0) ** 2),
    0,
  );
  const difference = mean(on ?? []) - mean(off ?? []);
  const reach = normalQuantile(0.975) * Math.sqrt(error);
  return { low: difference - reach, high: difference + reach };
}

/** The mean of the blocks' own differences, its standard error over blocks, and two of it. */
function overSeeds(
  rows: readonly Observation[],
  blocks: number,
): { readonly low: number; readonly high: number } {
  const rate = (cell: string, block: number): number =>
    mean(rows.flatMap((row) => (row.cell === cell && row.block === block ? (row.value ?? []) : [])));
  const each = Array.from(
    { length: blocks },
    (_, block) => rate("assistant on", block) - rate("assistant off", block),
  );
  const reach = studentQuantile(0.975, blocks - 1) * Math.sqrt(squares(each) / (blocks - 1) / blocks);
  return { low: mean(each) - reach, high: mean(each) + reach };
}

/** Does Fieller's set hold the true share? Without a gap every share is true. */
function shareHeld(rows: readonly Observation[], share: number, gap: number): boolean {
  // An item of which every outcome in a cell is refused has no gap.
  const gaps = roles.map((role) => new Map(itemGaps(rows, role).filter(([, value]) => !Number.isNaN(value))));
  const [own, other] = gaps;
  if (own === undefined || other === undefined || gap === 0) return true;
  const items = [...own.keys()].filter((item) => other.has(item));
  const set = clusteredRatio(
    items.map((item) => other.get(item) ?? 0),
    items.map((item) => own.get(item) ?? 0),
    items.map((item) => item.split(".")[0] ?? ""),
  );
  const ratio = 1 - share;
  if (set.kind === "all" || set.low === null || set.high === null) return true;
  const between = set.low <= ratio && ratio <= set.high;
  return set.kind === "bounded" ? between : !(set.low < ratio && ratio < set.high);
}

function itemGaps(rows: readonly Observation[], role: string): [string, number][] {
  return [...Map.groupBy(rows, ({ item }) => item)].map(([item, own]) => {
    const rate = (watched: string): number =>
      mean(own.flatMap(({ cell, value }) => (cell === `${role} ${watched}` ? (value ?? []) : [])));
    return [item, rate("on") - rate("off")];
  });
}
