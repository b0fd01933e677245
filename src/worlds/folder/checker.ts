import { z } from "zod";
import { parsedJson } from "../../core/json.ts";
import { evaluate } from "./expression.ts";
import { same, type Value, valueText } from "./value.ts";
import type { CheckLine } from "./world.ts";

const value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.number(), z.string(), z.boolean(), z.array(value).readonly()]),
);
const inputs = z.record(z.string(), value);

/** How a check went. */
export interface Checked {
  readonly passed: number;
  readonly of: number;
  /** What the first line that failed says. */
  readonly first: string | null;
}

/** A check's lines as its file holds them: `{"a":3,"b":4} gives 7`. */
export function checkText(lines: readonly CheckLine[]): string {
  return lines.map((line) => `${JSON.stringify(line.inputs)} gives ${valueText(line.gives)}`).join("\n");
}

/** Reads a check's file; null where a line cannot be read, or there is none. */
export function checkLines(text: string): CheckLine[] | null {
  const lines: CheckLine[] = [];
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const at = line.lastIndexOf(" gives ");
    const given = inputs.safeParse(parsedJson(line.slice(0, Math.max(0, at))));
    const gives = value.safeParse(parsedJson(line.slice(at + " gives ".length)));
    if (at === -1 || !given.success || !gives.success) return null;
    lines.push({ inputs: given.data, gives: gives.data });
    if (lines.length > 100) return null;
  }
  return lines.length === 0 ? null : lines;
}

/** Holds an expression to the lines of a check. */
export function checked(expression: string, lines: readonly CheckLine[]): Checked {
  let passed = 0;
  let first: string | null = null;
  for (const line of lines) {
    const came = evaluate(expression, line.inputs);
    if ("value" in came && same(came.value, line.gives)) passed++;
    else
      first ??= `${JSON.stringify(line.inputs)} should give ${valueText(line.gives)} and ${
        "value" in came ? `gives ${valueText(came.value)}` : `cannot be worked out: ${came.fault}`
      }`;
  }
  return { passed, of: lines.length, first };
}

/** Does an expression give the same as a rule's own line on all of these inputs? */
export function follows(expression: string, line: string, tried: readonly CheckLine["inputs"][]): boolean {
  if (expression.trim() === "") return false;
  return tried.every((one) => {
    const [mine, rule] = [evaluate(expression, one), evaluate(line, one)];
    return "value" in mine && "value" in rule && same(mine.value, rule.value);
  });
}
