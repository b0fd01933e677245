import type { Claim, ClaimResult, GateResult } from "../../claims/claim.ts";
import { type ClaimEvidence, gateOf } from "./claims/evidence.ts";
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
  const gate = gateOf(evidence);
  return {
    claims: [resolvePrefixWorse(evidence, gate, margin), resolveProbeBetter(evidence)],
    gates: gate === null ? [] : [gate],
  };
}
