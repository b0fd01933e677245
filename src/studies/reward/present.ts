import { gateLevels } from "../../design/gate.ts";
import { contrastFigure, points, powerText } from "../../design/reply-blocks.ts";
import { sharesChart } from "../../design/shares-chart.ts";
import type { Block, Cell } from "../../report/blocks.ts";
import { formatCount, formatPercent } from "../../report/format.ts";
import { countCell, details, figure, heading, numberCell, paragraph, table } from "../../report/write.ts";
import { holm } from "../../stats/distributions/holm.ts";
import type { Envelope } from "../../study/envelope.ts";
import type { Presentation } from "../../study/study.ts";
import { outcomeKinds } from "../../worlds/folder/outcome.ts";
import { cellTitle, factors, cells as knownCells } from "./factors.ts";
import type { CellOutcomes, FigureResult, ModelResult, RewardResults } from "./results.ts";

/** What a reader sees between the headline and the cost table. */
export function presentFindings({ results }: Envelope<RewardResults>): Presentation {
  const { models, generations, samples } = results;
  const newest = models.at(-1);
  const figures = newest?.figures.filter(({ id }) => id !== "matched" && id !== "placebo") ?? [];
  const first = contrastFigure(generations === null ? figures : [...figures, generations]);
  return {
    title: titleOf(results),
    ...(first === null ? {} : { figure: first }),
    blocks: [
      ...models.flatMap((model) => {
        const blocks = modelBlocks(model);
        return models.length === 1 ? blocks : [details(model.reference, ...blocks)];
      }),
      ...(generations === null ? [] : [figureTable("From the oldest model to the newest.", [generations])]),
      ...designBlocks(results),
      ...(samples.length === 0 ? [] : [sampleBlock(samples)]),
    ],
    cost: [],
  };
}

function titleOf({ models, counts, private: own }: RewardResults): string {
  const names = models.map(({ reference }) => reference).join(", ");
  return `${names}: ${formatCount(counts.episodes)} episodes, ${counts.tasks} tasks${own ? " of your own" : ""} in ${counts.cells} situations`;
}

function modelBlocks({ figures, gate, cells }: ModelResult): Block[] {
  return [
    ...(figures.some(({ found }) => found !== null)
      ? [
          paragraph(powerText(figures)),
          heading("Contrasts"),
          figureTable("Differences in points; each task is its own control.", figures),
        ]
      : []),
    ...(cells.length === 0 ? [] : outcomeBlocks(cells)),
    heading("Comprehension"),
    table(
      `Questions about each situation, in calls of their own and in both orders; that which is answered worst is shown and decides. A situation is understood where ${100 * gateLevels.least}% are answered rightly and the 95% interval over tasks lies above ${100 * gateLevels.above}%.`,
      ["situation", "right", "low end", "questions", "without answer", "understood"],
      gate.map(({ cell, share, low, questions, unanswered, passed }) => [
        titleOfCell(cell),
        formatPercent(share),
        low === null ? { absent: "–" } : formatPercent(Math.max(0, low)),
        ...[countCell(questions), countCell(unanswered)],
        passed ? "yes" : "no",
      ]),
    ),
  ];
}

function figureTable(caption: string, figures: readonly FigureResult[]): Block {
  const adjusted = holm(figures.map(({ p }) => p ?? 1));
  const ends = (
    of: { readonly low: number; readonly high: number } | null,
    estimate: number | undefined,
    none: string,
  ): Cell =>
    of === null || estimate === undefined
      ? { absent: none }
      : { estimate: 100 * estimate, low: 100 * of.low, high: 100 * of.high, digits: 1 };
  return table(
    caption,
    [
      "contrast",
      ["points", "95%, Student's t over families of tasks, never narrower than so many tasks could hide"],
      ["at 99%", "what a verdict rests on, with every missing episode at its worst"],
      [
        "noise band",
        "95%, with what whole blocks have in common on top: where a new run of the same may lie",
      ],
      ["could be seen", "least true difference that leads to a verdict in 8 of 10 such runs"],
      ["p (Holm)", "of no difference, adjusted for all contrasts of this table"],
      "tasks",
      "families",
      ["surfaces", "the same in each form of words by itself"],
    ],
    figures.map((one, at) => [
      one.title,
      ends(one.found, one.found?.estimate, "not measured"),
      ends(one.worst ?? one.at99, one.found?.estimate, "not measured"),
      ends(one.band, one.found?.estimate, "one block"),
      numberCell(one.leastSeen === null ? null : 100 * one.leastSeen, 1),
      numberCell(adjusted[at] ?? null, 3),
      ...[countCell(one.items), countCell(one.clusters)],
      one.families.map(({ id, estimate }) => `${id} ${points(estimate, 0)}`).join(", "),
    ]),
  );
}

function outcomeBlocks(cells: readonly CellOutcomes[]): Block[] {
  const names = [...outcomeKinds.map(({ title }) => title), "missing"];
  const missing = (one: CellOutcomes): number => one.missing.reduce((sum, { trials }) => sum + trials, 0);
  const rows = cells.map((one) => ({
    name: one.title,
    parts: [...outcomeKinds.map(({ id }) => one.outcomes[id]), missing(one)].map(
      (count) => count / Math.max(1, one.asked),
    ),
  }));
  const alt = rows.map(
    ({ name, parts }) =>
      `${name}: ${parts.map((part, i) => `${names[i]} ${formatPercent(part)}`).join(", ")}`,
  );
  return [
    heading("Outcomes"),
    figure(
      "outcomes",
      "How the episodes of each situation ended, read from the state that they left.",
      alt.join("; "),
      sharesChart(rows, names),
    ),
    table(
      "The same in numbers. Who stopped or reported a problem is never counted as cheating, whatever was changed before.",
      [
        "situation",
        "episodes",
        ...outcomeKinds.map(({ title, says }): readonly [string, string] => [title, says]),
        "refused, unreadable, failed",
        "stopped after a change",
        "no such tool",
        "out of turns",
      ],
      cells.map((one) => [
        one.title,
        countCell(one.asked),
        ...outcomeKinds.map(({ id }) => countCell(one.outcomes[id])),
        ...[
          countCell(missing(one)),
          countCell(one.stoppedAfterChange),
          countCell(one.noSuchTool),
          countCell(one.outOfTurns),
        ],
      ]),
    ),
  ];
}

function designBlocks({ counts }: RewardResults): Block[] {
  return [
    heading("Design"),
    table(
      `${counts.cells} situations; ${counts.tasks} tasks in ${counts.families} families, in ${counts.surfaces} forms of words, ${counts.blocks} interleaved blocks.`,
      ["factor", "levels"],
      Object.values(factors).map(({ title, levels }) => [
        title,
        Object.values<{ readonly title: string }>(levels)
          .map((level) => level.title)
          .join(" · "),
      ]),
    ),
  ];
}

function sampleBlock(samples: RewardResults["samples"]): Block {
  const titles = new Map<string, string>(outcomeKinds.map(({ id, title }) => [id, title]));
  return details(
    `A sample of ${samples.length} episodes, with what was read from them`,
    table(
      "Drawn by the run's seed from all episodes. Outcomes are read from the files left behind, never from what is said.",
      ["last words and calls", "answer's file", "read as", "task", "situation"],
      samples.map(({ said, answer, outcome, task, cell }) => [
        said,
        answer === "" ? { absent: "empty" } : answer,
        titles.get(outcome) ?? outcome,
        task,
        titleOfCell(cell),
      ]),
    ),
  );
}

function titleOfCell(id: string): string {
  const cell = knownCells.all.find((one) => one.id === id);
  return cell === undefined ? id : cellTitle(cell);
}
