import type { z } from "zod";
import { closest } from "../core/closest.ts";

/** The name by which a person gives a setting: `--max-usd`, and a path where it stands inside another in a file. */
function settingName(path: readonly PropertyKey[]): string {
  const [first = "", ...rest] = path.filter((part) => typeof part !== "number").map(String);
  if (rest.length > 0) return [first, ...rest].join(".");
  return `--${first.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** What is wrong with settings, one line each, in the words in which they were given. */
export function settingTrouble(error: z.ZodError, given: unknown): string {
  return error.issues
    .map((issue) => {
      const name = issue.path.length === 0 ? "" : settingName(issue.path);
      const typed = at(given, issue.path);
      const shown = typeof typed === "string" || typeof typed === "number" ? ` ${typed}` : "";
      return `${name}${shown}${name === "" ? "" : ": "}${wordsOf(issue, typed)}`;
    })
    .join("\n");
}

function wordsOf(issue: z.core.$ZodIssue, typed: unknown): string {
  if (issue.code === "invalid_type")
    return typed === undefined
      ? `it is missing (${kinds[issue.expected] ?? issue.expected})`
      : `${kinds[issue.expected] ?? issue.expected} is expected`;
  if (issue.code === "invalid_value") {
    const values = issue.values.map(String);
    const near = closest(String(typed), values);
    return `not known.${near === null ? "" : ` Did you mean ${near}?`} There are ${values.join(", ")}`;
  }
  if (issue.code === "unrecognized_keys") return `not known: ${issue.keys.join(", ")}`;
  return issue.message;
}

const kinds: Readonly<Record<string, string>> = {
  number: "a number",
  int: "a whole number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "names with values",
};

function at(given: unknown, path: readonly PropertyKey[]): unknown {
  let found = given;
  for (const part of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = Object.entries(found).find(([key]) => key === String(part))?.[1];
  }
  return found;
}
