import { formatNumber } from "../../../report/format.ts";
import { spanUnit } from "../own-unit.ts";
import type { ForecastResults } from "../results.ts";
import type { Checked } from "./checked.ts";

/** A span of years as a person would say it: `5.2 months`. */
export function spanWords(years: number): string {
  const { unit, inYear } = spanUnit(years);
  return `${formatNumber(years * inYear, 1)} ${unit}`;
}

/** Which of several measures a straight line in calendar time forecasts best; empty where there are none to compare. */
export function measuresSentence({ measures }: ForecastResults): string {
  const [best, second] = measures;
  if (best?.years == null) return "";
  const others = measures.slice(1).filter(({ years }) => years !== null);
  if (second?.years == null) return "";
  const alike = others.filter(({ worse }) => worse === false).map(({ series }) => series);
  const off = `a forecast one step ahead is off by ${spanWords(best.years)} of its growth, of ${second.series} by ${spanWords(second.years)}`;
  return alike.length === 0
    ? `A straight line in calendar time forecasts ${best.series} best: ${off}.`
    : `Which a straight line in calendar time forecasts best cannot be told (${[best.series, ...alike].join(", ")}): ${off}.`;
}

/** The same as a state. */
export function measuresChecked({ measures }: ForecastResults): Checked[] {
  const what = "one is forecast best by date";
  const known = measures.filter(({ years }) => years !== null);
  if (measures.length < 2) return [];
  if (known.length < 2)
    return [{ what, state: "untested", says: "two must grow beyond doubt to be compared" }];
  const [best, ...others] = known;
  const alike = others.filter(({ worse }) => worse === false);
  return alike.length === 0
    ? [
        {
          what,
          state: "yes",
          says: `${best?.series}: ${others.map(({ series, why }) => `${series} worse, ${why}`).join("; ")}`,
        },
      ]
    : [{ what, state: "untested", says: alike.map(({ series, why }) => `${series} ${why}`).join("; ") }];
}
