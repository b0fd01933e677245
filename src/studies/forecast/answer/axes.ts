import { formatCount, formatNumber } from "../../../report/format.ts";
import { furtherForecasts, tooCollinear } from "../compare-axes.ts";
import { titles } from "../present/titles.ts";
import type { SeriesResult } from "../results.ts";
import type { Checked } from "./checked.ts";

/** Each other axis against the first: named, or how much more it would take. */
export function axesChecked({ identifiability, shipped, axisPanels }: SeriesResult): Checked[] {
  const titleOf = titles({ shipped });
  if (identifiability.length === 0) {
    return [{ what: "another axis forecasts better", state: "not-asked", says: "--x date,COLUMN" }];
  }
  return identifiability.map((row): Checked => {
    const [a, b] = [titleOf(row.a), titleOf(row.b)];
    const what = `${b} or ${a}`;
    const orders = shipped === null ? rawOrders(axisPanels, row.b) : null;
    if (orders !== null) {
      const says = `${b} runs over ${formatNumber(orders, 1)} orders of magnitude as it stands; its logarithm: --x date,log10:${row.b}`;
      return { what, state: "untested", says };
    }
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

/** Orders of magnitude from which an axis is hardly meant to be used as it stands. */
const mostOrders = 3;

/** Over how many orders of magnitude an axis runs, but for its lowest tenth; null where it is few, or some of it is not above 0. */
export function rawOrders(panels: SeriesResult["axisPanels"], axis: string): number | null {
  const points = panels.find((panel) => panel.axis === axis)?.points ?? [];
  const xs = points.map(({ x }) => x).toSorted((a, b) => a - b);
  // One value that happens to lie near nought makes no logarithmic axis.
  const [least = 0, low = 0, high = 0] = [xs[0], xs[Math.floor(xs.length / 10)], xs.at(-1)];
  const orders = Math.log10(high / low);
  return least > 0 && orders > mostOrders ? orders : null;
}
