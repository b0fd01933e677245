import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { easierThanLine } from "./built-in.ts";
import { chipDoubts, chipsByBounds } from "./chips-bounds.ts";
import { forecastConfig } from "./config.ts";
import { cutoff } from "./cutoffs.ts";
import { frontierBias } from "./frontier.ts";
import { ceilingEffect, type Horizon, measurementError } from "./horizons.ts";
import { revenueTest } from "./revenue.ts";
import { serialProgress } from "./serial.ts";

const horizon = (year: number, y: number): Horizon => ({
  ...{ vintage: "v", label: String(year), date: year, y, low: y - 1, high: y + 1, frontier: true },
});

test("censoring recovers the slope that dropping loses; without values above it is least squares", () => {
  const source = random("tobit");
  let dropped = 0;
  let censored = 0;
  const worlds = 200;
  for (let world = 0; world < worlds; world++) {
    const points = Array.from({ length: 30 }, (_, i) => horizon(2015 + i / 3, i / 3 + source.normal()));
    const effect = ceilingEffect(points, 2 ** 7);
    dropped += 365.25 / (effect.dropped ?? Number.NaN) / worlds;
    censored += 365.25 / (effect.censored ?? Number.NaN) / worlds;
    const whole = ceilingEffect(points, 2 ** 40);
    assert.ok(Math.abs((whole.censored ?? 0) / (whole.asMeasured ?? 1) - 1) < 1e-6);
  }
  assert.ok(Math.abs(censored - 1) < 0.02, `${censored} doublings a year, planted 1`);
  assert.ok(dropped < 0.96, `${dropped}`);
});

test("published intervals carry into the doubling time as the formula for errors in y says", () => {
  const points = Array.from({ length: 12 }, (_, i) => horizon(2015 + i, i));
  const found = measurementError(points, 4000, random("measurement"));
  assert.ok(found);
  // Standard error of the slope: sd 1 / 1.96 over the root of the spread of the dates.
  const spread = points.reduce((sum, { date }) => sum + (date - 2020.5) ** 2, 0);
  const reach = 1 / Math.sqrt(spread);
  assert.ok(Math.abs(found.high / (365.25 / (1 - reach)) - 1) < 0.01);
  assert.ok(Math.abs(found.low / (365.25 / (1 + reach)) - 1) < 0.01);
});

test("the frontier of a known line is biased upwards, all points are not", () => {
  const dates = Array.from({ length: 60 }, (_, i) => 1970 + i / 3);
  const [all, best] = frontierBias({ dates, rate: 0.5, scatter: 1, ahead: 10 }, 2000, random("frontier"));
  assert.ok(all && best);
  assert.ok(Math.abs(all.level) < 0.03 && Math.abs(all.rate) < 0.003);
  assert.ok(best.level > 0.7, `${best.level}`);
});

test("a line trained before the cut-off is exact on a line, and its error is signed", () => {
  const points = Array.from({ length: 40 }, (_, i) => ({ date: 1970 + i, y: i < 30 ? i : 30 }));
  const rule = { frontier: "all", window: 2, least: 5 } as const;
  const { cells, doublingYears } = cutoff(points, 1990, [5, 17, 50], rule);
  assert.equal(doublingYears, 1);
  assert.ok(Math.abs(cells[0]?.error ?? Number.NaN) < 1e-9);
  assert.ok((cells[1]?.error ?? 0) > 6, "it stopped growing: the forecast is too high");
  assert.equal(cells[2]?.error, null);
  assert.equal(cutoff(points, 1972, [5], rule).cells[0]?.error, null, "two points are no trend");
});

test("C2's bounds: wider doubts never narrow the answer, and enough growth of revenue turns it", () => {
  const facts = {
    revenue: [
      { year: 2000, value: 204 },
      { year: 2020, value: 440 },
    ],
    earlierGrowth: 1.17,
    doublingYears: [2.37, 2.01],
    actual: [10.3, 10.8],
    calendarErrors: [-0.8, -2.1, 1.0, -0.7],
  } as const;
  const answer = chipsByBounds(facts, chipDoubts);
  assert.ok(answer.implied.low > 2 && answer.implied.high < 2.5, "2 to 2.5 doublings");
  assert.ok(answer.excess.low > 0);
  const wider = chipsByBounds(facts, { ...chipDoubts, investment: { low: -1, high: 2 } });
  assert.ok(wider.widened.low < answer.widened.low && wider.widened.high > answer.widened.high);
  const rich = { ...facts, revenue: [facts.revenue[0], { year: 2020, value: 204 * 40 }] } as const;
  assert.ok(chipsByBounds(rich, chipDoubts).excess.low < 0);
});

test("yearly revenue: the axis that drives chips forecasts them, the other one fails after they part", () => {
  const revenue = Array.from({ length: 60 }, (_, i) => ({
    date: 1965 + i,
    y: i < 30 ? 0.3 * i : 9 + 0.05 * (i - 30),
  }));
  const chips = Array.from({ length: 45 }, (_, i) => {
    const year = 1970 + i;
    return { date: year, y: 2 * (year < 1995 ? 0.3 * (year - 1965) : 9 + 0.05 * (year - 1995)) };
  });
  const found = revenueTest(chips, revenue, 1990, [5, 15], "all", 0.5);
  assert.ok(found);
  for (const { byRevenue } of found.horizons) assert.ok(Math.abs(byRevenue) < 1e-9);
  assert.ok((found.horizons[1]?.byCalendar ?? 0) > 4);
  assert.ok(found.r > 0.9999);
});

test("serial progress: coefficients and their share are recovered, with intervals that hold", () => {
  const source = random("serial");
  let held = 0;
  const worlds = 300;
  for (let world = 0; world < worlds; world++) {
    const points = Array.from({ length: 30 }, (_, i) => {
      const input = 0.4 * i - (i > 15 ? 0.35 * (i - 15) : 0) + 0.2 * source.normal();
      const y = 0.2 * i + 0.5 * input + 0.3 * source.normal();
      return { date: 2000 + i, axes: { date: 2000 + i, input }, y, label: "" };
    });
    const found = serialProgress(points, "input", 200, source.fork(String(world)));
    assert.ok(found);
    if (found.time.low <= 0.2 && found.time.high >= 0.2) held++;
    assert.ok(found.share !== null && found.share.low <= found.share.median && found.share.high <= 1);
  }
  assert.ok(Math.abs(held / worlds - 0.95) < 0.04, `${held / worlds}`);
});

test("easier doublings beat the line where each takes less time than the one before, and not where none does", () => {
  const source = random("easier");
  const config = forecastConfig.parse({});
  const of = (y: (years: number) => number) =>
    easierThanLine(
      Array.from({ length: 40 }, (_, i) => {
        const date = 2000 + i / 2;
        return { date, axes: { date }, y: y(i / 2) + 0.2 * source.normal(), label: "" };
      }),
      config,
    );
  const [rising, straight] = [of((years) => -6 * Math.log2(25 - years)), of((years) => years)];
  assert.ok(rising !== null && rising.low > 0, JSON.stringify(rising));
  assert.ok(
    straight !== null && straight.at99.low < 0 && straight.at99.high < config.margin,
    JSON.stringify(straight),
  );
  assert.ok(straight.at99.low < straight.low && straight.at99.high > straight.high);
});
