import type { ArmResult } from "../arm-result.ts";
import type { MonitorResults } from "../results.ts";

/** What claims are resolved from. */
export interface ClaimEvidence {
  readonly arms: readonly Pick<ArmResult, "id" | "kind" | "auroc">[];
  readonly comparisons: MonitorResults["comparisons"];
  readonly onPolicy: MonitorResults["onPolicy"];
  readonly about: { readonly runs: Pick<MonitorResults["about"]["runs"], "measured"> };
}

/** What is said of a claim where nothing could be estimated. */
export const noDifference = "No difference could be estimated.";
