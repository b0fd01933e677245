import type { Answer } from "../../../claims/answer.ts";
import { isoDate } from "../../../data/dates.ts";
import { digitsFor, formatNumber } from "../../../report/format.ts";
import { doublingsIn, plainNumber, spanUnit } from "../own-unit.ts";
import type { SeriesResult } from "../results.ts";
import type { Checked } from "./checked.ts";
import { kindOfBend, straightnessOf } from "./straight.ts";

/** The rate as a person says it: a time of doubling or halving, or units a year on a linear scale. */
interface Growth {
  /** Whether its sign is beyond doubt, at 99%. */
  readonly sure: boolean;
  readonly rises: boolean;
  /** `14.2 months (95%: 12.9 to 15.8)`, or `3.1 a year (95%: 2.2 to 4)`. */
  readonly words: string;
  readonly figure: NonNullable<Answer["figure"]>;
}

function growthOf({ rate, scale, quantity }: SeriesResult): Growth | null {
  if (rate === null || rate.estimate === 0) return null;
  const { estimate, low, high, at99 } = rate;
  const sure = at99.low > 0 || at99.high < 0;
  const rises = estimate > 0;
  if (scale === "linear") {
    return {
      ...{
        sure,
        rises,
        words: `${plainNumber(estimate)} a year (95%: ${plainNumber(low)} to ${plainNumber(high)})`,
      },
      figure: { label: `${quantity} a year`, value: estimate, low, high },
    };
  }
  const doublings = doublingsIn(scale);
  const times = [estimate, high, low].map((value) => 1 / (value * doublings));
  const [time = 0, quick = 0, slow = 0] = times.map(Math.abs);
  const { unit, inYear } = spanUnit(time);
  const [value, a, b] = [time * inYear, Math.min(quick, slow) * inYear, Math.max(quick, slow) * inYear];
  const closed = low > 0 || high < 0;
  const exact = closed && b - a < 1e-4 * value;
  const digits = closed && !exact ? Math.max(value < 10 ? 1 : 0, Math.min(3, digitsFor(b - a))) : 1;
  const one = (x: number): string => formatNumber(x, digits);
  const percent = formatNumber(
    100 * (2 ** (estimate * doublings) - 1),
    Math.abs(estimate * doublings) < 0.14 ? 1 : 0,
  );
  const yearly = Math.abs(estimate * doublings) < 1 ? `, ${percent}% a year` : "";
  return {
    ...{ sure, rises },
    words: `${one(value)} ${unit}${closed && !exact ? ` (95%: ${one(a)} to ${one(b)})` : ""}${yearly}`,
    figure: {
      label: `${unit} a ${rises ? "doubling" : "halving"}`,
      ...{ value, low: closed && !exact ? a : null, high: closed && !exact ? b : null },
    },
  };
}

/** The figure that carries the answer; null where it may stand still. */
export function growthFigure(series: SeriesResult): Answer["figure"] | null {
  const growth = growthOf(series);
  return growth?.sure === true ? growth.figure : null;
}

/** How fast it grows, in a sentence. */
export function growthSentence(series: SeriesResult): string {
  const growth = growthOf(series);
  if (growth === null) return "How fast it grows could not be estimated.";
  if (!growth.sure) return `Whether it grows or shrinks cannot be told: ${rangeOf(series)}.`;
  const bent = bentWords(series);
  const verb =
    series.scale === "linear"
      ? `${growth.rises ? "rises" : "falls"} by ${growth.words.replaceAll("−", "")}`
      : `${growth.rises ? "doubles" : "halves"} every ${growth.words}`;
  return bent === "" ? `It ${verb}.` : `On average it ${verb}, but not steadily: ${bent}.`;
}

/** What became of the rate of a series that is no straight line; empty where it is one, or nothing is known. */
function bentWords(series: SeriesResult): string {
  const { curvature, scale } = series;
  if (curvature === null || straightnessOf(series) !== "no") return "";
  const { bend, rates, estimate } = curvature;
  const year = isoDate(bend).slice(0, 4);
  if (kindOfBend(curvature) !== "bend") return `its rate ${estimate > 0 ? "rises" : "falls"}`;
  if (scale === "linear")
    return `since ${year} by ${plainNumber(rates.after)} a year, before by ${plainNumber(rates.before)}`;
  const said = (rate: number): string => {
    const time = 1 / (Math.abs(rate) * doublingsIn(scale));
    const { unit, inYear } = spanUnit(time);
    return time > 100
      ? "hardly at all"
      : `${rate > 0 ? "doubling" : "halving"} every ${formatNumber(time * inYear, 1)} ${unit}`;
  };
  return `since ${year} ${said(rates.after)}, before ${said(rates.before)}`;
}

/** The state of "does it grow or shrink?". */
export function growthChecked(series: SeriesResult): Checked {
  const growth = growthOf(series);
  const what = "grows or shrinks";
  if (growth === null) return { what, state: "untested", says: "too few points, or no change" };
  if (!growth.sure) return { what, state: "untested", says: rangeOf(series) };
  const told = series.scale === "linear" ? "changes by" : growth.rises ? "doubles every" : "halves every";
  return { what, state: "yes", says: `${told} ${growth.words}` };
}

/** Change that the 99% interval allows, a year; a month or a day where the whole series is short. */
function rangeOf({ rate, scale, step }: SeriesResult): string {
  if (rate === null) return "no rate could be estimated";
  const years = step * (rate.n - 1);
  const [unit, inYear] = years > 2 ? ["year", 1] : years > 0.2 ? ["month", 12] : ["day", 365.25];
  const [low, high] = [rate.at99.low / inYear, rate.at99.high / inYear];
  if (scale === "linear") return `between ${plainNumber(low)} and ${plainNumber(high)} a ${unit} (99%)`;
  const share = (value: number): string => {
    const change = 100 * (2 ** (value * doublingsIn(scale)) - 1);
    return change > 1e5
      ? "more than a thousandfold"
      : `${formatNumber(change, Math.abs(change) < 10 ? 1 : 0)}%`;
  };
  return `between ${share(low)} and ${share(high)} a ${unit} (99%)`;
}
