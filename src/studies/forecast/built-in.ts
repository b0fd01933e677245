import type { Random } from "../../stats/distributions/random.ts";
import { type ChipFacts, chipDoubts, chipsByBounds } from "./chips-bounds.ts";
import { compareForecasters } from "./compare-axes.ts";
import type { ForecastConfig } from "./config.ts";
import { cutoff, cutoffRule } from "./cutoffs.ts";
import { costProtocol, hindcastCosts } from "./farmer-lafond.ts";
import { type Dated, frontier, frontierBias, frontierRules } from "./frontier.ts";
import { hindcasts, type Observation } from "./hindcast.ts";
import { ceilingEffect, ceilingMinutes, chosen, doubling, measurementError, revisions } from "./horizons.ts";
import { lineThrough } from "./line.ts";
import { frontierGrowth, latestVintage, metrPoints, vintages } from "./metr.ts";
import type { ChipsResult, CostsResult, MetrResult } from "./results.ts";
import { type RevenueSeries, revenueTest } from "./revenue.ts";
import { chipsOf, costsOf, horizonsOf, type Tables } from "./tables.ts";
import { checkTheta } from "./theta-check.ts";
import { yearOf } from "./years.ts";

/** Growth of semiconductor revenue a year from 1960 to 2000, as a factor (WSTS). */
const earlierGrowth = 1.17;

/** METR's doubling times, what moves them, and the line against easier doublings. */
export function metrResult(tables: Tables, config: ForecastConfig, source: Random): MetrResult {
  const all = horizonsOf(tables);
  const latest = chosen(all, {
    ...{ vintage: latestVintage, from: 0, to: 9999, ceiling: null, frontierOnly: true },
  });
  return {
    doublings: vintages.flatMap((vintage) =>
      ["2019-01-01", "2023-01-01", "2024-01-01"].map((from) => ({
        vintage,
        from,
        ...doubling(
          chosen(all, { vintage, from: yearOf(from), to: 9999, ceiling: ceilingMinutes, frontierOnly: true }),
        ),
      })),
    ),
    revisions: revisions(all, vintages),
    measurement: measurementError(
      latest.filter(({ y }) => 2 ** y <= ceilingMinutes),
      config.draws,
      source.fork("measurement"),
    ),
    ceiling: ceilingEffect(latest, ceilingMinutes),
    frontierGrowth: frontierGrowth(tables),
    easier: easierDoublings(tables, config),
  };
}

function easierDoublings(tables: Tables, config: ForecastConfig): MetrResult["easier"] {
  const until = yearOf(config.before);
  return easierThanLine(
    metrPoints(tables).filter(({ date }) => date <= until),
    config,
  );
}

/** Mean CRPS of a straight line less that of easier doublings, one point ahead; null with too few points. */
export function easierThanLine(
  points: readonly Observation[],
  { least, window, before }: Pick<ForecastConfig, "least" | "window" | "before">,
): MetrResult["easier"] {
  const rows = hindcasts(points, {
    axes: ["date"],
    models: ["line", "superexponential"],
    horizons: [1],
    least,
    window,
  });
  const given = { axis: "date", knowledge: "conditional" } as const;
  const { test } = compareForecasters(
    rows,
    { ...given, model: "line" },
    { ...given, model: "superexponential" },
    1,
  );
  if (!test.ok) return null;
  const { n, difference, low, high, at99 } = test;
  return { before, n, difference, low, high, at99 };
}

/** Cut-off maps of the chip series, the bias of the frontier rule, and C2's bounds. */
export function chipsResult(
  tables: Tables,
  revenue: RevenueSeries | null,
  config: ForecastConfig,
  source: Random,
): ChipsResult {
  const transistors = chipsOf(tables, "transistors");
  const horizons = [5, 10, 15, 20];
  const maps = ["transistors", "clock", "single-thread"].flatMap((series) =>
    frontierRules.map((rule) => ({
      series,
      rule,
      cutoffs: config.cuts.map((cut) =>
        cutoff(chipsOf(tables, series), cut, horizons, { ...cutoffRule, frontier: rule }),
      ),
    })),
  );
  const early = transistors.filter(({ date }) => date < 1990);
  const fit = lineThrough(early);
  const bias =
    fit === null
      ? []
      : frontierBias(
          {
            dates: early.map(({ date }) => date),
            rate: fit.slope,
            scatter: Math.sqrt(fit.squares / (fit.n - 2)),
            ahead: 20,
          },
          config.worlds,
          source.fork("frontier"),
        );
  const tests = frontierRules.flatMap((rule) => {
    const found =
      revenue === null
        ? null
        : revenueTest(transistors, revenue, 1990, [5, 10, 15, 20], rule, cutoffRule.window);
    return found === null ? [] : [found];
  });
  return { maps, bias, answer: chipsByBounds(chipFacts(tables, transistors), chipDoubts), revenue: tests };
}

function chipFacts(tables: Tables, transistors: readonly Dated[]): ChipFacts {
  const [first, last] = tables.revenue.map(({ date, value }) => ({ year: Number(date), value }));
  if (first === undefined || last === undefined) throw new RangeError("the table of revenue has two rows");
  const best = frontier(transistors, "running-maximum");
  const mean = (year: number): number => {
    const near = transistors.filter(({ date }) => Math.abs(date - year) <= cutoffRule.window);
    return near.reduce((sum, { y }) => sum + y, 0) / near.length;
  };
  const top = (year: number): number => best.findLast(({ date }) => date <= year)?.y ?? Number.NaN;
  const cuts = frontierRules.map((rule) =>
    cutoff(transistors, 1990, [10, 20], { ...cutoffRule, frontier: rule }),
  );
  const [all, running] = cuts;
  return {
    revenue: [first, last],
    earlierGrowth,
    doublingYears: [all?.doublingYears ?? Number.NaN, running?.doublingYears ?? Number.NaN],
    actual: [mean(last.year) - mean(first.year), top(last.year) - top(first.year)],
    calendarErrors: cuts.flatMap(({ cells }) => cells.map(({ error }) => error ?? Number.NaN)),
  };
}

/** The 66 technologies, and which noise agrees with them. */
export function costsResult(tables: Tables, config: ForecastConfig, source: Random): CostsResult {
  const series = costsOf(tables);
  return {
    ...hindcastCosts(series, costProtocol, config.draws, source.fork("costs")),
    thetas: [0, 0.25, 0.63].map((theta) =>
      checkTheta(
        series,
        costProtocol,
        theta,
        [1, 2, 5, 10, 20],
        config.worlds,
        source.fork(`theta ${theta}`),
      ),
    ),
  };
}
