import { z } from "zod";
import type { Block } from "../../report/blocks.ts";
import { formatLevel } from "../../report/format.ts";
import { countCell, estimateCell, heading, table } from "../../report/write.ts";
import { intervalFields } from "../../stats/distributions/interval.ts";
import { clopperPearson } from "../../stats/distributions/proportion.ts";

/** Schema of how often a test cries out where nothing differs. */
export const falseAlarms = z.object({
  /** `different.words`, `words.top` and the like: where its results stand. */
  test: z.string(),
  /** What was split, and how. */
  about: z.string(),
  splits: z.int(),
  at: z.array(z.object({ level: z.number(), alarms: z.int(), ...intervalFields })),
});
export type FalseAlarms = z.infer<typeof falseAlarms>;

/** Levels at which false alarms are counted. */
const alarmLevels: readonly number[] = [0.01, 0.05];

/** What a split is where prompts are dealt. */
export const dealt = "half of the reference's prompts against the other half";
/** And where sides are swapped. */
export const swapped = "prompts of both sets, the two answers swapped at random";

/** Counts what lies at or below each level. */
export function alarmsOf(test: string, about: string, ps: readonly number[]): FalseAlarms {
  return {
    ...{ test, about, splits: ps.length },
    at: alarmLevels.map((level) => {
      const alarms = ps.filter((p) => p <= level).length;
      return { level, alarms, ...clopperPearson(alarms, ps.length) };
    }),
  };
}

/** How often each test cries out where nothing differs. */
export function falseAlarmBlocks(alarms: readonly FalseAlarms[]): Block[] {
  if (alarms.length === 0) return [];
  return [
    heading("False alarms: clean against clean"),
    table(
      "Share of splits in which a test cried out though nothing differs, with exact 95% intervals. A test of good faith holds its level; more splits (--splits) make the intervals narrower.",
      ["test", "splits", ...alarmLevels.map((level) => `at ${formatLevel(level)}`), "what was split"],
      alarms.map(({ test, splits, at, about }) => {
        const found = (level: number) => at.find((one) => one.level === level);
        const cells = alarmLevels.map((level) => estimateCell(found(level), 3, "not counted"));
        return [test, countCell(splits), ...cells, about];
      }),
    ),
  ];
}
