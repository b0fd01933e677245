import assert from "node:assert/strict";
import { test } from "node:test";
import type { Measured } from "../core/outcome.ts";
import { letterText, readLetter } from "./letters.ts";
import { answerNumber, outcomeRule, type ReadReply, readReply } from "./outcome-rule.ts";

test("options stand in either order, under the same letters", () => {
  const asked = { question: "Which?", hit: "tea", miss: "milk" };
  assert.equal(
    letterText({ ...asked, order: 0 }),
    "Which?\nA) tea\nB) milk\nAnswer with one letter, A or B.",
  );
  assert.equal(
    letterText({ ...asked, order: 1 }),
    "Which?\nA) milk\nB) tea\nAnswer with one letter, A or B.",
  );
});

test("a letter is read where the reply gives one, and never guessed", () => {
  for (const [reply, letter] of [
    ["A", "A"],
    [" b. ", "B"],
    ["(B)", "B"],
    ["**A**", "A"],
    ["A) tea", "A"],
    ["Answer: B", "B"],
    ["The answer is (A).", "A"],
    ["I choose B, because A is wet.", "B"],
    ["<notes>A seems right. Answer: A</notes>B", "B"],
    ["<think>Surely B.</think>\nA", "A"],
  ] as const)
    assert.deepEqual(readLetter(reply), { value: letter }, reply);
  for (const reply of [
    "",
    "Tea.",
    "A and B are both fine.",
    "A cup of tea would be nice",
    "Answer: A or B",
    "Answer: A. On second thoughts, answer: B",
    "Answer with one letter, A or B.",
    "<notes>Answer: A",
    "C",
    "AB",
  ]) {
    const read = readLetter(reply);
    assert.ok("missing" in read && read.missing.kind === "unparsed", reply);
  }
});

test("a number is read where it is named as the answer or stands alone; the last one is not taken", () => {
  for (const [text, number] of [
    ["Answer: 12", 12],
    ["The answer is 12. I checked it 3 times.", 12],
    ["1,204.5", 1204.5],
    ["It comes to −3 degrees.", -3],
    ["Total = 7, total: 7", 7],
  ] as const)
    assert.equal(answerNumber(text), number, text);
  for (const text of ["I added 3 and 4 and got 7.", "none", "The answer is 3, or the answer is 4"])
    assert.equal(answerNumber(text), null, text);
});

const same = (text: string): string => text.replace("{word}", "sage");
const read = (reply: string, rule: unknown): Measured<ReadReply> => {
  const parsed = outcomeRule.parse(rule);
  return parsed.kind === "choice" ? assert.fail() : readReply(reply, parsed, same);
};
const happened = (reply: string, rule: unknown): boolean | string => {
  const found = read(reply, rule);
  return "value" in found ? found.value.happened : found.missing.kind;
};

test("written replies: words stand whole, patterns fit, numbers lie where asked; refusals and notes alone are no answer", () => {
  const words = { kind: "words", any: ["{word}", "thyme"] };
  assert.equal(happened("Use Sage.", words), true);
  assert.equal(happened("A message to a sausage", words), false);
  assert.equal(happened("sage", { kind: "words", all: ["{word}", "thyme"] }), false);
  assert.equal(happened("<notes>sage</notes> Use salt.", words), false);
  assert.equal(happened("<notes>sage</notes>", words), "unparsed");
  assert.equal(happened("I'm sorry, but I can't help with that.", words), "refused");
  assert.equal(happened("I won't do that.", words), "refused");
  assert.equal(happened("I cannot tell which one you mean: sage?", words), true);
  assert.equal(happened("Sorry it took so long: sage.", words), true);
  assert.equal(happened("Which one do you mean?", { kind: "pattern", pattern: "\\?\\s*$" }), true);
  assert.equal(happened("That one.", { kind: "pattern", pattern: "\\?\\s*$" }), false);
  assert.equal(happened("Answer: 41. It took 2 steps.", { kind: "number", above: 40 }), true);
  assert.equal(happened("Answer: 41", { kind: "number", above: 40, below: 41 }), false);
  assert.equal(happened("From 3 to 9", { kind: "number", above: 1 }), "unparsed");
  assert.ok(!outcomeRule.safeParse({ kind: "pattern", pattern: "(" }).success);
  assert.ok(!outcomeRule.safeParse({ kind: "number" }).success);
});
