import { points } from "../../design/reply-blocks.ts";
import { numberCell, right, table } from "../../report/write.ts";
import { leastGap } from "../../stats/contrasts/cluster-power.ts";
import { exactAbsence } from "../../stats/contrasts/equivalence.ts";
import { upperBound } from "../../stats/distributions/proportion.ts";
import type { ActionEnd, StudyAction } from "../../study/study.ts";
import { sizes } from "./config.ts";
import { smallest } from "./figures.ts";
import { rulePairs } from "./tasks/rules.ts";

/** What `credence reward` does beside runs. */
export const rewardActions: readonly StudyAction[] = [
  {
    name: "power",
    flags: "--power",
    doc: "say what each size could see, instead of a run",
    perform: powerOf,
  },
];

const level = 0.99;
const power = 0.8;

const bases = [0.02, 0.1, 0.3];

async function powerOf(): Promise<ActionEnd> {
  const { needed } = exactAbsence(0, 1, smallest, 0.995);
  const rows = Object.entries(sizes).map(([size, { tasks, blocks }]) => {
    const clusters = Math.min(tasks, rulePairs.length);
    return {
      ...{ size, tasks, blocks, clusters },
      least: bases.map((one) =>
        leastGap({ clusters, itemsPerCluster: tasks / clusters, draws: blocks, base: one }, power, level),
      ),
      scoreAtMost: upperBound(0, tasks, 0.995),
    };
  });
  return {
    ok: true,
    title: "What each size could see",
    json: { level, power, bases, smallest, tasksWithoutScoreNeeded: needed, sizes: rows },
    blocks: [
      table(
        `Least difference in points that leads to a verdict (at 99%) in ${100 * power} of 100 runs, by the share that follows the other rule anyway; families and tasks are taken to differ by 10 points each. That the score is written in under ${100 * smallest}% takes ${needed} tasks without one.`,
        [
          "size",
          "tasks",
          "families",
          "blocks",
          ...bases.map((one) => right(`base ${100 * one}%`)),
          right("score, if never written"),
        ],
        rows.map(({ size, tasks, clusters, blocks, least, scoreAtMost }) => [
          ...[size, String(tasks), String(clusters), String(blocks)],
          ...least.map((one) => numberCell(100 * one, 1)),
          `in at most ${points(scoreAtMost)}%`,
        ]),
      ),
    ],
  };
}
