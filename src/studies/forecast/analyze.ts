import { z } from "zod";
import type { JsonObject } from "../../core/json.ts";
import { mean } from "../../stats/distributions/moments.ts";
import { stepwise } from "../../study/stepwise.ts";
import type { Analysis, AnalyzeContext } from "../../study/study.ts";
import { type Task, taskAddress } from "../../study/workers.ts";
import { rawOrders } from "./answer/axes.ts";
import { answerOf } from "./answer.ts";
import { chipsResult, costsResult, metrResult } from "./built-in.ts";
import { type CancellingPlan, type CancellingRow, cancelling, cancellingRow } from "./cancelling.ts";
import { resolveClaims } from "./claims.ts";
import { tooCollinear } from "./compare-axes.ts";
import type { ForecastConfig } from "./config.ts";
import type { ForecastInputs } from "./inputs.ts";
import { lineThrough } from "./line.ts";
import { compareMeasures } from "./measures.ts";
import { metrComputeName, metrName, metrPoints } from "./metr.ts";
import { ahead } from "./next.ts";
import { quantityOf } from "./own-unit.ts";
import { type ForecastBasis, forecastFile } from "./registered.ts";
import type { ForecastResults, SeriesResult } from "./results.ts";
import { seriesResult } from "./series-result.ts";
import { tablesHash } from "./shipped.ts";
import type { Tables } from "./tables.ts";

const simulate: Task<CancellingPlan, CancellingRow[]> = {
  run: cancelling,
  module: taskAddress(import.meta.url, "./cancelling"),
  parse: (raw) => z.array(cancellingRow).parse(raw),
};

/** Net effects per doubling that are simulated: no, weak and strong feedback, and growing difficulty. */
const nets: readonly number[] = [-0.2, -0.1, -0.05, 0, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3];

/** Everything that the config asks for. */
export async function analyzeForecasts(
  config: ForecastConfig,
  inputs: ForecastInputs,
  context: AnalyzeContext,
): Promise<Analysis<ForecastResults>> {
  const { random: source, progress, signal } = context;
  const { tables } = inputs;
  /** A part of the built-in study, where it is asked for. */
  const part = <Result>(
    name: ForecastConfig["parts"][number],
    make: (tables: Tables) => Result,
  ): Result | null => (tables !== null && config.parts.includes(name) ? make(tables) : null);
  let simulating = 0;
  const simulated = part("cancelling", (given) =>
    simulation(given, config, context, (share) => {
      if (simulating > 0) progress(simulating + (1 - simulating) * share, "cancelling effects");
    }),
  );
  // It is waited for at the end; what is given up before must not count as an error that nobody saw.
  simulated?.catch(() => undefined);
  const wanted = [
    ...inputs.own.map(({ name, unit, points, censored }) =>
      seriesResult(
        {
          name,
          shipped: null,
          unit,
          quantity: quantityOf(unit, config.scale),
          scale: config.scale,
          censored,
        },
        points,
        Object.keys(points[0]?.axes ?? {}),
        config,
        source.fork(name),
        context.registeredAt,
      ),
    ),
    ...(part("metr", (given) => metrSeries(given, config, context)) ?? []),
  ];
  const series: SeriesResult[] = [];
  for (const steps of wanted) {
    const tell = (share: number): void =>
      progress(((series.length + share) / wanted.length) * (tables === null ? 1 : 0.4), "hindcasts");
    series.push(await stepwise(steps, tell, signal));
  }
  const metr = part("metr", (given) => metrResult(given, config, source));
  const chips = part("chips", (given) => {
    progress(0.4, "chips");
    return chipsResult(given, inputs.revenue, config, source);
  });
  const costs = part("costs", (given) => {
    progress(0.6, "costs of 66 technologies");
    return costsResult(given, config, source);
  });
  simulating = 0.8;
  const results: ForecastResults = {
    version: 2,
    tables: tables === null ? null : tablesHash(tables),
    series,
    measures: compareMeasures(inputs.own, config),
    metr,
    chips,
    costs,
    cancelling: await simulated,
  };
  progress(1, "done");
  return {
    answer: answerOf(results),
    claims: resolveClaims(results, config),
    gates: [],
    warnings: warningsOf(results),
    results,
    cost: {},
    files: registeredForecasts(series, config, context.registeredAt),
  };
}

/** Dated forecasts under one hash; none where nothing lies ahead. */
function registeredForecasts(
  series: readonly SeriesResult[],
  config: ForecastConfig,
  at: string,
): Readonly<Record<string, JsonObject>> {
  // What lies before the day it is registered is no forecast.
  const written = ahead(
    series.flatMap(({ forecasts }) => forecasts),
    at,
  );
  if (written.length === 0) return {};
  const basis = series.map(({ name, shipped }): [string, ForecastBasis] => [
    name,
    shipped === null ? { scale: config.scale, rule: "interpolated" } : { scale: "log2", rule: "best so far" },
  ]);
  return { "forecasts.json": forecastFile(at, Object.fromEntries(basis), written) };
}

function metrSeries(
  tables: Tables,
  config: ForecastConfig,
  { random: source, registeredAt }: AnalyzeContext,
): Generator<number, SeriesResult>[] {
  const axes = ["date", "frontier-compute", "effective-compute", "cumulative-compute"];
  const identity = {
    ...{ unit: "log2 minutes at 50% success", quantity: "minutes at 50% success" },
    scale: "log2",
    censored: [],
  } as const;
  return [
    seriesResult(
      { name: metrName, shipped: "horizons", ...identity },
      metrPoints(tables),
      axes,
      config,
      source.fork("metr"),
      registeredAt,
    ),
    seriesResult(
      { name: metrComputeName, shipped: "horizons-with-compute", ...identity },
      metrPoints(tables, "known compute"),
      ["date", "compute"],
      // Nine points: the origins begin one earlier, or there would be too few to test.
      { ...config, least: Math.min(config.least, 4), model: "line", horizons: [1] },
      source.fork("metr compute"),
      registeredAt,
    ),
  ];
}

/** As long, as steep and as noisy as METR's series, with each net effect planted. */
async function simulation(
  tables: Tables,
  config: ForecastConfig,
  { workers, random: source }: AnalyzeContext,
  progress: (share: number) => void,
): Promise<CancellingRow[] | null> {
  const points = metrPoints(tables);
  const dates = points.map(({ date }) => date);
  const fit = lineThrough(points);
  if (fit === null) return null;
  const halves = [nets.filter((_, i) => i % 2 === 0), nets.filter((_, i) => i % 2 === 1)];
  const plan = {
    dates,
    doublings: fit.slope * ((dates.at(-1) ?? 0) - (dates[0] ?? 0)),
    noise: Math.sqrt(fit.squares / (fit.n - 2)),
    worlds: config.worlds,
    seed: String(source.fork("cancelling").int(2 ** 31)),
    horizon: 1,
    least: config.least,
  };
  const shares = halves.map(() => 0);
  const rows = await Promise.all(
    halves.map((half, i) =>
      workers.run(simulate, { ...plan, nets: half }, (share) => {
        shares[i] = share;
        progress(mean(shares));
      }),
    ),
  );
  return rows.flat().toSorted((a, b) => a.net - b.net);
}

function rawAxes({ name, shipped, axisPanels }: SeriesResult): string[] {
  if (shipped !== null) return [];
  return axisPanels.flatMap(({ axis }) => {
    const orders = axis === "date" ? null : rawOrders(axisPanels, axis);
    if (orders === null) return [];
    return [
      `${name}: ${axis} runs over ${orders.toFixed(1)} orders of magnitude and is used as it stands, so that a straight line on it sees the last points alone. Its logarithm: --x date,log10:${axis}`,
    ];
  });
}

function warningsOf({ series }: ForecastResults): string[] {
  return series.flatMap((one) => {
    const { name, identifiability } = one;
    const same = identifiability.filter(
      ({ verdict, vif }) => verdict === "cannot be told apart" && vif > tooCollinear,
    );
    const [first] = same;
    if (first === undefined) return rawAxes(one);
    return [
      ...rawAxes(one),
      `${name}: ${first.a} cannot be told apart from ${same.map(({ b }) => b).join(", ")}: ${first.why}`,
    ];
  });
}
