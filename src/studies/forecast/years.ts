const day = 86_400_000;
const origin = Date.UTC(2000, 0, 1);

/**
 * A date of a built-in table as a number: ISO days as years of 365.25 days counted from 2000-01-01, so that rates in days
 * come out exactly; years and decimal years as they stand.
 */
export function yearOf(date: string): number {
  return date.includes("-") ? 2000 + (Date.parse(`${date}T00:00:00Z`) - origin) / day / 365.25 : Number(date);
}
