import type { Block } from "../../report/blocks.ts";
import { paragraph, right, table } from "../../report/write.ts";
import type { Envelope } from "../../study/envelope.ts";
import type { Presentation } from "../../study/study.ts";
import { spanWords } from "./answer/measures.ts";
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
      ...measureBlocks(results),
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

/** Of several measures: by how long a straight line in calendar time is off on each. */
function measureBlocks({ measures }: ForecastResults): Block[] {
  if (measures.length === 0) return [];
  return [
    table(
      "Which measure does a straight line in calendar time forecast best? The same exercise on each, one step ahead.",
      [
        "measure",
        [
          "off by",
          "mean CRPS in years of the measure's own growth: one that hardly moves is not easy to forecast",
        ],
        right("80% held"),
        "from the best",
      ],
      measures.map(({ series, years, held, n, worse, why }) => [
        series,
        years === null ? { absent: why } : spanWords(years),
        `${held} of ${n}`,
        worse === true ? `worse: ${why}` : why,
      ]),
    ),
  ];
}
