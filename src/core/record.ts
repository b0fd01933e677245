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

/** What a map holds under a key; made and kept there where it holds nothing. */
export function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
