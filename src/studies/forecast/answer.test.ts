import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { answerOf } from "./answer.ts";
import { forecastConfig } from "./config.ts";
import type { Observation } from "./hindcast.ts";
import type { ForecastResults, SeriesResult } from "./results.ts";
import { seriesResult } from "./series-result.ts";

const config = forecastConfig.parse({});

function resultOf(
  points: readonly Observation[],
  axes: readonly string[] = ["date"],
  more: Partial<Pick<SeriesResult, "scale" | "quantity" | "name">> = {},
): SeriesResult {
  const identity = {
    name: "prices",
    shipped: null,
    unit: "log2 price",
    quantity: "price",
    scale: "log2",
    censored: [],
  } as const;
  const steps = seriesResult({ ...identity, ...more }, points, axes, config, random("answer"), "2026-01-01");
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function answered(...series: readonly SeriesResult[]) {
  const results: ForecastResults = {
    ...{
      version: 2,
      tables: null,
      series,
      measures: [],
      metr: null,
      chips: null,
      costs: null,
      cancelling: null,
    },
  };
  const answer = answerOf(results);
  return { ...answer, state: (what: RegExp) => answer.checked.find((one) => what.test(one.what)) };
}

const monthly = (n: number, y: (years: number, i: number) => number): Observation[] =>
  Array.from({ length: n }, (_, i) => {
    const date = 2018 + i / 12;
    return { date, axes: { date }, y: y(i / 12, i), label: "" };
  });

test("a clear trend: its time of halving, what comes next in its own unit, and whether its band can be trusted", () => {
  const source = random("a clear trend");
  // Halves every 14 months.
  const { sentence, figure, state } = answered(
    resultOf(monthly(96, (years) => 10 - (12 / 14) * years + 0.1 * source.normal())),
  );
  assert.match(
    sentence,
    /^It halves every 1[34]\.\d months \(95%: 1[34]\.\d to 1[45]\.\d\), −4[3-6]% a year\./,
  );
  assert.match(sentence, /Expect price \d+\.\d+ in January 2026 \(80%: \d+\.\d+ to \d+\.\d+\)\./);
  assert.match(
    sentence,
    /Out of sample the straight line did best of 8 on \d+ forecasts .* held \d+ of \d+ times\.$/,
  );
  assert.doesNotMatch(sentence, /log2/);
  assert.equal(figure?.label, "months a halving");
  assert.ok(figure.low !== null && figure.low < 14 && figure.high !== null && figure.high > 14);
  assert.equal(state(/grows/)?.state, "yes");
  assert.equal(state(/straight/)?.state, "yes");
  assert.equal(state(/band/)?.state, "yes");
  assert.equal(state(/axis/)?.state, "not-asked");
});

test("scatter without a trend is not said to grow, and a walk has no rate that is beyond doubt", () => {
  const source = random("none");
  let y = 0;
  for (const series of [
    monthly(60, () => source.normal()),
    monthly(60, () => {
      y += source.normal();
      return y;
    }),
  ]) {
    const { sentence, figure, state } = answered(resultOf(series));
    assert.match(sentence, /^Whether it grows or shrinks cannot be told/);
    assert.equal(figure, undefined);
    assert.equal(state(/grows/)?.state, "untested");
    assert.equal(state(/straight/)?.state, "untested");
  }
});

test("exact doublings keep every model, are forecast, and are told to have no scatter", () => {
  const result = resultOf(monthly(40, (years) => years));
  assert.deepEqual(result.silent, []);
  assert.equal(new Set(result.hindcasts.map(({ model }) => model)).size, 8);
  const { sentence, state } = answered(result);
  assert.match(sentence, /^It doubles every 12\.0 months\. Expect price 10\.1 in May 2021/);
  assert.match(sentence, /no scatter to make a band of/);
  assert.match(sentence, /the straight line did best/);
  assert.match(state(/band/)?.says ?? "", /lies on the forecasts but for rounding/);
});

test("a model that cannot forecast keeps its row with the reason", () => {
  const short = resultOf(monthly(7, (years) => years));
  const silent = short.silent.find(({ model }) => model === "piecewise");
  assert.match(silent?.why ?? "", /needs 8 points .* there are 7/);
});

test("a sharp bend is no straight line, and the axis that drives a series is named or said to need more", () => {
  const source = random("two axes");
  const bent = answered(
    resultOf(
      monthly(96, (years) => Math.min(years, 4) * 3 + Math.max(0, years - 4) * 0.3 + 0.1 * source.normal()),
    ),
  );
  assert.equal(bent.state(/straight/)?.state, "no");
  assert.match(
    bent.sentence,
    /^On average it doubles every .*, but not steadily: since 202[12] doubling every (3|4)\.\d years, before doubling every 4\.\d months\./,
  );
  assert.match(bent.state(/straight/)?.says ?? "", /a bend in 202[12] fits better/);
  const driven = (n: number) =>
    Array.from({ length: n }, (_, i): Observation => {
      const date = 2000 + i / 2;
      const compute = Math.min(i, n / 2) * 0.5 + Math.max(0, i - n / 2) * 2 + 0.3 * source.normal();
      return { date, axes: { date, compute }, y: compute + 0.3 * source.normal(), label: "" };
    });
  const many = answered(resultOf(driven(40), ["date", "compute"])).state(/compute or date/);
  assert.deepEqual([many?.state, /^compute forecasts better/.test(many?.says ?? "")], ["yes", true]);
  const raw = driven(40).map((point) => ({
    ...point,
    axes: { date: point.date, flop: 2 ** (point.axes.compute ?? 0) },
  }));
  const asItStands = answered(resultOf(raw, ["date", "flop"])).state(/flop or date/);
  assert.equal(asItStands?.state, "untested");
  assert.match(
    asItStands.says,
    /runs over \d+\.\d orders of magnitude as it stands; its logarithm: --x date,log10:flop/,
  );
  const few = answered(resultOf(driven(10), ["date", "compute"])).state(/compute or date/);
  assert.deepEqual([few?.state, /^cannot be told apart/.test(few?.says ?? "")], ["untested", true]);
});

test("units that are added are said a year, and several series are named", () => {
  const source = random("linear");
  const linear = resultOf(
    monthly(60, (years) => 3 * years + 0.3 * source.normal()),
    ["date"],
    {
      ...{ scale: "linear", quantity: "points", name: "linear" },
    },
  );
  assert.match(answered(linear).sentence, /^It rises by (2\.9|3\.0)\d? a year \(95%/);
  const both = answered(linear, resultOf(monthly(60, (years) => years + 0.1 * source.normal())));
  assert.match(both.sentence, /^linear: It rises.* prices: It doubles/);

  assert.ok(both.checked.some(({ what }) => what === "prices: grows or shrinks"));
});
