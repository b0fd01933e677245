import { rowsNeeded } from "../../../../stats/distributions/power.ts";
import type { AuditTest } from "../../audit-test.ts";
import { topRowsOf } from "../../top-rows.ts";
import { pairOf, withoutReference } from "../../work.ts";
import { curveAlarms } from "./alarms.ts";
import { classifierClimbs } from "./climbs.ts";
import { type Different, different, differentOf } from "./different.ts";
import { formsSentence } from "./forms.ts";
import { differentBlocks } from "./present.ts";

/** Is a set different from the clean one, through what, and which rows say so? */
export const differentTest: AuditTest<"different", "set", Different> = {
  id: "different",
  per: "set",
  result: different,
  lacks: withoutReference,
  begin: (work) => ({
    found: async (set, progress) => {
      const pair = pairOf(work.inputs, set);
      return { ...(await differentOf(pair, work.config, work.context, progress)), topRows: topRowsOf(pair) };
    },
    alarms: (progress) => curveAlarms(work, progress),
    climbs: (set, how) => classifierClimbs(pairOf(work.inputs, set), how, work.context),
  }),
  blocks: differentBlocks,
  warnings: (found) => [
    ...found.flatMap(({ set, found: { forms } }) => formsSentence(set, forms) ?? []),
    ...found.flatMap(fewRows),
    ...(found.length > 1
      ? [
          "Each set is tested by itself; with several sets one in twenty tests at the level of .05 cries out by chance.",
        ]
      : []),
  ],
};

/** AUROC of single rows that a set should be large enough to show. */
const wanted = 0.55;

/** Fewer rows than the power needs: said first, before anyone reads a curve at .5 as an all-clear. */
function fewRows({ set, found }: { readonly set: string; readonly found: Different }): readonly string[] {
  const needed = rowsNeeded(wanted, 0.05, 0.8);
  const told = `${needed} are needed to tell an AUROC of ${wanted} from a coin four times in five.`;
  const few = ({ held }: Different["tests"]["words"]): number | null => {
    const smaller = Math.min(held.suspect, held.clean);
    return smaller > 0 && smaller < needed ? smaller : null;
  };
  const [all, shared] = [few(found.tests.words), few(found.tests.wordsShared)];
  if (all !== null)
    return [`${set}: ${all} held rows in the smaller set, and ${told} Finding no difference means little.`];
  return shared === null ? [] : [`${set}: on shared prompts there are ${shared} held rows, and ${told}`];
}
