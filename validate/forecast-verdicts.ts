import { z } from "zod";
import { plainWorld, plantSeries, type SeriesWorld } from "../lab/forecast/series-worlds.ts";
import { clopperPearson, exactInterval } from "../src/stats/distributions/proportion.ts";
import { random } from "../src/stats/distributions/random.ts";
import { answerOf } from "../src/studies/forecast/answer.ts";
import { easierThanLine } from "../src/studies/forecast/built-in.ts";
import { resolveClaims } from "../src/studies/forecast/claims.ts";
import { forecastConfig } from "../src/studies/forecast/config.ts";
import type { Observation } from "../src/studies/forecast/hindcast.ts";
import { compareMeasures } from "../src/studies/forecast/measures.ts";
import type { ForecastResults, SeriesResult } from "../src/studies/forecast/results.ts";
import { seriesResult } from "../src/studies/forecast/series-result.ts";
import { tablesHash } from "../src/studies/forecast/shipped.ts";
import { readTables } from "../src/studies/forecast/tables.ts";
import type { Simulation } from "./simulation.ts";

/** What is read off a run: a state of the answer, or a claim's verdict. */
const asked = ["grows", "straight", "axis", "measures", "C1", "C3", "C4"] as const;

interface Case {
  readonly name: string;
  readonly world: SeriesWorld;
  /** A second series beside it, where measures are compared. */
  readonly beside?: SeriesWorld;
  readonly asks: (typeof asked)[number];
  /** What may hardly ever be said, as the truth is planted. */
  readonly wrong: readonly string[];
  /** What has to be said in four of five worlds; null: silence is right too. */
  readonly right: string | null;
}

interface Draw {
  readonly said: string;
}

/** The study's own defaults, with the model alone on which axes and claims are compared. */
const config = {
  ...forecastConfig.parse({}),
  models: ["line" as const],
  horizons: [1],
  years: 0.5,
  draws: 100,
};

/** On the line alone, as `yes`, `no` and `untested`; an axis or a measure by its name. */
async function saidOf({ world, beside, asks }: Case, seed: string): Promise<string> {
  const source = random(seed);
  const points = observed(world, source);
  if (asks === "measures") {
    const other = observed(beside ?? world, source);
    const found = compareMeasures(
      [
        { name: "first", points },
        { name: "second", points: other },
      ],
      config,
    );
    const named = found[1]?.worse === true ? found[0]?.series : undefined;
    return named ?? "untested";
  }
  if (asks === "C4") {
    const easier = easierThanLine(points, config);
    const series = [whole(points, ["date"], "horizons")];
    return verdict({ ...(await nothing()), series, metr: { ...metr, easier } }, asks);
  }
  const axes = asks === "axis" || asks === "C1" ? ["date", "compute"] : ["date"];
  const shipped = asks === "C1" ? "horizons-with-compute" : asks === "C3" ? "horizons" : null;
  const series = whole(points, axes, shipped);
  if (asks === "C1" || asks === "C3") return verdict({ ...(await nothing()), series: [series] }, asks);
  const { checked } = answerOf({ ...(await nothing()), series: [series] });
  const what = { grows: /^grows/, straight: /^one straight/, axis: /^compute or date/ }[asks];
  const found = checked.find((one) => what.test(one.what));
  if (found === undefined) return "nothing";
  return asks === "axis" && found.state === "yes" ? (found.says.split(" ")[0] ?? "") : found.state;
}

function observed(world: SeriesWorld, source: ReturnType<typeof random>): Observation[] {
  return plantSeries(world, source).map(({ date, y, input }) => ({
    ...{ date, y, label: "" },
    axes: { date, compute: input },
  }));
}

function whole(
  points: readonly Observation[],
  axes: readonly string[],
  shipped: SeriesResult["shipped"],
): SeriesResult {
  const identity = {
    name: "planted",
    shipped,
    unit: "log2 value",
    quantity: "value",
    scale: "log2",
  } as const;
  const steps = seriesResult(
    { ...identity, censored: [] },
    points,
    axes,
    config,
    random("share"),
    "2026-01-01",
  );
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function verdict(results: ForecastResults, id: string): string {
  return resolveClaims(results, config).find((claim) => claim.id === id)?.verdict ?? "nothing";
}

const metr = {
  ...{ doublings: [], revisions: [], measurement: null, frontierGrowth: 0.5 },
  ceiling: { above: 0, asMeasured: null, dropped: null, censored: null },
} as const;

let hash: Promise<string> | undefined;

/** Results of a run of the shipped tables in which nothing was asked. */
async function nothing(): Promise<ForecastResults> {
  hash ??= readTables().then(tablesHash);
  return {
    ...{ version: 2, tables: await hash, series: [], measures: [] },
    ...{ metr: null, chips: null, costs: null, cancelling: null },
  };
}

const still = { ...plainWorld, rates: [0, 0] as const };
const walks = { ...plainWorld, scatter: 0, walk: 0.5 };
const driven = { ...plainWorld, scatter: 0.3 };
/** As long and as unruly as the horizons that the claims are about: a walk with drift around dates that get denser. */
const horizons = {
  ...plainWorld,
  points: 17,
  dates: "denser",
  rates: [1.9, 1.9],
  scatter: 0,
  walk: 1.1,
} as const;
const claims = ["supported", "contradicted"] as const;

function at(sizes: readonly number[], of: (points: number) => Case): Case[] {
  return sizes.map(of);
}

const cases: readonly Case[] = [
  ...at(
    [8, 20, 60, 200],
    (points): Case => ({
      name: `grows? scatter alone, ${points} points`,
      ...{ world: { ...still, points }, asks: "grows", wrong: ["yes"], right: null },
    }),
  ),
  ...at(
    [8, 20, 60],
    (points): Case => ({
      name: `grows? a walk without drift, ${points} points`,
      ...{ world: { ...walks, rates: [0, 0], points }, asks: "grows", wrong: ["yes"], right: null },
    }),
  ),
  {
    name: "grows? scatter with a memory of .7, 40 points",
    ...{ world: { ...still, memory: 0.7 }, asks: "grows", wrong: ["yes"], right: null },
  },
  ...at(
    [12, 40, 200],
    (points): Case => ({
      name: `grows? a line, ${points} points`,
      ...{
        world: { ...plainWorld, points },
        asks: "grows",
        wrong: ["no"],
        right: points < 24 ? null : "yes",
      },
    }),
  ),
  {
    name: "grows? exact doublings, 20 points",
    ...{ world: { ...plainWorld, points: 20, scatter: 0 }, asks: "grows", wrong: ["no"], right: "yes" },
  },
  {
    name: "grows? a walk with drift, 60 points",
    ...{ world: { ...walks, points: 60 }, asks: "grows", wrong: ["no"], right: "yes" },
  },
  ...at(
    [12, 40, 120],
    (points): Case => ({
      name: `straight? a line, ${points} points`,
      ...{
        world: { ...plainWorld, points },
        asks: "straight",
        wrong: ["no"],
        right: points < 120 ? null : "yes",
      },
    }),
  ),
  {
    name: "straight? exact doublings, 20 points",
    ...{ world: { ...plainWorld, points: 20, scatter: 0 }, asks: "straight", wrong: ["no"], right: "yes" },
  },
  ...at(
    [12, 40, 120],
    (points): Case => ({
      name: `straight? a walk with drift, ${points} points`,
      ...{ world: { ...walks, points }, asks: "straight", wrong: ["no"], right: null },
    }),
  ),
  ...at(
    [16, 60],
    (points): Case => ({
      name: `straight? the rate changes by .6 of its mean, ${points} points`,
      ...{
        world: { ...plainWorld, points, rates: [0.7, 1.3] },
        asks: "straight",
        wrong: ["yes"],
        right: null,
      },
    }),
  ),
  {
    name: "straight? a sudden bend to a tenth of the rate, 60 points",
    ...{ world: { ...plainWorld, points: 60, rates: [2, 0.2], turn: "sudden", scatter: 0.2 } },
    ...{ asks: "straight", wrong: ["yes"], right: "no" },
  },
  ...at(
    [16, 40, 80],
    (points): Case => ({
      name: `axis? the date drives it, ${points} points`,
      ...{
        world: { ...driven, points },
        asks: "axis",
        wrong: ["compute"],
        right: points < 40 ? null : "date",
      },
    }),
  ),
  ...at(
    [16, 40, 80],
    (points): Case => ({
      name: `axis? the input drives it, ${points} points`,
      ...{
        world: { ...driven, points, follows: "input" },
        asks: "axis",
        wrong: ["date"],
        right: points < 40 ? null : "compute",
      },
    }),
  ),
  ...at(
    [16, 40, 80],
    (points): Case => ({
      name: `axis? half of each, ${points} points`,
      ...{
        world: { ...driven, points, follows: "half of each" },
        asks: "axis",
        wrong: ["date", "compute"],
        right: null,
      },
    }),
  ),
  {
    name: "axis? half of each with a walk, 40 points",
    ...{
      world: { ...driven, follows: "half of each", walk: 0.4 },
      asks: "axis",
      wrong: ["date", "compute"],
      right: null,
    },
  },
  {
    name: "axis? the date drives it, with a walk, 40 points",
    ...{ world: { ...driven, walk: 0.4 }, asks: "axis", wrong: ["compute"], right: null },
  },
  {
    name: "axis? the input drives it, with a walk, 40 points",
    ...{ world: { ...driven, follows: "input", walk: 0.4 }, asks: "axis", wrong: ["date"], right: null },
  },
  {
    name: "measures? two alike, 40 points",
    ...{
      world: { ...plainWorld },
      beside: { ...plainWorld },
      asks: "measures",
      wrong: ["first", "second"],
      right: null,
    },
  },
  {
    name: "measures? alike in years of their growth, one twice as steep, walks, 40 points",
    ...{
      world: walks,
      beside: { ...walks, rates: [2, 2], walk: 1 },
      asks: "measures",
      wrong: ["first", "second"],
      right: null,
    },
  },
  {
    name: "measures? the second four times as loose, 40 points",
    ...{ world: { ...plainWorld, scatter: 0.2 }, beside: { ...plainWorld, scatter: 0.8 } },
    ...{ asks: "measures", wrong: ["second"], right: "first" },
  },
  {
    name: "C1: compute drives it, 40 points",
    ...{ world: { ...driven, follows: "input" }, asks: "C1", wrong: ["supported"], right: "contradicted" },
  },
  {
    name: "C1: the date drives it, 40 points",
    ...{ world: driven, asks: "C1", wrong: ["contradicted"], right: "supported" },
  },
  {
    name: "C1: compute drives it, 16 points",
    ...{ world: { ...driven, points: 16, follows: "input" }, asks: "C1", wrong: ["supported"], right: null },
  },
  { name: "C3: a walk like the horizons", world: horizons, asks: "C3", wrong: ["contradicted"], right: null },
  {
    name: "C3: a line with scatter, as long as the horizons",
    ...{ world: { ...horizons, walk: 0, scatter: 0.4 }, asks: "C3", wrong: ["contradicted"], right: null },
  },
  {
    name: "C3: a rate that grows fourfold, as long as the horizons",
    ...{
      world: { ...horizons, walk: 0, scatter: 0.15, rates: [0.7, 2.8] },
      asks: "C3",
      wrong: ["supported"],
      right: null,
    },
  },
  {
    name: "C3: a coin for horizons",
    ...{ world: { ...still, dates: "denser", points: 17 }, asks: "C3", wrong: claims, right: null },
  },
  { name: "C4: a walk like the horizons", world: horizons, asks: "C4", wrong: ["contradicted"], right: null },
  ...at(
    [17, 40],
    (points): Case => ({
      name: `C1: a coin for horizons, ${points} points`,
      ...{ world: { ...still, points }, asks: "C1", wrong: claims, right: null },
    }),
  ),
  ...at(
    [17, 40],
    (points): Case => ({
      name: `C4: a coin for horizons, ${points} points`,
      ...{ world: { ...still, points }, asks: "C4", wrong: claims, right: null },
    }),
  ),
  {
    name: "C4: a line with scatter, 40 points",
    ...{ world: { ...plainWorld, scatter: 0.3 }, asks: "C4", wrong: ["contradicted"], right: "supported" },
  },
  {
    name: "C4: a rate that grows tenfold, 60 points",
    ...{
      world: { ...plainWorld, points: 60, rates: [0.2, 2], scatter: 0.3 },
      asks: "C4",
      wrong: ["supported"],
      right: "contradicted",
    },
  },
];

/** Share of wrong verdicts that is promised at most, and of right ones where the trend is clear. */
const promised = { wrong: 0.02, right: 0.8 } as const;

/** A promise counts as broken where a one-sided binomial test rejects it at this level. */
const level = 0.01;

/**
 * What the study says, where the truth is planted: a wrong verdict in at most 2 of 100 worlds, and beside it the right one in at least 80 of 100 where
 * the trend is clear. `bound` is the upper end of the exact 95% interval of the wrong ones.
 */
export const forecastVerdicts: Simulation<Case, Draw> = {
  name: "forecast-verdicts",
  analyses: 200,
  slice: 6,
  cases,
  draw: z.object({ said: z.string() }),
  run: async (one, seed) => ({ said: await saidOf(one, seed) }),
  summarize: (draws, { wrong, right }) => {
    const n = draws.length;
    const count = (words: readonly string[]): number =>
      draws.filter(({ said }) => words.includes(said)).length;
    return {
      ...{ analyses: n, wrong: count(wrong) / n, bound: clopperPearson(count(wrong), n).high },
      ...(right === null ? {} : { right: count([right]) / n }),
    };
  },
  check: ({ analyses: n = 0, wrong = 1, right }) => {
    const at = (share: number): ReturnType<typeof exactInterval> =>
      exactInterval(Math.round(share * n), n, level);
    return [
      ...(at(wrong).low > promised.wrong ? [`wrong: ${(100 * wrong).toFixed(1)}% of ${n}`] : []),
      ...(right !== undefined && at(right).high < promised.right
        ? [`right: ${(100 * right).toFixed(1)}% of ${n}`]
        : []),
    ];
  },
};
