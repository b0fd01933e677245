import type { Block, Cell } from "../../../report/blocks.ts";
import type { CancellingRow } from "../cancelling.ts";
import { ceilingMinutes } from "../horizons.ts";
import type { MetrResult } from "../results.ts";

/** METR's doubling times by vintage and window, and what moves them. */
export function metrBlocks(metr: MetrResult, cancelling: readonly CancellingRow[] | null): Block[] {
  const froms = [...new Set(metr.doublings.map(({ from }) => from))];
  const vintages = [...new Set(metr.doublings.map(({ vintage }) => vintage))];
  const { ceiling, measurement } = metr;
  return [
    { kind: "heading", text: "Vintages, ceiling and measurement error" },
    {
      kind: "table",
      caption: `Doubling time in days by published vintage: least squares over models that were state of the art at release, horizons up to ${ceilingMinutes} minutes.`,
      columns: [{ title: "vintage" }, ...froms.map((from) => ({ title: `${from.slice(0, 4)} on` }))],
      rows: vintages.map((vintage): Cell[] => [
        vintage,
        ...froms.map((from) => {
          const found = metr.doublings.find((row) => row.vintage === vintage && row.from === from);
          return days(found?.days ?? null);
        }),
      ]),
    },
    {
      kind: "table",
      caption: "Revision apart from new models: the same models in an earlier vintage and in the last one.",
      columns: [
        { title: "vintage" },
        { title: "models in both" },
        { title: "mean change", note: "doublings" },
        { title: "root mean square" },
        { title: "days before", note: "doubling time on these models with the values as first published" },
        { title: "days after", note: "with the values of the last vintage" },
      ],
      rows: metr.revisions.map((row): Cell[] => [
        row.from,
        { number: row.models, digits: 0 },
        { number: row.mean, digits: 2 },
        { number: row.rms, digits: 2 },
        days(row.daysBefore),
        days(row.daysAfter),
      ]),
    },
    {
      kind: "facts",
      rows: [
        {
          name: `values above ${ceilingMinutes} minutes`,
          value: `${ceiling.above}: as measured ${shown(ceiling.asMeasured)} days a doubling, left out ${shown(ceiling.dropped)}, known only to be above ${shown(ceiling.censored)}`,
        },
        ...(measurement === null
          ? []
          : [
              {
                name: "published intervals",
                value: `drawn and fitted again: ${shown(measurement.days)} days, 95% ${shown(measurement.low)} to ${shown(measurement.high)}`,
              },
            ]),
        {
          name: "frontier training compute",
          value: `${metr.frontierGrowth.toFixed(2)} orders of magnitude a year (running maximum since 2012)`,
        },
      ],
    },
    ...(cancelling === null ? [] : cancellingBlocks(cancelling)),
  ];
}

function cancellingBlocks(rows: readonly CancellingRow[]): Block[] {
  const seen = rows.filter(({ net, lineLoses }) => net > 0 && lineLoses >= 0.8)[0];
  const slow = rows.filter(({ net, lineLoses }) => net < 0 && lineLoses >= 0.8).at(-1);
  const found =
    seen === undefined
      ? "no speed-up that was tried"
      : `a speed-up of ${seen.speedUp.toFixed(1)} times over the series`;
  const down =
    slow === undefined
      ? "no slow-down that was tried"
      : `a slow-down to ${slow.speedUp.toFixed(2)} of the first rate`;
  return [
    { kind: "heading", text: "Cancelling effects" },
    {
      kind: "paragraph",
      text: `Feedback that makes doublings easier and difficulty that makes them harder may cancel. Simulated at this length and noise, a straight line loses out of sample in four worlds of five only from ${found} and ${down}: a trend that looks straight rules out no smaller net effect.`,
    },
    {
      kind: "table",
      caption:
        "A known net effect is planted; how often the model that allows for it beats the line in mean CRPS, one point ahead.",
      columns: [
        {
          title: "net effect per doubling",
          note: "log2 of the factor by which the rate changes with each doubling: gain less difficulty",
        },
        { title: "rate at the end", note: "in the rate at the beginning" },
        { title: "line loses", note: "share of worlds" },
        { title: "CRPS ratio", note: "line / bent model" },
      ],
      rows: rows.map((row): Cell[] => [
        { number: row.net, digits: 3 },
        { number: row.speedUp, digits: 2 },
        { number: row.lineLoses, digits: 2 },
        { number: row.ratio, digits: 2 },
      ]),
    },
  ];
}

function days(value: number | null): Cell {
  return value === null ? { absent: "too few models" } : { number: value, digits: 1 };
}

function shown(value: number | null): string {
  return value === null ? "–" : value.toFixed(1);
}
