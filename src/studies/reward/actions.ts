import { CredenceError } from "../../core/error.ts";
import { points } from "../../design/reply-blocks.ts";
import { numberCell, paragraph, right, table } from "../../report/write.ts";
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
    more: [
      {
        name: "base",
        flags: "--base <SHARE>",
        doc: "with --power: share of answers that follow the other rule anyway (default: .02, .1, .3)",
      },
    ],
    perform: powerOf,
  },
];

const level = 0.99;
const power = 0.8;

async function powerOf({ base }: Readonly<Record<string, string | undefined>>): Promise<ActionEnd> {
  const bases = base === undefined ? [0.02, 0.1, 0.3] : base.split(",").map(shareOf);
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
        `Least difference in points that leads to a verdict (at 99%) in ${100 * power} of 100 runs, by the share that follows the other rule anyway; families and tasks are taken to differ by 10 points each.`,
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
      paragraph(
        `That the score is written in under ${100 * smallest}% of easy tasks takes ${needed} tasks without one (99%); that nothing at all differs by ${points(smallest, 0)} points takes as many.`,
      ),
    ],
  };
}

function shareOf(text: string): number {
  const share = Number(text);
  if (text.trim() !== "" && share >= 0 && share <= 1) return share;
  throw new CredenceError("usage", `--base ${text}: a share from 0 to 1 is expected`, {
    fix: "Such as --base 0.1.",
  });
}
