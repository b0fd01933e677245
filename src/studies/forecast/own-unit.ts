import { isoDate } from "../../data/dates.ts";
import { formatNumber } from "../../report/format.ts";
import type { Scale } from "./scales.ts";

/** A value on a scale as it stands in the series' own unit. */
export function offScale(y: number, scale: Scale): number {
  if (scale === "linear") return y;
  return scale === "log2" ? 2 ** y : 10 ** y;
}

/** Doublings in one step of a logarithmic scale. */
export function doublingsIn(scale: Exclude<Scale, "linear">): number {
  return scale === "log2" ? 1 : Math.log2(10);
}

/**
 * A value with three significant digits, from a thousand on four.
 *
 * @example [plainNumber(1234.5), plainNumber(0.01234), plainNumber(3.1e24)] // ["1,235", "0.0123", "3.10e24"]
 */
export function plainNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (!Number.isFinite(size) || size >= 1e9 || size < 1e-4) {
    return value.toExponential(2).replace("+", "").replaceAll("-", "−");
  }
  if (size >= 1000) return formatNumber(Number(value.toPrecision(4)), 0);
  return formatNumber(value, Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(size)))));
}

/** A span of years in the unit in which a person would say it. */
export function spanUnit(years: number): { readonly unit: string; readonly inYear: number } {
  const size = Math.abs(years);
  if (size < 0.12) return { unit: "days", inYear: 365.25 };
  return size < 2.5 ? { unit: "months", inYear: 12 } : { unit: "years", inYear: 1 };
}

/** A date as exact as the series' steps are: `2027`, `June 2027` or `2027-06-14`. */
export function dateWords(date: number, step: number): string {
  if (step > 0.9 && Math.abs(date - Math.round(date)) < 0.01) return String(Math.round(date));
  // A day past the beginning of a month is still that month's beginning.
  const iso = isoDate(date + 0.003);
  if (step < 1 / 14) return isoDate(date);
  return `${months[Number(iso.slice(5, 7)) - 1] ?? ""} ${Number(iso.slice(0, 4))}`;
}

const months: readonly string[] = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/** What a unit such as `log2 price` is of: `price`. */
export function quantityOf(unit: string, scale: Scale): string {
  return scale !== "linear" && unit.startsWith(`${scale} `) ? unit.slice(scale.length + 1) : unit;
}
