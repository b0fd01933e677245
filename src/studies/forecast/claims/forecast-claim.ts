import type { Claim, ClaimResult } from "../../../claims/claim.ts";
import { formatNumber } from "../../../report/format.ts";
import type { ForecastConfig } from "../config.ts";
import type { ForecastResults } from "../results.ts";

/** One claim: its rule, and what a run says of it. */
export interface ForecastClaim {
  readonly claim: Claim;
  resolve(results: ForecastResults, config: ForecastConfig): ClaimResult;
}

/** Said of a claim whose series nobody asked for. */
export const notRun = "its built-in series is not part of this run";

/** An interval in words. */
export function interval95({ low, high }: { readonly low: number; readonly high: number }): string {
  return `95% interval ${formatNumber(low, 2)} to ${formatNumber(high, 2)}`;
}
