// Members of what came over the wire, whatever it is: a value of another form reads as not there.
import { isJsonObject, type Json, type JsonObject } from "../../core/json.ts";

/** A member that is an object. */
export function objectAt(value: Json | undefined, name: string): JsonObject | undefined {
  const found = isJsonObject(value) ? value[name] : undefined;
  return isJsonObject(found) ? found : undefined;
}

/** The objects of a member that is a list. */
export function listAt(value: Json | undefined, name: string): readonly JsonObject[] {
  const found = isJsonObject(value) ? value[name] : undefined;
  return Array.isArray(found) ? found.filter(isJsonObject) : [];
}

/** The first of them. */
export function firstOf(value: Json | undefined, name: string): JsonObject | undefined {
  return listAt(value, name)[0];
}

/** A member that is text; null where it is none. */
export function textAt(value: Json | undefined, name: string): string | null {
  const found = isJsonObject(value) ? value[name] : undefined;
  return typeof found === "string" ? found : null;
}

/** A member that is a count; null where it is none. */
export function numberAt(value: Json | undefined, name: string): number | null {
  const found = isJsonObject(value) ? value[name] : undefined;
  return typeof found === "number" && Number.isFinite(found) && found >= 0 ? found : null;
}
