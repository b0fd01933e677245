import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveClaims } from "./claims.ts";
import { forecastConfig } from "./config.ts";
import type { ForecastResults, SeriesResult } from "./results.ts";
import { tablesHash } from "./shipped.ts";
import { readTables } from "./tables.ts";

const config = forecastConfig.parse({});
const growing = { n: 17, estimate: 2, low: 1, high: 3, at99: { low: 0.7, high: 3.3 }, walking: 0.9 };
const empty: SeriesResult = {
  ...{
    name: "a series",
    shipped: "horizons",
    unit: "log2 minutes",
    points: [],
    axes: ["date"],
    identifiability: [],
    hindcasts: [],
  },
  ...{
    quantity: "minutes",
    scale: "log2",
    step: 0.4,
    rate: growing,
    censored: [],
    silent: [],
    ranking: [],
    next: [],
    registered: 0,
  },
  ...{ curvature: null, serial: [], fans: [], axisPanels: [], divergences: [], forecasts: [] },
};
const nothing: ForecastResults = {
  version: 2,
  tables: tablesHash(await readTables()),
  series: [],
  measures: [],
  metr: null,
  chips: null,
  costs: null,
  cancelling: null,
};
/** A change of the rate with this interval at both levels. */
const change = (low: number, high: number): NonNullable<SeriesResult["curvature"]> => ({
  ...{
    n: 20,
    years: 5,
    estimate: (low + high) / 2,
    low,
    high,
    at99: { low, high },
    perYear: 0.1,
    walking: 0.5,
  },
  ...{ left: { line: 1, parabola: 0.9, bend: 0.8 }, bend: 2024.2, rates: { before: 1, after: 2 }, bic: 1 },
});
const resolved = (id: string, results: Partial<ForecastResults>) => {
  const found = resolveClaims({ ...nothing, ...results }, config).find((claim) => claim.id === id);
  assert.ok(found !== undefined);
  return found;
};

test("claims whose series nobody asked for are unresolved", () => {
  for (const { verdict, reason } of resolveClaims(nothing, config))
    assert.deepEqual([verdict, /not part of this run/.test(reason ?? "")], ["unresolved", true]);
});

test("a claim looks at the tables, not at what a series is called", async () => {
  const tables = await readTables();
  const curved = { ...empty, curvature: change(-0.01, 0.01) };
  const verdict = (results: Partial<ForecastResults>) =>
    resolved("C3", { series: [curved], ...results }).verdict;
  assert.equal(verdict({}), "supported");
  assert.equal(verdict({ series: [{ ...curved, shipped: null, name: "METR time horizons" }] }), "unresolved");
  assert.equal(verdict({ tables: null }), "unresolved");
  const [first, ...rest] = tables.horizons;
  assert.ok(first !== undefined);
  const touched = { ...tables, horizons: [{ ...first, value: first.value * 1.001 }, ...rest] };
  assert.equal(verdict({ tables: tablesHash(touched) }), "unresolved");
});

test("C1: few forecasts, axes that go together and no estimate leave it open, each with its reason", () => {
  const against = (
    low: number | null,
    high: number | null,
    forecasts = 12,
    vif = 8,
    verdict: "a" | "b" = "b",
  ) =>
    resolved("C1", {
      series: [
        {
          ...{ ...empty, shipped: "horizons-with-compute" },
          identifiability: [
            {
              ...{
                a: "date",
                b: "compute",
                model: "line",
                horizon: 1,
                points: 16,
                forecasts,
                r: 0.9,
                vif,
                low,
                high,
                at99: low === null || high === null ? null : { low, high },
              },
              ...{
                difference: low === null ? null : 0,
                p: null,
                detectable: 0.3,
                verdict,
                why: "a reason",
              },
            },
          ],
        },
      ],
    });
  assert.equal(against(-0.3, 0.05).verdict, "supported");
  assert.equal(against(0.2, 0.4).verdict, "contradicted");
  assert.match(against(0.2, 0.4, 12, 8, "a").reason ?? "", /compute cannot be named: a reason/);
  assert.equal(against(-0.3, 0.3).verdict, "undecided");
  assert.match(against(-0.3, 0.05, 9).reason ?? "", /at this size: 9 forecasts; only a difference of 0.30/);
  assert.match(against(-0.3, 0.05, 12, 51).reason ?? "", /cannot be told apart: a reason/);
  assert.equal(against(null, null).reason, "a reason");
});

test("C2: bounds, or with a yearly series the range over horizons and rules", () => {
  const bounds = { low: 1, high: 2 };
  const chips = (low: number, high: number, byRevenue: readonly number[] = []) => ({
    ...{ maps: [], bias: [] },
    answer: {
      steps: [],
      implied: bounds,
      widened: bounds,
      actual: bounds,
      overturn: bounds,
      excess: { low, high },
    },
    revenue: byRevenue.map((error) => ({
      ...{ cut: 1990, rule: "all" as const, trained: 9, r: 0.9 },
      horizons: [{ horizon: 5, byRevenue: error, byCalendar: -1 }],
    })),
  });
  assert.equal(resolved("C2", { chips: chips(0.1, 2) }).verdict, "supported");
  assert.equal(resolved("C2", { chips: chips(-2, -0.1) }).verdict, "contradicted");
  assert.equal(resolved("C2", { chips: chips(-1, 1) }).verdict, "undecided");
  const tested = resolved("C2", { chips: chips(-2, -1, [-3, 2]) });
  assert.deepEqual([tested.verdict, tested.low, tested.high, tested.estimate], ["supported", 1, 2, 1.5]);
  assert.equal(resolved("C2", { chips: chips(0.1, 2, [-3, 0.5]) }).verdict, "undecided");
  const random = chips(-2, -1, [-3, 2]);
  const strange = { ...random, revenue: random.revenue.map((row) => ({ ...row, r: 0.3 })) };
  assert.equal(resolved("C2", { chips: strange }).verdict, "unresolved");
});

test("C3: within delta, wholly outside, or neither", () => {
  const at = (low: number, high: number): string =>
    resolved("C3", {
      series: [{ ...empty, curvature: change(low, high) }],
    }).verdict;
  assert.deepEqual(
    [at(-0.4, 0.3), at(0.6, 1.4), at(-1.4, -0.6), at(-0.1, 0.7)],
    ["supported", "contradicted", "contradicted", "undecided"],
  );
});

test("C4: below the margin the line is not beaten, above nought it is", () => {
  const rising = { ...empty, curvature: change(0.1, 2) };
  const at = (low: number, high: number, series = rising): string =>
    resolved("C4", {
      series: [series],
      metr: {
        ...{ doublings: [], revisions: [], measurement: null, frontierGrowth: 0.5 },
        ceiling: { above: 0, asMeasured: null, dropped: null, censored: null },
        easier: {
          before: config.before,
          n: 15,
          difference: (low + high) / 2,
          low,
          high,
          at99: { low, high },
        },
      },
    }).verdict;
  assert.deepEqual(
    [at(-0.3, 0.05), at(0.01, 0.4), at(-0.1, 0.3)],
    ["supported", "contradicted", "undecided"],
  );
  // A walk bends by itself.
  assert.equal(at(0.01, 0.4, { ...empty, curvature: change(-0.1, 2) }), "undecided");
});

test("where nothing grows beyond doubt no forecaster of a trend is called as good as another", () => {
  const still = { ...empty, rate: { ...growing, at99: { low: -0.1, high: 3 } } };
  const easier = {
    before: "2026-05-08",
    n: 15,
    difference: 0,
    low: -0.01,
    high: 0.01,
    at99: { low: -0.02, high: 0.02 },
  };
  const metr = {
    ...{ doublings: [], revisions: [], measurement: null, frontierGrowth: 0.5, easier },
    ceiling: { above: 0, asMeasured: null, dropped: null, censored: null },
  };
  const { verdict, reason } = resolved("C4", { series: [still], metr });
  assert.deepEqual([verdict, /no trend beyond doubt/.test(reason ?? "")], ["undecided", true]);
  assert.equal(resolved("C4", { series: [empty], metr }).verdict, "supported");
});
