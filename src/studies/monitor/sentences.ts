import type { ClaimResult, ClaimSentence } from "../../claims/claim.ts";
import { withSentences } from "../../claims/said.ts";
import { formatCount, formatNumber } from "../../report/format.ts";
import type { MonitorResults } from "./results.ts";

/** The claims, each in one sentence with its numbers. */
export function saidOf(claims: readonly ClaimResult[], results: MonitorResults): readonly ClaimResult[] {
  return withSentences(claims, { C1: prefixWorseSentence(results), C2: probeSentence(claims, results) });
}

function prefixWorseSentence({ comparisons, arms, onPolicy }: MonitorResults): ClaimSentence {
  const label = "AUROC(prefix) − AUROC(fresh)";
  const own = onPolicy?.comparison ?? null;
  const found = own ?? comparisons.find(({ a, b }) => a === "prefix" && b === "fresh");
  const shown = (id: string): string => {
    const auroc = (own === null ? arms : (onPolicy?.arms ?? [])).find((arm) => arm.id === id)?.auroc
      ?.estimate;
    return auroc === undefined ? "–" : auroc.toFixed(2);
  };
  if (found?.auroc === null || found?.auroc === undefined) {
    return { sentence: "No difference could be estimated.", label };
  }
  const { estimate, low, high } = found.auroc;
  const signed = (value: number): string => formatNumber(value, 2);
  return {
    sentence: `AUROC is ${shown("prefix")} on the prefix and ${shown("fresh")} on the quoted transcript; the paired difference on ${formatCount(found.n)} runs${own === null ? "" : " that the model wrote itself"} is ${signed(estimate)} (95% interval ${signed(low)} to ${signed(high)}).`,
    label,
  };
}

function probeSentence(claims: readonly ClaimResult[], { arms }: MonitorResults): ClaimSentence {
  const label = "AUROC(probe) − AUROC of its better rival";
  const claim = claims.find(({ id }) => id === "C2");
  const probe = arms.find(({ kind }) => kind === "probe");
  if (probe === undefined || typeof claim?.estimate !== "number")
    return { sentence: "No difference could be estimated.", label };
  const shown = ["probe-asked", "probe-end", "prefix", "bow"].flatMap((id) => {
    const auroc = arms.find((arm) => arm.id === id)?.auroc?.estimate;
    return auroc === undefined ? [] : [`${id} ${auroc.toFixed(2)}`];
  });
  return { sentence: `AUROC in the same folds: ${shown.join(", ")}.`, label };
}
