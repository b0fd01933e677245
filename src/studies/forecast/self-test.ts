import { contentHash } from "../../core/json.ts";
import { random } from "../../stats/distributions/random.ts";
import { cutoff, cutoffRule } from "./cutoffs.ts";
import { type CostProtocol, costProtocol, hindcastCosts, walkMeanSquare } from "./farmer-lafond.ts";
import type { FrontierRule } from "./frontier.ts";
import { collinearity, hindcasts, type Observation, summaries } from "./hindcast.ts";
import { chosen, doubling, type Horizon } from "./horizons.ts";
import { metrPoints } from "./metr.ts";
import { modelIds } from "./models.ts";
import { chipsOf, costsOf, horizonsOf, type TableName, type Tables, tableNames } from "./tables.ts";
import { checkTheta } from "./theta-check.ts";
import { yearOf } from "./years.ts";

/** One published value, recomputed. */
export interface Check {
  readonly name: string;
  /** As published, with its own number of digits. */
  readonly expected: string;
  readonly actual: string;
  readonly ok: boolean;
}

/** What the published values were computed with; a test changes one and sees red. */
export interface SelfTestRules {
  readonly costs: CostProtocol;
  /** Minutes above which the vintage of 2026-05-08 is left out of its own doubling times. */
  readonly ceiling: number;
  readonly frontierOnly: boolean;
  readonly chipFrontier: FrontierRule;
  readonly chipWindow: number;
}

export const selfTestRules: SelfTestRules = {
  costs: costProtocol,
  ceiling: 960,
  frontierOnly: true,
  chipFrontier: "running-maximum",
  chipWindow: cutoffRule.window,
};

/** Hashes of the numbers in the tables as they were entered: a changed datum shows even where no rounded figure moves. */
const tableHashes: Readonly<Record<TableName, string>> = {
  horizons: "7b8b169d9b274c36",
  chips: "f207b5449e4ada0c",
  costs: "3de8f9b9775d94ff",
  compute: "1b3c57c6b63080da",
  revenue: "caee519de07d8a07",
};

/** Recomputes every published value from the tables. */
export function selfTest(tables: Tables, rules: SelfTestRules = selfTestRules): Check[] {
  return [
    ...tableNames.map((name) => same(`table ${name}: SHA-256`, tableHashes[name], tableHash(tables, name))),
    ...costChecks(tables, rules),
    ...horizonChecks(horizonsOf(tables), rules),
    ...chipChecks(tables, rules),
    ...axisChecks(tables),
    ...benchChecks(tables),
  ];
}

/** Hash of what a table says, without the order of its columns. */
export function tableHash(tables: Tables, name: TableName): string {
  return contentHash(tables[name].map((row) => ({ ...row }))).slice(0, 16);
}

function costChecks(tables: Tables, { costs }: SelfTestRules): Check[] {
  const series = costsOf(tables);
  const found = hindcastCosts(series, costs, 0, random("self-test"));
  const all = hindcastCosts(series, { ...costs, level: 1 }, 0, random("self-test"));
  const published = [
    { tau: 1, n: 684, error: "3.6", walk: "2.4" },
    { tau: 2, n: 631, error: "12.3", walk: "5.6" },
    { tau: 5, n: 477, error: "44.6", walk: "20" },
    { tau: 10, n: 278, error: "125.7", walk: "60" },
    { tau: 20, n: 121, error: "454.3", walk: "200" },
  ];
  const accepted = (theta: number): string =>
    checkTheta(series, costs, theta, [1, 2, 5, 10, 20], 400, random(`self-test ${theta}`)).p > 0.05
      ? "yes"
      : "no";
  return [
    same("technologies", "66", String(found.technologies)),
    same("technologies that improve, one-sided p < .10", "53", String(found.improving)),
    same("their possible forecasts", "8212", String(found.forecasts)),
    same("of these with tau up to 20", "6391", String(found.withinLimit)),
    same("possible forecasts of all 66", "9929", String(all.forecasts)),
    same("of these with tau up to 20", "8036", String(all.withinLimit)),
    ...published.flatMap(({ tau, n, error, walk }) => {
      const at = found.byHorizon[tau - 1];
      return [
        same(`forecasts ${tau} years ahead`, String(n), String(at?.n)),
        rounded(`mean squared normalised error at tau ${tau}`, error, at?.meanSquare ?? Number.NaN),
        rounded(`a pure walk's at tau ${tau}`, walk, walkMeanSquare(costs.window, tau, 0)),
      ];
    }),
    same("theta .63 accepted, all horizons as one", "yes", accepted(0.63)),
    same("theta 0 accepted, all horizons as one", "no", accepted(0)),
  ];
}

function horizonChecks(all: readonly Horizon[], { ceiling, frontierOnly }: SelfTestRules): Check[] {
  const published: readonly (readonly [string, string, string, string, number | null])[] = [
    ["TH1.0", "2019-01-01", "2025-03-18", "212.2", 11],
    ["TH1.0", "2023-01-01", "2100-01-01", "165.3", 14],
    ["TH1.1 2026-01-30", "2019-01-01", "2100-01-01", "196.475", null],
    ["TH1.1 2026-01-30", "2023-01-01", "2100-01-01", "130.801", null],
    ["TH1.1 2026-02-22", "2019-01-01", "2100-01-01", "182.725", null],
    ["TH1.1 2026-02-22", "2023-01-01", "2100-01-01", "122.611", null],
    ["TH1.1 2026-02-22", "2024-01-01", "2100-01-01", "99.5", null],
    ["TH1.1 2026-03-03", "2023-01-01", "2100-01-01", "128.744", null],
    ["TH1.1 2026-03-03", "2024-01-01", "2100-01-01", "104.706", null],
    ["TH1.1 2026-05-08", "2019-01-01", "2100-01-01", "187.8", null],
    ["TH1.1 2026-05-08", "2023-01-01", "2100-01-01", "128.744", null],
  ];
  return published.flatMap(([vintage, from, to, days, n]) => {
    const capped = vintage === "TH1.1 2026-05-08" ? ceiling : null;
    const span = { from: yearOf(from), to: yearOf(to) };
    const found = doubling(chosen(all, { vintage, ...span, ceiling: capped, frontierOnly }));
    const name = `${vintage}, ${from}${to === "2100-01-01" ? " on" : ` to ${to}`}`;
    return [
      rounded(`doubling time in days, ${name}`, days, found.days ?? Number.NaN),
      ...(n === null ? [] : [same(`models behind it, ${name}`, String(n), String(found.n))]),
    ];
  });
}

function chipChecks(tables: Tables, { chipFrontier, chipWindow }: SelfTestRules): Check[] {
  const from = (series: string, cut: number, horizons: readonly number[], rule: FrontierRule) =>
    cutoff(chipsOf(tables, series), cut, horizons, {
      ...{ frontier: rule, window: chipWindow, least: cutoffRule.least },
    });
  const all = from("transistors", 1990, [10, 15, 20], "all");
  const best = from("transistors", 1990, [5, 10, 15, 20], chipFrontier);
  const clock = from("clock", 2000, [5, 10, 15, 20], chipFrontier);
  const errors = (name: string, { cells }: typeof all, expected: readonly string[]): Check[] =>
    cells.map(({ horizon, error }, i) =>
      rounded(`${name}, ${horizon} years ahead, doublings`, expected[i] ?? "", error ?? Number.NaN),
    );
  return [
    rounded("all chips before 1990, years a doubling", "2.37", all.doublingYears ?? Number.NaN),
    ...errors("all chips from 1990", all, ["-0.8", "-1.7", "-2.1"]),
    rounded("chip frontier before 1990, years a doubling", "2.01", best.doublingYears ?? Number.NaN),
    ...errors("chip frontier from 1990", best, ["+1.3", "+1.0", "-0.2", "-0.7"]),
    ...errors("clock frontier from 2000", clock, ["-0.3", "+1.1", "+3.0", "+4.8"]),
  ];
}

function axisChecks(tables: Tables): Check[] {
  const points = metrPoints(tables);
  const both = metrPoints(tables, "known compute");
  const date = (list: readonly Observation[]): number[] => list.map((point) => point.date);
  const on = (list: readonly Observation[], axis: string): number[] =>
    list.map(({ axes }) => axes[axis] ?? Number.NaN);
  return [
    same("models with a horizon and training compute", "9", String(both.length)),
    rounded(
      "correlation of date and log compute on them",
      "0.957",
      collinearity(date(both), on(both, "compute")).r,
    ),
    rounded(
      "correlation of date and smoothed frontier compute",
      "1.0000",
      collinearity(date(points), on(points, "frontier-compute")).r,
    ),
  ];
}

/** All hindcasts and all scores run as well: what they come to is held by its hash and by two figures. */
function benchChecks(tables: Tables): Check[] {
  const points = metrPoints(tables);
  const rows = hindcasts(points, {
    axes: ["date"],
    models: modelIds,
    horizons: [1, 2, 3],
    least: 5,
    window: null,
  });
  const found = summaries(rows);
  const crps = (model: string, horizon: number): number =>
    found.find((row) => row.model === model && row.horizon === horizon)?.crps ?? Number.NaN;
  return [
    same("hindcasts on METR horizons, one to three models ahead", "246", String(rows.length)),
    rounded("CRPS of the walk, one model ahead", "0.296", crps("walk", 1)),
    rounded("CRPS of the line, one model ahead", "0.766", crps("line", 1)),
  ];
}

function same(name: string, expected: string, actual: string): Check {
  return { name, expected, actual, ok: expected === actual };
}

/** Equal to within half a unit of the last digit that was published. */
function rounded(name: string, expected: string, actual: number): Check {
  const digits = expected.split(".")[1]?.length ?? 0;
  const ok = Math.abs(actual - Number(expected)) <= 0.5 * 10 ** -digits + 1e-12;
  return {
    name,
    expected,
    actual: Number.isFinite(actual) ? actual.toFixed(Math.max(digits, 3)) : "none",
    ok,
  };
}
