import { claim } from "../../../claims/decide.ts";
import { isoDate } from "../../../data/dates.ts";
import { formatNumber, formatShare } from "../../../report/format.ts";
import type { SeriesResult } from "../results.ts";
import { type ForecastClaim, interval95, notRun, seriesShippedAs } from "./forecast-claim.ts";

const declared = claim({
  id: "C3",
  text: "The trend of METR time horizons is one straight line: its rate changes by less than delta of its mean from the first model to the last.",
  estimand:
    "change of the rate of log2 horizon over release date from the first model to the last, by a parabola, in units of the mean rate",
  narrower:
    "State-of-the-art models of one vintage, below the ceiling of the task suite, the first three measured with an older suite; a change of the rate that is steady, which cannot be told from a single bend.",
  rule: {
    needs: [{ id: "run", text: "METR's series is part of the run", otherwise: "unresolved" }],
    interval:
      "the 99% interval of the change (scatter and random walks weighed against each other by restricted likelihood)",
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
      text: declared.text.replace("delta", String(delta)),
      undecided: `the interval reaches beyond ${delta} on one side and not on the other`,
      said: {
        label: "change of the rate from first to last, in units of its mean",
        sentence: found === null ? "No change could be estimated." : sentenceOf(found),
      },
    });
  },
};

function sentenceOf(found: NonNullable<SeriesResult["curvature"]>): string {
  const { estimate, left, bend, bic, walking, n } = found;
  const year = isoDate(bend).slice(0, 4);
  const apart =
    Math.abs(bic) < 6
      ? `a steady acceleration and a single bend in ${year} cannot be told apart`
      : bic > 0
        ? `a single bend in ${year} fits better than a steady acceleration`
        : `a steady acceleration fits better than a single bend`;
  return `From the first of ${n} models to the last the rate changes by ${formatNumber(estimate, 2)} of its mean (${interval95(found)}); ${formatShare(walking)} of what lies around the curve goes as a random walk does, which by itself bends. With scatter alone it would not be one line (${formatNumber(left.line, 2)} doublings around it, ${formatNumber(Math.min(left.parabola, left.bend), 2)} around a bent one), and ${apart}.`;
}
