// Every @example of src/stats is run, with what "credence/stats" exports in scope; a line that ends in `// result` is compared with it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import * as stats from "./index.ts";

interface Example {
  readonly where: string;
  readonly lines: readonly string[];
}

function examplesOf(file: string): readonly Example[] {
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  return [...text.matchAll(/\/\*\*.*?\*\//gs)].flatMap(([comment]) =>
    comment
      .split("@example")
      .slice(1)
      .map((part): Example => {
        const lines = part.split("\n").map((line) => line.replace(/^ *\*( |\/|$)/, "").replace(/ \*\/$/, ""));
        const end = lines.findIndex((line) => line.startsWith("@"));
        return {
          where: file,
          lines: lines.slice(0, end < 0 ? undefined : end).filter((line) => line.trim() !== ""),
        };
      }),
  );
}

/** A value in the words of an example: numbers as numbers, lists and objects as JSON has them, without quotes and blanks. */
function written(value: unknown): string {
  const numbers = (_: string, part: unknown): unknown => {
    if (ArrayBuffer.isView(part)) return Array.from(part as unknown as Iterable<number>);
    return typeof part === "number" && !Number.isFinite(part) ? String(part) : part;
  };
  return bare(JSON.stringify(value, numbers));
}

function bare(text: string): string {
  return text.replaceAll(/["\s]/g, "");
}

const number = /-?\d+(\.\d+)?(e[-+]?\d+)?/gi;

/** Is the text the value, every number as far as its digits go? */
function agrees(value: unknown, result: string): boolean {
  const actual = written(value);
  const expected = bare(result);
  if (actual.replaceAll(number, "#") !== expected.replaceAll(number, "#")) return false;
  const found = actual.match(number) ?? [];
  return (expected.match(number) ?? []).every((said, i) => {
    const [, digits = ""] = /\.(\d+)/.exec(said) ?? [];
    const unit = 10 ** (Number(/e([-+]?\d+)$/i.exec(said)?.[1] ?? 0) - digits.length);
    return Math.abs(Number(found[i]) - Number(said)) <= 0.5 * unit * (1 + 1e-6);
  });
}

const files = readdirSync(new URL(".", import.meta.url), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.replaceAll("\\", "/"))
  .sort();
const library = ["README.md", "docs/contrasts.md"].flatMap((where) =>
  [...readFileSync(new URL(`../../${where}`, import.meta.url), "utf8").matchAll(/```ts\n(.*?)```/gs)].map(
    ([, code = ""]) => ({
      where,
      lines: code.split("\n").filter((line) => line !== "" && !line.startsWith("import ")),
    }),
  ),
);
const examples = [...files.flatMap(examplesOf), ...library];

for (const { where, lines } of examples) {
  test(`${where}: ${lines[0]}`, () => {
    const body = lines.map((line) => {
      const [, code, result] = /^(.*?);? \/\/ (.*)$/.exec(line) ?? [];
      return code === undefined ? line : `compare(${code}, ${JSON.stringify(result)});`;
    });
    let compared = 0;
    const compare = (value: unknown, result: string): void => {
      compared++;
      assert.ok(agrees(value, result), `gives ${written(value)}, said to be ${result}`);
    };
    new Function("compare", ...Object.keys(stats), body.join("\n"))(compare, ...Object.values(stats));
    assert.ok(compared > 0, "no line says what comes out");
  });
}

test("a result that is not what comes out is told", () => {
  assert.ok(agrees(0.07222, "0.0722") && !agrees(0.0723, "0.0722") && agrees(Int32Array.of(1, 0), "[1, 0]"));
  assert.ok(agrees({ low: 1e-7, name: "a" }, '{ low: 1e-7, name: "a" }') && !agrees([1], "[1, 1]"));
  assert.ok(examples.length > 40);
});
