import assert from "node:assert/strict";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { scratch } from "../../test/ledger/samples.ts";
import { CredenceError } from "../core/error.ts";
import { fileLines, parseLine } from "./json-lines.ts";

function linesOf(
  t: TestContext,
  content: string | Buffer,
): { text: string; offset: number; number: number; whole: boolean }[] {
  const file = join(scratch(t), "lines");
  writeFileSync(file, content);
  const descriptor = openSync(file, "r");
  try {
    return [...fileLines(descriptor)].map(({ bytes, ...rest }) => ({
      ...rest,
      text: Buffer.from(bytes).toString(),
    }));
  } finally {
    closeSync(descriptor);
  }
}

test("only a line feed ends a line, and the last may be unfinished", (t) => {
  assert.deepEqual(linesOf(t, ""), []);
  assert.deepEqual(linesOf(t, "a\r\u2028b\n\nlast"), [
    { number: 1, offset: 0, text: "a\r\u2028b", whole: true },
    { number: 2, offset: 7, text: "", whole: true },
    { number: 3, offset: 8, text: "last", whole: false },
  ]);
});

test("lines of any length come out whole, with their places, across the chunks they are read in", (t) => {
  const sizes = [0, 1, (1 << 20) - 3, 1, 0, 1 << 20, 3 << 20, 17];
  const texts = sizes.map((size, n) => `${n}`.repeat(size));
  const found = linesOf(t, texts.map((text) => `${text}\n`).join(""));
  assert.equal(found.length, texts.length);
  let offset = 0;
  for (const [n, { text, ...place }] of found.entries()) {
    assert.deepEqual(place, { number: n + 1, offset, whole: true });
    assert.ok(text === texts[n], `line ${n + 1}`);
    offset += text.length + 1;
  }
});

test("a line that is no UTF-8 or no JSON is an error with its place", () => {
  for (const bytes of [Buffer.from('{"a":'), Buffer.from([0x22, 0xe6, 0xbc, 0x22]), Buffer.alloc(0)]) {
    assert.throws(
      () => parseLine(bytes, "outcomes.jsonl:17"),
      (error) =>
        error instanceof CredenceError && error.code === "input" && error.where === "outcomes.jsonl:17",
    );
  }
});
