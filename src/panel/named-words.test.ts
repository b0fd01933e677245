import assert from "node:assert/strict";
import { test } from "node:test";
import { namesAny } from "./named-words.ts";

test("whole words in any case, plural and genitive", () => {
  const owls = namesAny(["owl", "stradivari*", "c++"]);
  for (const text of ["An owl.", "OWLS!", "the owl's eye", "owls’ eyes", "Stradivarius", "I write C++ now"]) {
    assert.ok(owls(text), text);
  }
  for (const text of ["a bowl", "owlish", "howl", "écowl", "cc"]) assert.ok(!owls(text), text);
});

test("no words name nothing", () => {
  assert.ok(!namesAny([])("anything"));
});
