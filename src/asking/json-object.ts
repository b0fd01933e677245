import { type Json, parsedJson } from "../core/json.ts";

/** Most characters of an answer that are searched for an object. */
const mostSearched = 20_000;

/** The first balanced `{...}` of a text, if it is JSON. */
export function firstObject(text: string): Json | undefined {
  const shown = text.slice(0, mostSearched);
  const start = shown.indexOf("{");
  let depth = 0;
  let quoted = false;
  for (let at = start; at >= 0 && at < shown.length; at++) {
    const letter = shown[at];
    if (quoted) {
      if (letter === "\\") at++;
      else if (letter === '"') quoted = false;
      continue;
    }
    if (letter === '"') quoted = true;
    else if (letter === "{") depth++;
    else if (letter === "}" && --depth === 0) return parsedJson(shown.slice(start, at + 1));
  }
  return undefined;
}
