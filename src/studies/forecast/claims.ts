import type { Claim, ClaimResult } from "../../claims/claim.ts";
import { type AxisComparison, fewestForecasts } from "./compare-axes.ts";
import type { ForecastConfig } from "./config.ts";
import type { ForecastResults } from "./results.ts";

const calendar: Claim = {
  id: "C1",
  text: "On METR time horizons the calendar forecasts no worse than training compute.",
  estimand:
    "mean CRPS by date minus mean CRPS by the model's own log training compute, same line, same origins, one model ahead, x given; doublings",
  rule: "Unresolved where METR's series is not part of the run. Undecided where the two axes vary together so much (variance inflation above 50) that no fit tells them apart, and with fewer than ten forecasts in common, on which the test is not known to hold its level. Else supported if the 95% interval (Diebold-Mariano with the correction of Harvey, Leybourne and Newbold) lies below the margin, contradicted if it lies above it, undecided otherwise.",
  narrower:
    "Only models whose training compute Epoch AI estimates, most of them older; one vintage of the horizons; frontier compute that is smoothed follows the calendar by construction and cannot be told from it.",
};

const chips: Claim = {
  id: "C2",
  text: "Forecasting chips from 1990 on log(revenue + investment) would have been worse than on the calendar.",
  estimand:
    "absolute error of the axis minus the largest absolute error of the calendar, transistors per chip, twenty years ahead; doublings, by bounds and not by sampling",
  rule: "With a yearly series of revenue (--revenue): over both frontier rules and 5 to 20 years ahead, supported if the calendar's absolute error is the smaller one everywhere, contradicted if nowhere. Without: supported if the excess error is above 0 for every figure within the stated bounds, contradicted if it is below 0 for every one, undecided otherwise; unresolved where the chip series are not part of the run.",
  narrower:
    "No yearly series of semiconductor revenue may be passed on: two published points and a growth rate carry the argument, and investment stays within stated bounds of revenue. The years are 2000 to 2020, the axis's slope is that of 1960 to 1990.",
};

const straight: Claim = {
  id: "C3",
  text: "The trend of METR time horizons is straight: any net curvature is small.",
  estimand: "twice the quadratic coefficient of log2 horizon over release date; doublings a year per year",
  rule: "Equivalence: supported if the 95% interval, widened for errors that go together, lies within plus and minus delta; contradicted if it lies wholly outside; undecided otherwise. Not rejecting a line is no evidence for one.",
  narrower:
    "State-of-the-art models of one vintage, below the ceiling of the task suite, the first three measured with an older suite; curvature means a parabola.",
};

const easier: Claim = {
  id: "C4",
  text: "A model in which doublings get easier does not beat a straight line out of sample.",
  estimand:
    "mean CRPS of the line minus that of the easier-doublings model, METR horizons, one model ahead; doublings",
  rule: "Supported if the 95% interval of the difference (Diebold-Mariano, HLN) lies below the margin, contradicted if it lies above 0, undecided otherwise.",
  narrower:
    "Data up to the stated day; one form of easier doublings, fitted by least squares from every origin.",
};

/** Claims of the study. */
export const forecastClaims: readonly Claim[] = [calendar, chips, straight, easier];

/** Series that C1 and C3 are about. */
export const metrName = "METR time horizons";
export const metrComputeName = "METR horizons with known training compute";

/** Verdicts. */
export function resolveClaims(results: ForecastResults, config: ForecastConfig): ClaimResult[] {
  return [
    resolveCalendar(results, config),
    resolveChips(results),
    resolveStraight(results, config),
    resolveEasier(results, config),
  ];
}

const notRun = "its built-in series is not part of this run";

function unresolved({ id, text }: Claim): ClaimResult {
  return { id, text, verdict: "unresolved", estimate: null, low: null, high: null, reason: notRun };
}

function resolveCalendar({ series }: ForecastResults, { margin }: ForecastConfig): ClaimResult {
  const { id, text } = calendar;
  const found: AxisComparison | undefined = series
    .find(({ name }) => name === metrComputeName)
    ?.identifiability.find(({ b }) => b === "compute");
  if (found === undefined) return unresolved(calendar);
  const { difference: estimate, low, high, verdict, why } = found;
  const base = { id, text, estimate, low, high };
  if (low === null || high === null) return { ...base, verdict: "undecided", reason: why };
  const inflated = verdict === "cannot be told apart" && why.startsWith("the axes");
  if (inflated) return { ...base, verdict: "undecided", reason: `cannot be told apart: ${why}` };
  const enough = found.forecasts >= fewestForecasts;
  if (enough && high < margin) return { ...base, verdict: "supported" };
  if (enough && low > margin) return { ...base, verdict: "contradicted" };
  const seen =
    found.detectable === null ? "" : `; only a difference of ${found.detectable.toFixed(2)} would have shown`;
  return {
    ...base,
    verdict: "undecided",
    reason: `cannot be told apart at this size: ${found.forecasts} forecasts${seen}`,
  };
}

function resolveChips({ chips: found }: ForecastResults): ClaimResult {
  if (found === null) return unresolved(chips);
  const { id, text } = chips;
  const tested = found.revenue.flatMap(({ horizons }) =>
    horizons.map(({ byRevenue, byCalendar }) => Math.abs(byRevenue) - Math.abs(byCalendar)),
  );
  const { low, high } =
    tested.length === 0 ? found.answer.excess : { low: Math.min(...tested), high: Math.max(...tested) };
  const base = { id, text, estimate: (low + high) / 2, low, high };
  if (low > 0) return { ...base, verdict: "supported" };
  if (high < 0) return { ...base, verdict: "contradicted" };
  return {
    ...base,
    verdict: "undecided",
    reason: "it depends on the horizon, the frontier rule or the figures within the bounds",
  };
}

function resolveStraight({ series }: ForecastResults, { delta }: ForecastConfig): ClaimResult {
  const { id, text } = straight;
  const found = series.find(({ name }) => name === metrName)?.curvature;
  if (found == null) return unresolved(straight);
  const { estimate, low, high } = found;
  const base = { id, text, estimate, low, high };
  if (low > -delta && high < delta) return { ...base, verdict: "supported" };
  if (low > delta || high < -delta) return { ...base, verdict: "contradicted" };
  return {
    ...base,
    verdict: "undecided",
    reason: `the interval reaches beyond ${delta} on one side and not on the other`,
  };
}

function resolveEasier({ metr }: ForecastResults, { margin }: ForecastConfig): ClaimResult {
  const { id, text } = easier;
  if (metr === null || metr.easier === null) return unresolved(easier);
  const { difference: estimate, low, high } = metr.easier;
  const base = { id, text, estimate, low, high };
  if (high < margin) return { ...base, verdict: "supported" };
  if (low > 0) return { ...base, verdict: "contradicted" };
  return { ...base, verdict: "undecided", reason: `${metr.easier.n} forecasts leave both open` };
}
