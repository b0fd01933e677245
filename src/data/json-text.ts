import { CredenceError, reasonOf } from "../core/error.ts";
import type { Json } from "../core/json.ts";

/** Values nested deeper than this are no log; walking them would exhaust the stack. */
const deepest = 500;

const advice = "Mend or remove it; nothing is skipped silently.";

/**
 * Parses JSON and names the place when it is broken. Python writes NaN and infinities bare; they are read as null.
 *
 * @param where `file:line` or `file#member`; the line inside is added where the text has several and the parser tells it
 */
export function parseJson(text: string, where: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    value = parseMended(text, where, cause);
  }
  if (manyBrackets(text) && depth(text) > deepest) {
    throw new CredenceError("input", `nested more than ${deepest} levels deep`, { where, fix: advice });
  }
  return value;
}

function parseMended(text: string, where: string, cause: unknown): Json {
  const mended = withoutBareNumbers(text);
  if (mended !== text) {
    try {
      return JSON.parse(mended);
    } catch {
      // The first error says more.
    }
  }
  const said = reasonOf(cause);
  const line = text.trimEnd().includes("\n") ? /\(line (\d+) column \d+\)/.exec(said)?.[1] : undefined;
  throw new CredenceError("input", `no valid JSON: ${said.replace(/\s+/g, " ").slice(0, 160)}`, {
    where: line === undefined ? where : `${where}:${line}`,
    fix: advice,
    cause,
  });
}

/** NaN, Infinity and -Infinity outside strings become null. */
function withoutBareNumbers(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const found of text.matchAll(/"|-?\b(?:NaN|Infinity)\b/g)) {
    if (found.index < from) continue;
    if (found[0] === '"') {
      const end = stringEnd(text, found.index);
      parts.push(text.slice(from, end));
      from = end;
    } else {
      parts.push(text.slice(from, found.index), "null");
      from = found.index + found[0].length;
    }
  }
  return `${parts.join("")}${text.slice(from)}`;
}

/** Are there enough brackets, inside strings or not, to nest too deep? They are found much faster than the depth. */
function manyBrackets(text: string): boolean {
  let left = deepest;
  for (const bracket of ["[", "{"])
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1))
      if (--left < 0) return true;
  return false;
}

/** Depth of nesting, brackets inside strings not counted. */
function depth(text: string): number {
  let now = 0;
  let most = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22:
        i = stringEnd(text, i) - 1;
        break;
      case 0x5b:
      case 0x7b:
        most = Math.max(most, ++now);
        break;
      case 0x5d:
      case 0x7d:
        now--;
    }
  }
  return most;
}

/** Index behind the closing quote of the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}
