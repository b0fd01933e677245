const axisTitles: Readonly<Record<string, string>> = {
  date: "date",
  compute: "log training compute",
  "frontier-compute": "log frontier compute, smoothed",
  "effective-compute": "log effective compute",
  "cumulative-compute": "log cumulative compute",
};

/** An axis as a reader sees it; a column of somebody's own keeps its name. */
export function titleOf(axis: string): string {
  return axisTitles[axis] ?? axis;
}
