import assert from "node:assert/strict";
import { test } from "node:test";
import { CredenceError } from "../core/error.ts";
import { parseJson } from "./json-text.ts";

test("bare NaN and infinities become null, and only outside strings", () => {
  const text =
    '{"a": NaN, "b": [-Infinity, Infinity,NaN], "say \\"NaN\\" \\\\": "NaN, \\"Infinity\\"", "NaN": "\\\\"}';
  assert.deepEqual(parseJson(text, "x"), {
    a: null,
    b: [null, null, null],
    'say "NaN" \\': 'NaN, "Infinity"',
    NaN: "\\",
  });
});

test("a long string beside a bare NaN is no trouble", () => {
  const long = 'x\\"NaN'.repeat(1_000_000);
  const value = parseJson(`{"a": "${long}", "b": NaN}`, "x");
  assert.deepEqual(value, { a: 'x"NaN'.repeat(1_000_000), b: null });
});

test("words that only begin so are not mended", () => {
  for (const text of ["[NaNa]", "[xNaN]", "[nan]", '{"a": NaN', "[-NaN-]"]) {
    assert.throws(
      () => parseJson(text, "there"),
      (error: unknown) => error instanceof CredenceError && error.where === "there",
    );
  }
});

test("depth is bounded, and brackets in strings do not count", () => {
  const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  parseJson(nested(500), "x");
  assert.throws(() => parseJson(nested(501), "x"), /nested more than 500/);
  assert.throws(() => parseJson(nested(500_000), "x"), /nested more than 500/);
  parseJson(JSON.stringify({ text: `\\"${"[{".repeat(5000)}` }), "x");
});

test("of many lines the broken one is named where the parser tells it; what stands there always is", () => {
  assert.throws(
    () => parseJson('{\n"a": 1,\n"b": 2,}\n', "file.json"),
    (error: unknown) => error instanceof CredenceError && error.where === "file.json:3",
  );
  assert.throws(
    () => parseJson('{\n"a": 1,\n"b": }\n', "file.json"),
    (error: unknown) => error instanceof CredenceError && error.message.includes('"b": }'),
  );
});
