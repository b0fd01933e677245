import type { SeriesResult } from "../results.ts";

const axisTitles: Readonly<Record<string, string>> = {
  date: "date",
  compute: "log training compute",
  "frontier-compute": "log frontier compute, smoothed",
  "effective-compute": "log effective compute",
  "cumulative-compute": "log cumulative compute",
};

/** Axes of a series as a reader sees them; a column of somebody's own keeps its name, whatever it is called. */
export function titles({ shipped }: Pick<SeriesResult, "shipped">): (axis: string) => string {
  return (axis) => (shipped === null ? axis : (axisTitles[axis] ?? axis));
}
