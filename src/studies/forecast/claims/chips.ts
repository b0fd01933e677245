import { claim } from "../../../claims/decide.ts";
import { formatNumber } from "../../../report/format.ts";
import type { ChipsResult } from "../results.ts";
import { isShipped } from "../shipped.ts";
import { type ForecastClaim, notRun } from "./forecast-claim.ts";

/** Correlation of log revenue with the date that any record of a growing industry has. */
const leastCorrelation = 0.8;

const declared = claim({
  id: "C2",
  text: "Forecasting chips from 1990 on log(revenue + investment) would have been worse than on the calendar.",
  estimand:
    "absolute error of the axis minus the largest absolute error of the calendar, transistors per chip, twenty years ahead; doublings, by bounds and not by sampling",
  narrower:
    "No yearly series of semiconductor revenue may be passed on: two published points and a growth rate carry the argument, and investment stays within stated bounds of revenue. The years are 2000 to 2020, the axis's slope is that of 1960 to 1990.",
  rule: {
    needs: [
      { id: "run", text: "the chip series are part of the run", otherwise: "unresolved" },
      {
        id: "grows",
        text: `a yearly series of revenue goes with the date (correlation ${leastCorrelation} before 1990), or it is none`,
        otherwise: "unresolved",
      },
    ],
    interval: "the range of the excess error",
    supported: { above: 0 },
    contradicted: { below: 0 },
    notes:
      "With a yearly series of revenue (--revenue) the range is over both frontier rules and 5 to 20 years ahead, each horizon against the calendar's own error; without, it holds every figure within the stated bounds.",
  },
});

/** C2: chips on revenue and investment. */
export const chips: ForecastClaim = {
  claim: declared,
  resolve: (results) => {
    const found = isShipped(results.tables) ? results.chips : null;
    const range = found === null ? null : rangeOf(found);
    return declared.decide({
      parts: range === null ? [] : [{ estimate: (range.low + range.high) / 2, ...range, at99: range }],
      unmet: { run: found === null ? notRun : null, grows: found === null ? null : strange(found) },
      undecided: "it depends on the horizon, the frontier rule or the figures within the bounds",
      said: {
        label: "error of the axis beyond the calendar's, doublings",
        interval: found !== null && found.revenue.length > 0 ? "range" : "bounds",
        sentence: found === null ? "The chip series were not part of the run." : sentenceOf(found),
      },
    });
  },
};

function strange({ revenue }: ChipsResult): string | null {
  const low = revenue.find(({ r }) => !(r >= leastCorrelation));
  return low === undefined
    ? null
    : `the revenue that was given hardly grows (correlation with the date ${formatNumber(low.r, 2)}): it is not that of an industry`;
}

function rangeOf({ revenue, answer }: ChipsResult): { readonly low: number; readonly high: number } {
  const tested = revenue.flatMap(({ horizons }) =>
    horizons.map(({ byRevenue, byCalendar }) => Math.abs(byRevenue) - Math.abs(byCalendar)),
  );
  return tested.length === 0 ? answer.excess : { low: Math.min(...tested), high: Math.max(...tested) };
}

function sentenceOf({ answer, revenue }: ChipsResult): string {
  const range = ({ low, high }: { readonly low: number; readonly high: number }): string =>
    `${formatNumber(low, 1)} to ${formatNumber(high, 1)}`;
  if (revenue.length > 0) {
    const rows = revenue.flatMap(({ horizons }) => horizons);
    const of = (axis: "byRevenue" | "byCalendar"): string => {
      const errors = rows.map((row) => row[axis]);
      return range({ low: Math.min(...errors), high: Math.max(...errors) });
    };
    return `By hindcast from 1990, 5 to 20 years ahead, the axis was off by ${of("byRevenue")} doublings and the calendar by ${of("byCalendar")}.`;
  }
  const { implied, widened, actual, overturn, steps } = answer;
  const largest = steps.find(({ name }) => name.startsWith("largest error"))?.high ?? Number.NaN;
  return `From 2000 to 2020 log(revenue + investment) implies ${range(implied)} doublings of transistors (${range(widened)} with every figure at its worst) where ${range(actual)} came; the calendar from 1990 was never off by more than ${formatNumber(largest, 1)}. Revenue and investment would have had to grow by a factor of ${Math.round(overturn.low)} or more, not 2.2, to be right.`;
}
