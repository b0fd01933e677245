import type { Block, Figure } from "../report/blocks.ts";
import { differenceChart } from "../report/charts.ts";
import { formatCount, formatEstimate, formatNumber, formatPercent } from "../report/format.ts";
import { countCell, details, facts, figure, heading, numberCell, paragraph, table } from "../report/write.ts";
import { holm } from "../stats/distributions/holm.ts";
import type { ContrastResult } from "./contrasts.ts";
import { gateLevels } from "./gate.ts";
import type { CellOutcomes } from "./reply-outcomes.ts";
import type { ReplyResult } from "./reply-result.ts";
import { sharesChart } from "./shares-chart.ts";

/** Hundredths of a share, as differences are told: "12.3". */
export function points(share: number, digits = 1): string {
  return formatNumber(100 * share, digits);
}

/** "12.3 points (95% interval 4.0 to 20.6)" */
export function pointsWords({ found }: Pick<ContrastResult, "found">): string {
  if (found === null) return "not measured";
  return `${points(found.estimate)} points (95% interval ${points(found.low)} to ${points(found.high)})`;
}

/** The picture that carries the answer: contrasts with their intervals, in points. */
export function contrastFigure(contrasts: readonly ContrastResult[]): Figure | null {
  const rows = contrasts.flatMap(({ title, found }) =>
    found === null
      ? []
      : [{ name: title, estimate: 100 * found.estimate, low: 100 * found.low, high: 100 * found.high }],
  );
  if (rows.length === 0) return null;
  const alt = rows.map((row) => `${row.name}: ${formatEstimate({ ...row, digits: 1 })}`).join("; ");
  return figure(
    "contrasts",
    "Differences in points with their 95% intervals, items' clusters as units; the dashed line is no difference.",
    alt,
    differenceChart(rows, { zero: 0, label: "points" }),
  );
}

/** What could have been seen: said before what was. */
export function powerText(contrasts: readonly ContrastResult[]): string {
  const least = contrasts.flatMap(({ leastSeen, title }) =>
    leastSeen === null ? [] : [{ leastSeen, title }],
  );
  const sorted = least.toSorted((a, b) => a.leastSeen - b.leastSeen);
  const [finest, coarsest] = [sorted[0], sorted.at(-1)];
  if (finest === undefined || coarsest === undefined)
    return "Nothing could have been seen: no contrast was measured.";
  const one = `${points(finest.leastSeen)} points (${finest.title})`;
  const all =
    finest === coarsest ? one : `${one} to ${points(coarsest.leastSeen)} points (${coarsest.title})`;
  return `What could have been seen: with the spread that was found, a true difference of ${all} would have led to a verdict in 8 of 10 such runs.`;
}

/** Sections of an experiment: design, contrasts, comprehension, outcomes, replies. */
export function replyBlocks(result: ReplyResult): Block[] {
  const { contrasts, gate, cells, samples, counts, calibration, mass, ends } = result;
  return [
    paragraph(powerText(contrasts)),
    ...(contrasts.length === 0 ? [] : contrastBlocks(contrasts)),
    ...(gate.length === 0 ? [] : gateBlocks(result)),
    ...(cells.length === 0 ? [] : outcomeBlocks(cells)),
    heading("Design"),
    table(
      `${formatCount(counts.cells)} cells of ${formatCount(counts.items)} items in ${formatCount(counts.clusters)} clusters, in ${formatCount(counts.families)} surface families${counts.blocks > 1 ? `, ${counts.blocks} interleaved blocks` : ""}.`,
      ["factor", "levels"],
      result.factors.map(({ title, levels }) => [title, levels.join(" · ")]),
    ),
    ...(calibration === null
      ? []
      : [
          paragraph(
            `By themselves, without any factor, ${calibration.inside} of ${calibration.rates.length} items have a base rate between 10% and 90%; contrasts rest on these. No draw that says so is in any contrast.`,
          ),
        ]),
    ...(mass === null
      ? []
      : [
          paragraph(
            `Chances of the letters A and B were read from the model, both orders averaged: ${formatPercent(mass)} of its next token went to one of the two on average. Another run gives the same, so that no noise of runs is on top.`,
          ),
        ]),
    ...(Object.keys(ends).length === 0
      ? []
      : [
          facts(
            ...Object.entries(ends).map(
              ([word, count]) => [`replies that ended with ${word}`, formatCount(count)] as const,
            ),
          ),
        ]),
    ...(samples.length === 0
      ? []
      : [
          details(
            `A sample of ${samples.length} replies, with what was read from them`,
            table(
              "Drawn by the run's seed from all replies to the behaviour's questions.",
              ["reply", "read as", "counts as", "item", "cell"],
              samples.map(({ reply, read, value, item, cell }) => [
                reply,
                read,
                value === null ? { absent: "missing" } : countCell(value),
                item,
                cell,
              ]),
            ),
          ),
        ]),
  ];
}

/** Contrasts as a table. */
export function contrastBlocks(contrasts: readonly ContrastResult[]): Block[] {
  const tested = contrasts.filter(({ p }) => p !== null);
  const adjusted = new Map(holm(tested.map(({ p }) => p ?? 1)).map((p, i) => [tested[i]?.id, p]));
  const estimated = (
    of: { readonly low: number; readonly high: number } | null,
    estimate: number | undefined,
  ) =>
    of === null || estimate === undefined
      ? { absent: "–" }
      : { estimate: 100 * estimate, low: 100 * of.low, high: 100 * of.high, digits: 1 };
  return [
    heading("Contrasts"),
    table(
      "Differences in points. Each item is its own control; clusters of items are the units.",
      [
        "contrast",
        ["points", "95%, Student's t over clusters (CR2 where they are of unlike size)"],
        [
          "noise band",
          "95%, with what whole blocks have in common on top: where a new run of the same may lie",
        ],
        [
          "missing at worst",
          "99%, with every missing outcome counted against it; what a verdict rests on where any is missing",
        ],
        ["could be seen", "least true difference that leads to a verdict in 8 of 10 such runs"],
        ["p (Holm)", "of no difference, adjusted for all contrasts of this table"],
        "items",
        "clusters",
        ["families", "the same in each surface family by itself"],
      ],
      contrasts.map((one) => [
        one.title,
        estimated(one.found, one.found?.estimate),
        one.band === null ? { absent: "one block" } : estimated(one.band, one.found?.estimate),
        one.worst === null ? { absent: "none missing" } : estimated(one.worst, one.found?.estimate),
        numberCell(one.leastSeen === null ? null : 100 * one.leastSeen, 1),
        numberCell(adjusted.get(one.id) ?? null, 3),
        countCell(one.items),
        countCell(one.clusters),
        one.families.map(({ id, estimate }) => `${id} ${points(estimate, 0)}`).join(", "),
      ]),
    ),
  ];
}

function gateBlocks({ gate }: ReplyResult): Block[] {
  return [
    heading("Comprehension"),
    table(
      `Questions about each cell, asked in calls of their own and in both orders. A cell is understood where, of each kind of question, ${100 * gateLevels.least}% are answered rightly and the interval over items lies above ${100 * gateLevels.above}%; shown is the kind that is answered worst. An answer by position is half right.`,
      ["cell", "right", "low end", "questions", "without answer", "understood"],
      gate.map(({ cell, share, low, questions, unanswered, passed }) => [
        cell,
        formatPercent(share),
        low === null ? { absent: "–" } : formatPercent(Math.max(0, low)),
        countCell(questions),
        countCell(unanswered),
        passed ? "yes" : "no",
      ]),
    ),
  ];
}

function outcomeBlocks(cells: readonly CellOutcomes[]): Block[] {
  const shares = cells.map((one) => ({
    name: one.cell,
    parts: [one.happened, one.answered - one.happened, one.refused, one.unparsed, one.failed].map(
      (count) => count / Math.max(1, one.asked),
    ),
  }));
  const names = ["it happened", "it did not", "refused", "not readable", "no answer"];
  return [
    heading("Outcomes"),
    figure(
      "outcomes",
      "How the trials of each cell ended. A refusal, an unreadable reply and no answer are outcomes of their own.",
      shares
        .map(
          ({ name, parts }) =>
            `${name}: ${parts.map((part, i) => `${names[i]} ${formatPercent(part)}`).join(", ")}`,
        )
        .join("; "),
      sharesChart(shares, names),
    ),
    table(
      "The same in numbers.",
      ["cell", "asked", "it happened", "refused", "not readable", "no answer"],
      cells.map((one) => [
        one.cell,
        countCell(one.asked),
        one.answered === 0 ? { absent: "no answer" } : formatPercent(one.happened / one.answered),
        countCell(one.refused),
        countCell(one.unparsed),
        countCell(one.failed),
      ]),
    ),
  ];
}
