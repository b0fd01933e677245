import type { Block } from "../../report/blocks.ts";
import { formatCount } from "../../report/format.ts";
import type { Envelope } from "../../study/envelope.ts";
import type { Presentation } from "../../study/study.ts";
import type { AuditTest, Shown } from "./audit-test.ts";
import { falseAlarmBlocks } from "./false-alarms.ts";
import { inputBlocks } from "./read-blocks.ts";
import type { AuditResults } from "./results.ts";
import { differentFigure } from "./tests/different/present.ts";
import { auditTests } from "./tests.ts";

const tests: readonly AuditTest[] = auditTests;

/** What a reader sees of an audit between the headline and the cost table. */
export function presentFindings({ results }: Envelope<AuditResults>): Presentation {
  const { about, sets, falseAlarms } = results;
  const { level } = about;
  return {
    title: titleOf(about),
    ...figureOf(sets[0]),
    blocks: [
      introduction,
      ...notRunBlocks(about),
      ...sets.flatMap((found, i) => blocksOf("set", found, { set: found.set, first: i === 0, level })),
      ...blocksOf("run", results, { set: "", first: true, level }),
      ...falseAlarmBlocks(falseAlarms),
      ...inputBlocks(about),
    ],
    cost: [],
  };
}

/** The first set's curves; where there are none the answer stands alone. */
function figureOf(found: AuditResults["sets"][number] | undefined): Pick<Presentation, "figure"> {
  const different = found?.different ?? null;
  return found === undefined || different === null || different.curves.words.length === 0
    ? {}
    : { figure: differentFigure(found.set, different) };
}

function blocksOf(
  per: AuditTest["per"],
  found: Readonly<Record<string, unknown>>,
  about: Shown,
): readonly Block[] {
  return tests.flatMap((test) => {
    const own = test.per === per ? (found[test.id] ?? null) : null;
    return own === null ? [] : test.blocks(own, about);
  });
}

const introduction: Block = {
  kind: "paragraph",
  text: "These tests say whether a set differs from a clean one, through what, and what an investigator makes of it. A difference is no influence, and what a student learns from the set is seen only in students that were tuned elsewhere and are named.",
};

function titleOf({ suspects, reference }: AuditResults["about"]): string {
  const sets = suspects.map(({ name, used }) => `${name} (${formatCount(used)} rows)`).join(", ");
  return reference === null
    ? `Audit of ${sets}, without a reference`
    : `Audit of ${sets} against ${reference.name} (${formatCount(reference.used)} rows)`;
}

function notRunBlocks({ notRun }: AuditResults["about"]): Block[] {
  if (notRun.length === 0) return [];
  const text = notRun.map(({ test, reason }) => `${test} (${reason})`).join("; ");
  return [{ kind: "callout", tone: "note", text: `Not run: ${text}.` }];
}
