import { paragraph } from "../../report/write.ts";
import type { Envelope } from "../../study/envelope.ts";
import type { Presentation } from "../../study/study.ts";
import { dateWords } from "./own-unit.ts";
import { chipBlocks, costBlocks } from "./present/history.ts";
import { metrBlocks } from "./present/metr.ts";
import { seriesBlocks } from "./present/series.ts";
import type { ForecastResults } from "./results.ts";

/** What a reader sees of a forecast run between the headline and the plan. */
export function presentForecasts({ results }: Envelope<ForecastResults>): Presentation {
  const { series, metr, chips, costs, cancelling } = results;
  return {
    title: titleOf(results),
    blocks: [
      introduction,
      ...series.flatMap(seriesBlocks),
      ...(metr === null ? [] : metrBlocks(metr, cancelling)),
      ...(chips === null ? [] : chipBlocks(chips)),
      ...(costs === null ? [] : costBlocks(costs)),
    ],
    cost: [],
  };
}

const introduction = paragraph(
  "Every forecast here was made from an origin in the past with what was known by then, and scored by what came: CRPS and interval scores in doublings, log scores in nats, smaller is better. R² is not shown: on a trend every axis has a high one. Before any axis is called better, it is asked whether the sample could tell them apart.",
);

function titleOf({ series, chips, costs }: ForecastResults): string {
  const [first] = series;
  if (first !== undefined && first.shipped === null && series.length === 1) {
    return `Your series ${first.name}: ${first.points.length} points, ${spanOf(first)}`;
  }
  const parts = [
    ...series.map(({ name, points }) => `${name} (${points.length} points)`),
    ...(chips === null ? [] : ["microprocessors"]),
    ...(costs === null ? [] : [`unit costs of ${costs.technologies} technologies`]),
  ];
  return first?.shipped === null ? `Your series ${parts.join(", ")}` : `Hindcasts of ${parts.join(", ")}`;
}

function spanOf({ points, step }: ForecastResults["series"][number]): string {
  const [from, to] = [points[0], points.at(-1)];
  if (from === undefined || to === undefined) return "";
  return `${dateWords(from.date, step)} to ${dateWords(to.date, step)}`;
}
