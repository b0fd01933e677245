import type { Block } from "../../report/blocks.ts";
import { formatCount } from "../../report/format.ts";
import type { Envelope } from "../../study/envelope.ts";
import type { Presentation } from "../../study/study.ts";
import { falseAlarmBlocks, inputBlocks } from "./present/inputs.ts";
import { type AuditResults, setsOf } from "./results.ts";
import { differentBlocks } from "./tests/different/present.ts";
import { investigatorBlocks } from "./tests/investigator/present.ts";
import { ladderBlocks } from "./tests/ladder/present.ts";
import { kindBlocks, panelBlocks } from "./tests/panel/present.ts";
import { rowBlocks } from "./tests/row/present.ts";
import { monitorBlocks } from "./tests/states/present.ts";
import { studentBlocks } from "./tests/students/present.ts";
import { topRowBlocks, wordBlocks } from "./tests/words/present.ts";

/** What a reader sees of an audit between the headline and the cost table. */
export function presentFindings({ results }: Envelope<AuditResults>): Presentation {
  return {
    subtitle: subtitleOf(results),
    blocks: [
      introduction,
      ...notRunBlocks(results),
      ...setsOf(results).flatMap(
        ({ set, different, words, panel, kind, row, monitor, ladder, topRows }, i) => [
          ...differentBlocks(set, different),
          ...wordBlocks(words),
          ...topRowBlocks(topRows),
          ...panelBlocks(set, panel),
          ...kindBlocks(kind),
          ...rowBlocks(row),
          ...monitorBlocks(set, monitor, i === 0),
          ...ladderBlocks(set, ladder),
        ],
      ),
      ...investigatorBlocks(results.investigator),
      ...studentBlocks(results.students),
      ...falseAlarmBlocks(results),
      ...inputBlocks(results),
    ],
    cost: [],
  };
}

const introduction: Block = {
  kind: "paragraph",
  text: "These tests say whether a set differs from a clean one, through what, and what an investigator makes of it. A difference is no influence, and what a student learns from the set is seen only in students that were tuned elsewhere and are named.",
};

function subtitleOf({ about }: AuditResults): string {
  const sets = about.suspects.map(({ name, used }) => `${name} (${formatCount(used)} rows)`).join(", ");
  const { reference } = about;
  return reference === null
    ? `${sets}, without a reference`
    : `${sets} against ${reference.name} (${formatCount(reference.used)} rows)`;
}

function notRunBlocks({ about }: AuditResults): Block[] {
  if (about.notRun.length === 0) return [];
  const text = about.notRun.map(({ test, reason }) => `${test} (${reason})`).join("; ");
  return [{ kind: "callout", tone: "note", text: `Not run: ${text}.` }];
}
