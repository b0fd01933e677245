import type { Claim, ClaimResult, GateResult } from "../../claims/claim.ts";
import { formatEstimate } from "../../report/format.ts";
import type { ClaimEvidence } from "./claims/evidence.ts";
import { prefixWorse, resolvePrefixWorse } from "./claims/prefix-worse.ts";
import { probeBetter, resolveProbeBetter } from "./claims/probe-better.ts";

/** Claims of the study. */
export const monitorClaims: readonly Claim[] = [prefixWorse, probeBetter];

/**
 * Resolves them. Where there are runs of the monitor's own, C1 and its gate rest on these alone.
 *
 * @param margin difference in AUROC below which two arms are called alike
 */
export function claimsOf(
  evidence: ClaimEvidence,
  margin: number,
): { readonly claims: readonly ClaimResult[]; readonly gates: readonly GateResult[] } {
  const { onPolicy, arms, about } = evidence;
  const gate = aboveChance(
    onPolicy?.arms ?? arms.filter(({ kind }) => kind === "prompted"),
    onPolicy === null || onPolicy.rows === about.runs.measured ? "" : " on the runs the model wrote itself",
  );
  return {
    claims: [resolvePrefixWorse(evidence, gate, margin), resolveProbeBetter(evidence)],
    gates: gate === null ? [] : [gate],
  };
}

/** Fails where none of the prompted arms can be told from chance; null where no model was asked. */
function aboveChance(
  arms: readonly Pick<ClaimEvidence["arms"][number], "id" | "auroc">[],
  where: string,
): GateResult | null {
  if (arms.length === 0) return null;
  const clear = arms.filter(({ auroc }) => auroc !== null && (auroc.low > 0.5 || auroc.high < 0.5));
  const shown = (clear.length > 0 ? clear : arms).map(
    ({ id, auroc }) => `${id} ${auroc === null ? "has no AUROC" : formatEstimate({ ...auroc, digits: 2 })}`,
  );
  const reason =
    clear.length > 0
      ? `AUROC differs from .5${where}: ${shown.join("; ")}`
      : `monitor at chance: every prompted arm's interval includes .5${where} (${shown.join("; ")})`;
  return { id: "above-chance", passed: clear.length > 0, reason };
}
