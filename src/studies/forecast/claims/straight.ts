import { claim } from "../../../claims/decide.ts";
import { formatNumber } from "../../../report/format.ts";
import { type ForecastClaim, interval95, notRun, seriesShippedAs } from "./forecast-claim.ts";

const declared = claim({
  id: "C3",
  text: "The trend of METR time horizons is straight: any net curvature is small.",
  estimand: "twice the quadratic coefficient of log2 horizon over release date; doublings a year per year",
  narrower:
    "State-of-the-art models of one vintage, below the ceiling of the task suite, the first three measured with an older suite; curvature means a parabola.",
  rule: {
    needs: [{ id: "run", text: "METR's series is part of the run", otherwise: "unresolved" }],
    interval: "the 95% interval (widened for errors that go together)",
    supported: { within: "delta" },
    contradicted: { outside: "delta" },
    notes: "Not rejecting a line is no evidence for one.",
  },
});

/** C3: equivalence with a line. */
export const straight: ForecastClaim = {
  claim: declared,
  resolve: (results, { delta }) => {
    const found = seriesShippedAs(results, "horizons")?.curvature ?? null;
    return declared.decide({
      parts: found === null ? [] : [found],
      levels: { delta },
      unmet: { run: found === null ? notRun : null },
      undecided: `the interval reaches beyond ${delta} on one side and not on the other`,
      said: {
        label: "curvature, doublings a year per year",
        sentence:
          found === null
            ? "No curvature could be estimated."
            : `The rate changes by ${formatNumber(found.estimate, 2)} doublings a year each year (${interval95(found)}; ${found.n} models).`,
      },
    });
  },
};
