import type { Block } from "../../report/blocks.ts";
import { formatCount, formatNumber } from "../../report/format.ts";
import type { Envelope } from "../../study/envelope.ts";
import type { EstimateSentence, Presentation } from "../../study/study.ts";
import { falseAlarmBlocks, inputBlocks } from "./present/inputs.ts";
import { type AuditResults, setsOf } from "./results.ts";
import { differentBlocks } from "./tests/different/present.ts";
import { investigatorBlocks } from "./tests/investigator/present.ts";
import { ladderBlocks } from "./tests/ladder/present.ts";
import { kindBlocks, panelBlocks } from "./tests/panel/present.ts";
import { rowBlocks } from "./tests/row/present.ts";
import { monitorBlocks } from "./tests/states/present.ts";
import { fadesSentence, studentBlocks } from "./tests/students/present.ts";
import { topRowBlocks, wordBlocks } from "./tests/words/present.ts";

/** What a reader sees of an audit between the headline and the cost table. */
export function presentFindings({ results, claims }: Envelope<AuditResults>): Presentation {
  return {
    subtitle: subtitleOf(results),
    sentences: {
      C1: namedSentence(results),
      C2: otherBaseSentence(claims.find(({ id }) => id === "C2")?.estimate ?? null),
      C3: fadesSentence(results.students),
      C4: rowSentence(results, claims.find(({ id }) => id === "C4")?.estimate ?? null),
    },
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

function namedSentence({ investigator }: AuditResults): EstimateSentence {
  const label = "rate of the right name, mean over sets";
  const mean = investigator?.mean ?? null;
  if (mean === null) return { sentence: "No rate could be estimated.", label };
  const percent = (share: number | null): string =>
    share === null ? "was not asked" : `${formatNumber(100 * share, 0)}%`;
  return {
    sentence: `Over ${mean.sets} ${mean.sets === 1 ? "set" : "sets"} it named the answer in ${percent(mean.estimate)} of tries (95% interval ${percent(mean.low)} to ${percent(mean.high)}); for clean rows under the same accusation ${percent(mean.accused)}, for no rows ${percent(mean.none)}.`,
    label,
    reference: 0.2,
  };
}

function otherBaseSentence(estimate: number | null): EstimateSentence {
  return {
    sentence:
      estimate === null
        ? "No shift by a scorer on another base could be estimated."
        : `By a scorer on another base the set leans to its first candidate by ${formatNumber(estimate, 4)} nats a token.`,
    label: "centred shift, nats a token",
    reference: 0,
  };
}

function rowSentence(results: AuditResults, estimate: number | null): EstimateSentence {
  const label = "AUROC of single rows";
  const rows = setsOf(results).flatMap(({ row }) => row?.auroc ?? []);
  if (rows.length === 0) return { sentence: "No AUROC of single rows could be estimated.", label };
  return {
    sentence:
      estimate === null
        ? `Row by row the monitor's AUROC is ${rows.map(({ estimate: area }) => formatNumber(area, 2)).join(", ")}.`
        : `Row by row the monitor's AUROC is ${formatNumber(estimate, 2)}.`,
    label,
    reference: 0.5,
  };
}
