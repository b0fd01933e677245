import { lineThrough } from "../line.ts";
import type { SeriesResult } from "../results.ts";
import type { Checked } from "./checked.ts";

/** Values known only as a bound stand in no fit: does the line through the others keep to them? Nothing where there are none. */
export function boundsChecked({ censored, points }: SeriesResult): Checked[] {
  if (censored.length === 0) return [];
  const what = "keeps to the bounds";
  const fit = lineThrough(points);
  if (fit === null)
    return [{ what, state: "untested", says: "no line can be drawn through the other points" }];
  const broken = censored.filter(({ date, side, y }) => {
    const there = fit.intercept + fit.slope * date;
    return side === "above" ? there < y : there > y;
  }).length;
  const count = `${censored.length} ${censored.length === 1 ? "value is" : "values are"} known only as a bound and in no fit`;
  return broken === 0
    ? [
        {
          what,
          state: "yes",
          says: `${count}; a line through the others keeps to ${censored.length === 1 ? "it" : "them"}`,
        },
      ]
    : [
        {
          what,
          state: "no",
          says: `${count}; a line through the others breaks ${broken} of them: its rate is biased`,
        },
      ];
}
