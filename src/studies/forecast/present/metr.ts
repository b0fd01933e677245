import type { Block, Cell } from "../../../report/blocks.ts";
import { countCell, facts, heading, numberCell, paragraph, table } from "../../../report/write.ts";
import type { CancellingRow } from "../cancelling.ts";
import { ceilingMinutes } from "../horizons.ts";
import type { MetrResult } from "../results.ts";

/** METR's doubling times by vintage and window, and what moves them. */
export function metrBlocks(metr: MetrResult, cancelling: readonly CancellingRow[] | null): Block[] {
  const { ceiling, measurement, doublings, revisions } = metr;
  const froms = [...new Set(doublings.map(({ from }) => from))];
  const vintages = [...new Set(doublings.map(({ vintage }) => vintage))];
  return [
    heading("Vintages, ceiling and measurement error"),
    table(
      `Doubling time in days by published vintage: least squares over models that were state of the art at release, horizons up to ${ceilingMinutes} minutes.`,
      ["vintage", ...froms.map((from) => `${from.slice(0, 4)} on`)],
      vintages.map((vintage) => [
        vintage,
        ...froms.map((from) =>
          daysCell(doublings.find((row) => row.vintage === vintage && row.from === from)?.days ?? null),
        ),
      ]),
    ),
    table(
      "Revision apart from new models: the same models in an earlier vintage and in the last one.",
      [
        ...["vintage", "models in both"],
        ["mean change", "doublings"],
        "root mean square",
        ["days before", "doubling time on these models with the values as first published"],
        ["days after", "with the values of the last vintage"],
      ],
      revisions.map(({ from, models, mean, rms, daysBefore, daysAfter }) => [
        ...[from, countCell(models), numberCell(mean, 2), numberCell(rms, 2)],
        ...[daysCell(daysBefore), daysCell(daysAfter)],
      ]),
    ),
    facts(
      [
        `values above ${ceilingMinutes} minutes`,
        `${ceiling.above}: as measured ${shown(ceiling.asMeasured)} days a doubling, left out ${shown(ceiling.dropped)}, known only to be above ${shown(ceiling.censored)}`,
      ],
      ...(measurement === null
        ? []
        : [
            [
              "published intervals",
              `drawn and fitted again: ${shown(measurement.days)} days, 95% ${shown(measurement.low)} to ${shown(measurement.high)}`,
            ] as const,
          ]),
      [
        "frontier training compute",
        `${metr.frontierGrowth.toFixed(2)} orders of magnitude a year (running maximum since 2012)`,
      ],
    ),
    ...(cancelling === null ? [] : cancellingBlocks(cancelling)),
  ];
}

function cancellingBlocks(rows: readonly CancellingRow[]): Block[] {
  const lost = rows.filter(({ lineLoses }) => lineLoses >= 0.8);
  const up = lost.find(({ net }) => net > 0);
  const down = lost.findLast(({ net }) => net < 0);
  const speedUp =
    up === undefined
      ? "no speed-up that was tried"
      : `a speed-up of ${up.speedUp.toFixed(1)} times over the series`;
  const slowDown =
    down === undefined
      ? "no slow-down that was tried"
      : `a slow-down to ${down.speedUp.toFixed(2)} of the first rate`;
  return [
    heading("Cancelling effects"),
    paragraph(
      `Feedback that makes doublings easier and difficulty that makes them harder may cancel. Simulated at this length and noise, a straight line loses out of sample in four worlds of five only from ${speedUp} and ${slowDown}: a trend that looks straight rules out no smaller net effect.`,
    ),
    table(
      "A known net effect is planted; how often the model that allows for it beats the line in mean CRPS, one point ahead.",
      [
        [
          "net effect per doubling",
          "log2 of the factor by which the rate changes with each doubling: gain less difficulty",
        ],
        ["rate at the end", "in the rate at the beginning"],
        ["line loses", "share of worlds"],
        ["CRPS ratio", "line / bent model"],
      ],
      rows.map(({ net, speedUp: end, lineLoses, ratio }) => [
        ...[numberCell(net, 3), numberCell(end, 2), numberCell(lineLoses, 2), numberCell(ratio, 2)],
      ]),
    ),
  ];
}

function daysCell(value: number | null): Cell {
  return numberCell(value, 1, "too few models");
}

function shown(value: number | null): string {
  return value === null ? "–" : value.toFixed(1);
}
