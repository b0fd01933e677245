import { claim } from "../../../claims/decide.ts";
import { formatNumber } from "../../../report/format.ts";
import { fewestForecasts, tooCollinear } from "../compare-axes.ts";
import {
  type ForecastClaim,
  grownReason,
  growsNeed,
  interval95,
  notRun,
  seriesShippedAs,
} from "./forecast-claim.ts";

const declared = claim({
  id: "C1",
  text: "On METR time horizons the calendar forecasts no worse than training compute.",
  estimand:
    "mean CRPS by date minus mean CRPS by the model's own log training compute, same line, same origins, one model ahead, x given; doublings",
  narrower:
    "Only models whose training compute Epoch AI estimates, most of them older; one vintage of the horizons; frontier compute that is smoothed follows the calendar by construction and cannot be told from it.",
  rule: {
    needs: [
      { id: "run", text: "METR's series is part of the run", otherwise: "unresolved" },
      growsNeed,
      { id: "estimated", text: "a difference can be estimated", otherwise: "undecided" },
      {
        id: "apart",
        text: `the two axes vary together so little (variance inflation ${tooCollinear} at most) that a fit can tell them apart`,
        otherwise: "undecided",
      },
      {
        id: "enough",
        text: `there are ${fewestForecasts} forecasts in common, on fewer of which the test is not known to hold its level`,
        otherwise: "undecided",
      },
      {
        id: "alone",
        text: "compute explains the horizons and the date adds nothing, also where errors may walk",
        otherwise: "undecided",
        guards: "contradicted",
      },
    ],
    interval: "the 99% interval (Diebold-Mariano with the correction of Harvey, Leybourne and Newbold)",
    supported: { below: "the margin" },
    contradicted: { above: "the margin" },
  },
});

/** C1: the calendar against compute. */
export const calendar: ForecastClaim = {
  claim: declared,
  resolve: (results, { margin }) => {
    const series = seriesShippedAs(results, "horizons-with-compute");
    const found = series?.identifiability.find(({ b }) => b === "compute");
    const {
      difference = null,
      low = null,
      high = null,
      at99 = null,
      vif = 0,
      why = "",
      forecasts = 0,
    } = found ?? {};
    const part =
      difference === null || low === null || high === null || at99 === null
        ? null
        : { estimate: difference, low, high, at99 };
    const shown =
      found?.detectable == null
        ? ""
        : `; only a difference of ${found.detectable.toFixed(2)} would have shown`;
    const few = `cannot be told apart at this size: ${forecasts} forecasts${shown}`;
    return declared.decide({
      parts: part === null ? [] : [part],
      levels: { "the margin": margin },
      unmet: {
        run: found === undefined ? notRun : null,
        grows: grownReason(series),
        estimated: part === null ? why : null,
        apart: vif > tooCollinear ? `cannot be told apart: ${why}` : null,
        alone: found?.verdict === "b" ? null : `compute cannot be named: ${why}`,
        enough: forecasts < fewestForecasts ? few : null,
      },
      undecided: few,
      said: {
        label: "CRPS(calendar) − CRPS(compute), doublings",
        sentence:
          found === undefined || part === null
            ? "No difference could be estimated."
            : `On the ${found.points} models with known training compute, date and log compute are correlated at ${found.r.toFixed(3)} (variance inflation ${vif.toFixed(1)}); over ${forecasts} forecasts the calendar's mean CRPS less that of compute is ${formatNumber(part.estimate, 2)} doublings (${interval95(part)}).`,
      },
    });
  },
};
