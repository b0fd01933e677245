import type { Claim, ClaimResult } from "../../../claims/claim.ts";
import { formatNumber } from "../../../report/format.ts";
import type { ForecastConfig } from "../config.ts";
import type { ForecastResults, SeriesResult } from "../results.ts";
import { isShipped, type ShippedSeries } from "../shipped.ts";

/** One claim: its rule, and what a run says of it. */
export interface ForecastClaim {
  readonly claim: Claim;
  resolve(results: ForecastResults, config: ForecastConfig): ClaimResult;
}

/** Said of a claim whose series nobody asked for. */
export const notRun = "its built-in series is not part of this run";

/** A need of claims about what forecasts a trend: on values that scatter without one, whatever is compared does equally well. */
export const growsNeed = {
  id: "grows",
  text: "the horizons grow beyond doubt (99%), or there is no trend to forecast",
  otherwise: "undecided",
} as const;

/** Why that need is not met; null where it is. */
export function grownReason(series: SeriesResult | undefined): string | null {
  const rate = series?.rate ?? null;
  return rate !== null && rate.at99.low > 0 ? null : "there is no trend beyond doubt that could be forecast";
}

/** An interval in words. */
export function interval95({ low, high }: { readonly low: number; readonly high: number }): string {
  return `95% interval ${formatNumber(low, 2)} to ${formatNumber(high, 2)}`;
}

/** A shipped series of a run; undefined where the run has none, or where its tables are others than those that shipped. */
export function seriesShippedAs(results: ForecastResults, which: ShippedSeries): SeriesResult | undefined {
  return isShipped(results.tables) ? results.series.find(({ shipped }) => shipped === which) : undefined;
}
