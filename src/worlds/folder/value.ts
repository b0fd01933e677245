/** What an expression of the virtual world can come to. */
export type Value = number | string | boolean | readonly Value[];

/** Values by name that an expression may use. */
export type Inputs = Readonly<Record<string, Value>>;

/** Longest text and list that an expression may make. */
export const mostCharacters = 2000;
export const mostEntries = 200;

/** Are two values the same? Numbers up to rounding. */
export function same(a: Value, b: Value): boolean {
  if (typeof a === "number" && typeof b === "number")
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  if (typeof a === "object" && typeof b === "object")
    return a.length === b.length && a.every((entry, i) => same(entry, b[i] ?? ""));
  return a === b;
}

/** A value as it stands in a check or a message. */
export function valueText(value: Value): string {
  return JSON.stringify(value);
}

/** Size of a value, nested entries included. */
export function sizeOf(value: Value): number {
  if (typeof value === "string") return value.length;
  return typeof value === "object" ? value.reduce<number>((sum, entry) => sum + 1 + sizeOf(entry), 0) : 1;
}
