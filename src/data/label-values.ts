import type { Json } from "../core/json.ts";
import { fieldText } from "./field-path.ts";

/**
 * Does a label's value fit what was typed? The same text; the same number however it is written (`1`, `1.0`); true and false in any case; or a
 * threshold for numbers: `>=0.5`, `<3`, `!=0`.
 *
 * @example labelTest(">=0.5")(0.7) // true
 */
export function labelTest(typed: string): (value: Json) => boolean {
  const threshold = /^\s*(>=|<=|==|!=|>|<|=)\s*(\S+)\s*$/.exec(typed);
  const bound = threshold === null ? null : numberIn(threshold[2] ?? "");
  const number = numberIn(typed);
  const truth = truthIn(typed);
  return (value) => {
    if (fieldText(value) === typed) return true;
    if (typeof value === "boolean") return truth === value;
    const given = typeof value === "number" ? value : typeof value === "string" ? numberIn(value) : null;
    if (given !== null)
      return bound === null ? given === number : compares[threshold?.[1] ?? "="]?.(given, bound) === true;
    return typeof value === "string" && truth !== null && truthIn(value) === truth;
  };
}

const compares: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  "=": (a, b) => a === b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

function numberIn(text: string): number | null {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : null;
}

function truthIn(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  return word === "true" ? true : word === "false" ? false : null;
}
