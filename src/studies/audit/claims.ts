import type { Claim, ClaimResult } from "../../claims/claim.ts";
import { fades, resolveFades } from "./claims/fades.ts";
import { named, resolveNamed } from "./claims/named.ts";
import { otherBase, resolveOtherBase } from "./claims/other-base.ts";
import { resolveRows, rowsBlind } from "./claims/rows-blind.ts";
import type { AuditResults } from "./results.ts";

/** Claims of the study. */
export const auditClaims: readonly Claim[] = [named, otherBase, fades, rowsBlind];

/** Verdicts, each with its sentence. */
export function resolveClaims(results: AuditResults): ClaimResult[] {
  return [
    resolveNamed(results),
    resolveOtherBase(results),
    resolveFades(results.students),
    resolveRows(results),
  ];
}
