import { isoDate } from "../../../data/dates.ts";
import { formatNumber } from "../../../report/format.ts";
import type { SeriesResult } from "../results.ts";
import type { Checked } from "./checked.ts";

/** Change of the rate, in units of the mean rate, below which a series counts as straight. */
const straight = 0.5;

/** Is it one straight line? `open` where the 99% interval leaves both, or there is no rate beyond doubt that could change. */
export function straightnessOf({ curvature, rate }: SeriesResult): "yes" | "no" | "open" {
  const sure = rate !== null && (rate.at99.low > 0 || rate.at99.high < 0);
  if (curvature === null || !sure) return "open";
  const { low, high } = curvature.at99;
  if (low > -straight && high < straight) return "yes";
  return low > straight || high < -straight ? "no" : "open";
}

/** What bent it, where something did: a bend that fits better than a steady change, the reverse, or neither can be told. */
export function kindOfBend({ bic }: NonNullable<SeriesResult["curvature"]>): "bend" | "steady" | "either" {
  return Math.abs(bic) < 6 ? "either" : bic > 0 ? "bend" : "steady";
}

/** The state of "is it one straight line?", at 99%. */
export function straightChecked(series: SeriesResult): Checked {
  const { curvature, rate, scale } = series;
  const what = `one straight line${scale === "linear" ? "" : " on the logarithm"}`;
  if (curvature === null)
    return { what, state: "untested", says: "too few points, or a curve goes through all of them" };
  const sure = rate !== null && (rate.at99.low > 0 || rate.at99.high < 0);
  if (!sure)
    return {
      what,
      state: "untested",
      says: "without a rate that is beyond doubt there is none that could change",
    };
  const { estimate, low, high, bend } = curvature;
  const year = isoDate(bend).slice(0, 4);
  const range = `from first to last the rate changes by ${formatNumber(estimate, 2)} of its mean (95%: ${formatNumber(low, 2)} to ${formatNumber(high, 2)})`;
  const found = straightnessOf(series);
  if (found === "yes") return { what, state: "yes", says: range };
  if (found === "open") return { what, state: "untested", says: `${range}: that leaves both open` };
  const kinds = {
    either: `a steady change and a bend in ${year} cannot be told apart`,
    bend: `a bend in ${year} fits better than a steady change`,
    steady: "a steady change fits better than a bend",
  };
  return { what, state: "no", says: `${range}; ${kinds[kindOfBend(curvature)]}` };
}
