import type { ClaimResult } from "../../claims/claim.ts";
import { withSentences } from "../../claims/said.ts";
import { formatNumber } from "../../report/format.ts";
import { metrComputeName } from "./claims.ts";
import type { ForecastResults } from "./results.ts";

const doublings = (value: number): string => `${formatNumber(value, 2)} doublings`;

/** The claims, each in one sentence with its numbers. */
export function saidOf(
  claims: readonly ClaimResult[],
  { series, chips, metr }: ForecastResults,
): readonly ClaimResult[] {
  const axes = series.find(({ name }) => name === metrComputeName)?.identifiability[0];
  const curve = series[0]?.curvature;
  const easier = metr?.easier;
  return withSentences(claims, {
    C1: {
      label: "CRPS(calendar) − CRPS(compute), doublings",
      sentence:
        axes?.difference == null || axes.low === null || axes.high === null
          ? "No difference could be estimated."
          : `On the ${axes.points} models with known training compute, date and log compute are correlated at ${axes.r.toFixed(3)} (variance inflation ${axes.vif.toFixed(1)}); over ${axes.forecasts} forecasts the calendar's mean CRPS less that of compute is ${doublings(axes.difference)} (95% interval ${formatNumber(axes.low, 2)} to ${formatNumber(axes.high, 2)}).`,
    },
    C2: {
      label: "error of the axis beyond the calendar's, doublings",
      interval: chips !== null && chips.revenue.length > 0 ? "range" : "bounds",
      sentence: chips === null ? "The chip series were not part of the run." : chipSentence(chips),
    },
    C3: {
      label: "curvature, doublings a year per year",
      sentence:
        curve == null
          ? "No curvature could be estimated."
          : `The rate changes by ${formatNumber(curve.estimate, 2)} doublings a year each year (95% interval ${formatNumber(curve.low, 2)} to ${formatNumber(curve.high, 2)}; ${curve.n} models).`,
    },
    C4: {
      label: "CRPS(line) − CRPS(easier doublings), doublings",
      sentence:
        easier == null
          ? "No difference could be estimated."
          : `Over ${easier.n} forecasts on data up to ${easier.before} the line's mean CRPS less that of easier doublings is ${doublings(easier.difference)} (95% interval ${formatNumber(easier.low, 2)} to ${formatNumber(easier.high, 2)}).`,
    },
  });
}

function chipSentence({ answer, revenue }: NonNullable<ForecastResults["chips"]>): string {
  const short = (value: number): string => formatNumber(value, 1);
  if (revenue.length > 0) {
    const of = (pick: (row: (typeof revenue)[number]["horizons"][number]) => number): string => {
      const errors = revenue.flatMap(({ horizons }) => horizons.map(pick));
      return `${short(Math.min(...errors))} to ${short(Math.max(...errors))}`;
    };
    return `By hindcast from 1990, 5 to 20 years ahead, the axis was off by ${of(({ byRevenue }) => byRevenue)} doublings and the calendar by ${of(({ byCalendar }) => byCalendar)}.`;
  }
  const { implied, widened, actual, overturn, steps } = answer;
  return `From 2000 to 2020 log(revenue + investment) implies ${short(implied.low)} to ${short(implied.high)} doublings of transistors (${short(widened.low)} to ${short(widened.high)} with every figure at its worst) where ${short(actual.low)} to ${short(actual.high)} came; the calendar from 1990 was never off by more than ${short(calendarError(steps))}. Revenue and investment would have had to grow by a factor of ${Math.round(overturn.low)} or more, not 2.2, to be right.`;
}

function calendarError(steps: readonly { readonly name: string; readonly high: number }[]): number {
  return steps.find(({ name }) => name.startsWith("largest error"))?.high ?? Number.NaN;
}
