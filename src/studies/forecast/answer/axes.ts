import { formatCount, formatNumber } from "../../../report/format.ts";
import { furtherForecasts, tooCollinear } from "../compare-axes.ts";
import { titles } from "../present/titles.ts";
import type { SeriesResult } from "../results.ts";
import type { Checked } from "./checked.ts";

/** Each other axis against the first: named, or how much more it would take. */
export function axesChecked({ identifiability, shipped }: SeriesResult): Checked[] {
  const titleOf = titles({ shipped });
  if (identifiability.length === 0) {
    return [{ what: "another axis forecasts better", state: "not-asked", says: "--x date,COLUMN" }];
  }
  return identifiability.map((row): Checked => {
    const [a, b] = [titleOf(row.a), titleOf(row.b)];
    const what = `${b} or ${a}`;
    if (row.verdict !== "cannot be told apart") {
      const better = titleOf(row[row.verdict]);
      return {
        what,
        state: "yes",
        says: `${better} forecasts better where its future is known (${row.why})`,
      };
    }
    return {
      what,
      state: "untested",
      says: `cannot be told apart (correlation ${formatNumber(row.r, 3)}): ${outlook(row)}`,
    };
  });
}

function outlook(row: SeriesResult["identifiability"][number]): string {
  if (row.vif > tooCollinear) return "more points like these will not do, the two have to part first";
  const more = furtherForecasts(row);
  if (more === null) return `${row.forecasts} forecasts; more points like these would not decide`;
  return `${row.forecasts} forecasts; about ${formatCount(more)} more points at this spread would decide`;
}
