import type { Claim, ClaimResult } from "../../claims/claim.ts";
import { calendar } from "./claims/calendar.ts";
import { chips } from "./claims/chips.ts";
import { easier } from "./claims/easier.ts";
import type { ForecastClaim } from "./claims/forecast-claim.ts";
import { straight } from "./claims/straight.ts";
import type { ForecastConfig } from "./config.ts";
import type { ForecastResults } from "./results.ts";

const all: readonly ForecastClaim[] = [calendar, chips, straight, easier];

/** Claims of the study. */
export const forecastClaims: readonly Claim[] = all.map(({ claim }) => claim);

/** Verdicts, each with its sentence. */
export function resolveClaims(results: ForecastResults, config: ForecastConfig): ClaimResult[] {
  return all.map(({ resolve }) => resolve(results, config));
}
