import { claim } from "../../../claims/decide.ts";
import { formatNumber } from "../../../report/format.ts";
import { fewestForecasts } from "../compare-axes.ts";
import { isShipped } from "../shipped.ts";
import {
  type ForecastClaim,
  grownReason,
  growsNeed,
  interval95,
  notRun,
  seriesShippedAs,
} from "./forecast-claim.ts";

const declared = claim({
  id: "C4",
  text: "A model in which doublings get easier does not beat a straight line out of sample.",
  estimand:
    "mean CRPS of the line minus that of the easier-doublings model, METR horizons, one model ahead; doublings",
  narrower:
    "Data up to the stated day; one form of easier doublings, fitted by least squares from every origin.",
  rule: {
    needs: [
      { id: "run", text: "METR's series is part of the run", otherwise: "unresolved" },
      growsNeed,
      {
        id: "enough",
        text: `there are ${fewestForecasts} forecasts, on fewer of which the test is not known to hold its level`,
        otherwise: "undecided",
      },
      {
        id: "rises",
        text: "the rate rises beyond doubt (99%), also where errors may walk",
        otherwise: "undecided",
        guards: "contradicted",
      },
    ],
    interval:
      "the 99% interval of the difference (Diebold-Mariano, HLN, widened for errors that go together)",
    supported: { below: "the margin" },
    contradicted: { above: 0 },
  },
});

/** C4: easier doublings against the line. */
export const easier: ForecastClaim = {
  claim: declared,
  resolve: (results, { margin }) => {
    const found = isShipped(results.tables) ? (results.metr?.easier ?? null) : null;
    return declared.decide({
      parts: found === null ? [] : [{ ...found, estimate: found.difference }],
      levels: { "the margin": margin },
      unmet: {
        run: found === null ? notRun : null,
        grows: grownReason(seriesShippedAs(results, "horizons")),
        rises:
          (seriesShippedAs(results, "horizons")?.curvature?.at99.low ?? 0) > 0
            ? null
            : "whether the rate rises is not beyond doubt: a random walk bends by itself",
        enough: (found?.n ?? 0) < fewestForecasts ? `${found?.n ?? 0} forecasts are too few to tell` : null,
      },
      undecided: `${found?.n ?? 0} forecasts leave both open`,
      said: {
        label: "CRPS(line) − CRPS(easier doublings), doublings",
        sentence:
          found === null
            ? "No difference could be estimated."
            : `Over ${found.n} forecasts on data up to ${found.before} the line's mean CRPS less that of easier doublings is ${formatNumber(found.difference, 2)} doublings (${interval95(found)}).`,
      },
    });
  },
};
