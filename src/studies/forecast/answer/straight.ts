import { isoDate } from "../../../data/dates.ts";
import { formatNumber } from "../../../report/format.ts";
import type { SeriesResult } from "../results.ts";
import type { Checked } from "./checked.ts";

/** Change of the rate, in units of the mean rate, below which a series counts as straight. */
const straight = 0.5;

/** The state of "is it one straight line?", at 99%. */
export function straightChecked({ curvature, rate, scale }: SeriesResult): Checked {
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
  const { estimate, low, high, at99, bend, bic } = curvature;
  const range = `from first to last the rate changes by ${formatNumber(estimate, 2)} of its mean (95%: ${formatNumber(low, 2)} to ${formatNumber(high, 2)})`;
  if (at99.low > -straight && at99.high < straight) return { what, state: "yes", says: range };
  if (at99.low > straight || at99.high < -straight) {
    const kind =
      Math.abs(bic) < 6
        ? `a steady change and a bend in ${isoDate(bend).slice(0, 4)} cannot be told apart`
        : bic > 0
          ? `a bend in ${isoDate(bend).slice(0, 4)} fits better than a steady change`
          : "a steady change fits better than a bend";
    return { what, state: "no", says: `${range}; ${kind}` };
  }
  return { what, state: "untested", says: `${range}: that leaves both open` };
}
