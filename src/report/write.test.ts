import assert from "node:assert/strict";
import { test } from "node:test";
import { details, estimateCell, facts, numberCell, paragraph, right, table } from "./write.ts";

test("columns are titles, titles with what they mean, or whole columns", () => {
  const made = table("Calls.", ["a", ["b", "what b is"], right("c")], [["1", "2", "3"]], [1]);
  assert.deepEqual(made.columns, [
    { title: "a" },
    { title: "b", note: "what b is" },
    { title: "c", align: "right" },
  ]);
  assert.deepEqual([made.caption, made.rows, made.rules], ["Calls.", [["1", "2", "3"]], [1]]);
});

test("what is not a number says why", () => {
  assert.deepEqual(numberCell(0, 1, "none"), { number: 0, digits: 1 });
  for (const value of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY])
    assert.deepEqual(numberCell(value, 1, "none"), { absent: "none" });
  const found = { estimate: 0, low: -1, high: 1 };
  assert.deepEqual(estimateCell(found, 2), { ...found, digits: 2 });
  assert.deepEqual(estimateCell({ ...found, low: null }, 2, "no interval"), { absent: "no interval" });
  assert.deepEqual(estimateCell(null, 2), { absent: "not defined" });
});

test("facts and folded blocks keep their order", () => {
  assert.deepEqual(facts(["x", "1"], ["y", "2"]).rows, [
    { name: "x", value: "1" },
    { name: "y", value: "2" },
  ]);
  assert.deepEqual(details("More", paragraph("one"), paragraph("two")).blocks, [
    { kind: "paragraph", text: "one" },
    { kind: "paragraph", text: "two" },
  ]);
});
