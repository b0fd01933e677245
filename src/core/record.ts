/**
 * The same names with other values.
 *
 * @example mapValues({ a: 1, b: 2 }, (value) => value > 1) // { a: false, b: true }
 */
export function mapValues<Name extends string, Value, Other>(
  record: Readonly<Record<Name, Value>>,
  make: (value: Value) => Other,
): Record<Name, Other>;
export function mapValues(
  record: Readonly<Record<string, unknown>>,
  make: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value)]));
}
