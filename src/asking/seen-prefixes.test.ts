import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../stats/distributions/random.ts";
import { seenPrefixes } from "./seen-prefixes.ts";

test("never less than what is in common, and at most a step more", () => {
  const draw = random("seen");
  const letters = (count: number): string =>
    Array.from({ length: count }, () => draw.pick(["a", "b", "c"])).join("");
  const texts: string[] = [];
  const seen = seenPrefixes();
  for (let i = 0; i < 200; i++) {
    const from = texts.length === 0 ? "" : draw.pick(texts);
    const text = from.slice(0, draw.int(from.length + 1)) + letters(draw.int(900));
    let common = 0;
    for (const other of texts) {
      let at = 0;
      while (at < text.length && at < other.length && text[at] === other[at]) at++;
      common = Math.max(common, at);
    }
    const most = seen.meet(text);
    assert.ok(most >= common && most < common + 128, `${i}: ${most} of ${common}`);
    texts.push(text);
  }
});

test("the same text is known to its end", () => {
  const seen = seenPrefixes();
  const text = "x".repeat(1000);
  seen.meet(text);
  assert.equal(seen.meet(text), 1000);
  assert.equal(seen.meet(`${text}y`), 1001);
});
