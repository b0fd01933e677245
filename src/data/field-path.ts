import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";

/**
 * The value at a dotted path, or undefined. A name may hold dots itself: the longest that there is wins. A number is an index in a list.
 *
 * @example valueAt({ scores: { "harm.v1": [{ value: 1 }] } }, "scores.harm.v1.0.value") // 1
 */
export function valueAt(fields: JsonObject, path: string): Json | undefined {
  return Object.hasOwn(fields, path) ? fields[path] : along(fields, path.split("."));
}

function along(value: Json | undefined, parts: readonly string[]): Json | undefined {
  if (parts.length === 0) return value;
  if (isList(value)) {
    const index = Number(parts[0]);
    return Number.isInteger(index) && index >= 0 ? along(value[index], parts.slice(1)) : undefined;
  }
  if (!isJsonObject(value)) return undefined;
  for (let length = parts.length; length > 0; length--) {
    const name = parts.slice(0, length).join(".");
    if (!Object.hasOwn(value, name)) continue;
    const found = along(value[name], parts.slice(length));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A field's value as text: text as it is, anything else as JSON. */
export function fieldText(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

/** Paths of fields with an example each, three levels deep, the first forty. */
export function fieldPaths(fields: JsonObject): string[] {
  return [...walkFields(fields)].slice(0, 40).map(([path, value]) => {
    const text = fieldText(value);
    return `${path} (${text.length > 30 ? `${text.slice(0, 27)}...` : text})`;
  });
}

/** Every field with its path, three levels deep: what is deeper, or a list, is one value. */
export function* walkFields(
  value: Json | undefined,
  path = "",
  depth = 0,
): Generator<readonly [string, Json]> {
  if (isJsonObject(value) && depth < 3) {
    for (const [name, member] of Object.entries(value))
      yield* walkFields(member, path === "" ? name : `${path}.${name}`, depth + 1);
  } else if (value !== undefined) yield [path, value];
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
