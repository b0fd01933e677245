import assert from "node:assert/strict";
import { test } from "node:test";
import { scrubber } from "./scrubber.ts";

test("a key is taken out as it is, escaped, and within JSON in JSON; what is like it stays", () => {
  const { scrub } = scrubber("sk-a/b.c");
  assert.equal(scrub("x sk-a/b.c y sk-a/b.c"), "x [key] y [key]");
  assert.equal(
    scrub(JSON.stringify(JSON.stringify("<sk-a\\/b.c>"))),
    JSON.stringify(JSON.stringify("<[key]>")),
  );
  assert.equal(scrub("\\u0073k-a\\u002Fb\\u002ec"), "[key]");
  assert.equal(scrub("sk-a/bXc sk-a/b"), "sk-a/bXc sk-a/b");
});

test("blanks around a key are no part of it", () => {
  assert.equal(scrubber(" sk-1234\n").scrub("Bearer sk-1234"), "Bearer [key]");
});

test("without a key nothing changes", () => {
  for (const key of [undefined, "", " \n"]) assert.equal(scrubber(key).scrub("a b"), "a b");
});

test("the beginning of a key at the end of a cut text goes too", () => {
  const { scrubCut } = scrubber("sk-secret-1234");
  assert.equal(scrubCut("wrong key: sk-secret-123"), "wrong key: [key]");
  assert.equal(scrubCut("all is s"), "all is s");
});

test("millions of backslashes are read through, and the key behind them is found", () => {
  const text = "\\".repeat(4_000_000);
  const { scrub } = scrubber('sk-"secret\\');
  assert.equal(scrub(text), text);
  assert.equal(scrub(`${text} sk-"secret\\`), `${text} [key]`);
});
