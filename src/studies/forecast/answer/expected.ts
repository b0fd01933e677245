import { dateWords, plainNumber } from "../own-unit.ts";
import type { SeriesResult } from "../results.ts";

/** What is expected next, in the series' own unit. */
export function expectSentence({ next, quantity, step }: SeriesResult): string {
  const [first] = next;
  if (first === undefined) return "Nothing can be forecast from it: no model gave a forecast.";
  const { median, low80, high80, date, calibration } = first;
  const band = `80%: ${plainNumber(low80)} to ${plainNumber(high80)}`;
  const exact = high80 - low80 < 1e-4 * Math.abs(median);
  const raw = exact
    ? "; the points leave no scatter to make a band of"
    : calibration.factor === null
      ? "; not calibrated"
      : "";
  return `Expect ${quantity} ${plainNumber(median)} in ${dateWords(date, step)} (${band}${raw}).`.replace(
    / in (\d{4}-\d\d-\d\d) /,
    " on $1 ",
  );
}
