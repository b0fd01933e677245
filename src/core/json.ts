import { hash } from "node:crypto";
import { z } from "zod";

/** A value that survives JSON unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object of JSON values. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** JSON with sorted keys and no blanks: equal values give equal text, so it can be hashed. Undefined members are left out. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(",")}}`;
}

/** SHA-256 of UTF-8 text or of bytes, in lower-case hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return hash("sha256", content);
}

/** SHA-256 of a value's canonical JSON. */
export function contentHash(value: Json): string {
  return sha256(canonicalJson(value));
}

/** Is this JSON value an object (not null, not an array)? */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Schema of an object that `JSON.parse` gave: what is in it is JSON, so only its outer form is checked. */
export const jsonObject: z.ZodType<JsonObject> = z.custom<JsonObject>(isJsonObject);

/** The value of a JSON text; undefined where it is none. */
export function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
