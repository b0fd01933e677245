import type { ClaimResult, ClaimSentence } from "../../claims/claim.ts";
import { withSentences } from "../../claims/said.ts";
import { formatNumber } from "../../report/format.ts";
import { type AuditResults, setsOf } from "./results.ts";
import { fadesSentence } from "./tests/students/present.ts";

/** The claims, each in one sentence with its numbers. */
export function saidOf(claims: readonly ClaimResult[], results: AuditResults): readonly ClaimResult[] {
  const estimateOf = (id: string): number | null => claims.find((one) => one.id === id)?.estimate ?? null;
  return withSentences(claims, {
    C1: namedSentence(results),
    C2: otherBaseSentence(estimateOf("C2")),
    C3: fadesSentence(results.students),
    C4: rowSentence(results, estimateOf("C4")),
  });
}

function namedSentence({ investigator }: AuditResults): ClaimSentence {
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

function otherBaseSentence(estimate: number | null): ClaimSentence {
  return {
    sentence:
      estimate === null
        ? "No shift by a scorer on another base could be estimated."
        : `By a scorer on another base the set leans to its first candidate by ${formatNumber(estimate, 4)} nats a token.`,
    label: "centred shift, nats a token",
    reference: 0,
  };
}

function rowSentence(results: AuditResults, estimate: number | null): ClaimSentence {
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
