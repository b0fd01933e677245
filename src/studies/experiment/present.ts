import { contrastBlocks, contrastFigure, points, powerText, replyBlocks } from "../../design/reply-blocks.ts";
import type { Block } from "../../report/blocks.ts";
import { formatCount, formatNumber } from "../../report/format.ts";
import { countCell, estimateCell, heading, paragraph, table } from "../../report/write.ts";
import type { Envelope } from "../../study/envelope.ts";
import type { Presentation } from "../../study/study.ts";
import type { ExperimentResults } from "./results.ts";

/** What a reader sees of an experiment between the headline and the cost table. */
export function presentExperiment({ results }: Envelope<ExperimentResults>): Presentation {
  const { title, replies, table: measured } = results;
  const figure = contrastFigure(replies?.contrasts ?? measured?.contrasts ?? []);
  const counts = replies?.counts;
  return {
    title:
      counts === undefined
        ? `${title}: ${formatCount(measured?.arms.reduce((sum, { outcomes, missing }) => sum + outcomes + missing, 0) ?? 0)} outcomes in ${measured?.arms.length ?? 0} arms`
        : `${title}: ${formatCount(counts.items)} items in ${formatCount(counts.cells)} cells`,
    ...(figure === null ? {} : { figure }),
    blocks: replies !== null ? replyBlocks(replies) : measured === null ? [] : tableBlocks(measured),
    cost: [],
  };
}

function tableBlocks({ arms, contrasts }: NonNullable<ExperimentResults["table"]>): Block[] {
  return [
    paragraph(powerText(contrasts)),
    heading("Arms"),
    table(
      "Rates over items. What is missing is no outcome: bounds say what the rate would be if none of it, or all of it, had happened.",
      [
        "arm",
        ["rate", "95%, clusters of items as units; exact where it never or always happened"],
        "items",
        "missing",
        "bounds",
        ["at most", "where it never happened, one-sided 95%"],
      ],
      arms.map(({ arm, rate, items, missing, bounds, atMost }) => [
        arm,
        estimateCell(rate, 2, "not measured"),
        countCell(items),
        countCell(missing),
        missing === 0
          ? { absent: "none missing" }
          : `${formatNumber(bounds.low, 2)} to ${formatNumber(bounds.high, 2)}`,
        atMost === null ? { absent: "it happened" } : formatNumber(atMost, 3),
      ]),
    ),
    ...repeatBlocks(arms),
    ...(contrasts.length === 0 ? [] : contrastBlocks(contrasts)),
  ];
}

function repeatBlocks(arms: NonNullable<ExperimentResults["table"]>["arms"]): Block[] {
  const repeated = arms.filter(({ repeats }) => repeats.length > 1);
  if (repeated.length === 0) return [];
  return [
    table(
      "The same items again: is one run's rate another's?",
      [
        "arm",
        "rates",
        ["farthest apart", "points between the two farthest repeats, paired by item, with z"],
        ["sampling alone", "points that two runs of the same lie apart by sampling, 95%"],
        ["p", "of no more than that, adjusted for choosing the farthest pair"],
        [
          "three blocks",
          "half the width, in points, of a 95% interval from three interleaved blocks of these items",
        ],
      ],
      repeated.map(({ arm, repeats, apart, threeBlocks }) => [
        arm,
        repeats.map(({ rate }) => formatNumber(rate, 2)).join(" → "),
        apart === null
          ? { absent: "no difference in any item" }
          : `${points(apart.difference)} (z = ${formatNumber(apart.z, 1)})`,
        apart === null ? { absent: "–" } : points(apart.sampling),
        apart === null ? { absent: "–" } : formatNumber(apart.p, 3),
        threeBlocks === null ? { absent: "–" } : `± ${points(threeBlocks)}`,
      ]),
    ),
  ];
}
