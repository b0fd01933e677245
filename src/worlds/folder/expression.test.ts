import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { evaluate } from "./expression.ts";
import { functions } from "./functions.ts";

const inputs = { a: 7, b: -2, xs: [3, 9, 3], s: "blue sky", ws: ["oak", "ash"] };

test("expressions come to what they say", () => {
  const known: readonly (readonly [string, unknown])[] = [
    ["a + b * 3", 7 + -2 * 3],
    ["(a + b) * 3", (7 - 2) * 3],
    ["-b - -a", 2 + 7],
    ["a % 4 + b % 4", 3 + 2],
    ["if(a > 5 and not (b > 0), 'yes', 'no')", "yes"],
    ["if(true, 1, 1 / 0)", 1],
    ["max(xs) - min(xs) + max(a, b)", 13],
    ["sort(xs) + [a]", [3, 3, 9, 7]],
    ["upper(first(words(s))) + '!'", "BLUE!"],
    ["reverse(s)", "yks eulb"],
    ["join(reverse(ws), '-')", "ash-oak"],
    ["s + length(s)", "blue sky8"],
    ['replace(s, " ", "_")', "blue_sky"],
    ["unique(xs) == [3, 9]", true],
    ["count(xs, 3) + count(s, 'b') >= 3", true],
    ["take(xs, 2) != drop(xs, 1)", true],
  ];
  for (const [source, value] of known) assert.deepEqual(evaluate(source, inputs), { value }, source);
});

test("what cannot be read or carried out is a fault, never an exception", () => {
  const faulty = [
    ...[
      "",
      "a +",
      "a b",
      "(a",
      "[1, 2",
      "nothing",
      "f(1)",
      "max()",
      "a / 0",
      "a + xs",
      "'open",
      "a.b",
      "a[0]",
      "1 = 1",
      "sum(s)",
    ],
    ...[
      "process",
      "constructor",
      "__proto__",
      "toString",
      "globalThis",
      "require('fs')",
      "(() => 1)()",
      "a`b`",
      "{}",
      "a; b",
    ],
    ...[
      "if(1, 2, 3)",
      "first([])",
      "take(s, 0.5)",
      "take(s, -1)",
      "repeat(s, 200) + repeat(s, 200)",
      "1 < 2 < 3 and 5",
    ],
  ];
  for (const source of faulty) assert.ok("fault" in evaluate(source, inputs), source);
});

test("length, nesting, steps and sizes are bounded", () => {
  const endless = [
    "(".repeat(900),
    `${"-".repeat(400)}1`,
    `${"not ".repeat(200)}true`,
    "9".repeat(999),
    `${"a*".repeat(499)}a`,
    `[${"1,".repeat(400)}1]`,
    "repeat(repeat(repeat(s, 20), 20), 20)",
    "x".repeat(100_000),
  ];
  for (const source of endless)
    assert.ok("fault" in evaluate(source, { ...inputs, a: 1e200 }), source.slice(0, 20));
});

test("random rows of its own parts never throw", () => {
  const source = random("parts");
  const parts = [
    ...functions.keys(),
    ...Object.keys(inputs),
    ..."()[],+-*/%<>=!'\"".split(""),
    " ",
    "1",
    "0.5",
    "if(",
    "not ",
    "and ",
  ];
  for (let i = 0; i < 4000; i++) {
    const text = Array.from({ length: 1 + source.int(14) }, () => source.pick(parts)).join("");
    const came = evaluate(text, inputs);
    assert.ok("value" in came || came.fault.length > 0);
  }
});
