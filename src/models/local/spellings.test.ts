import assert from "node:assert/strict";
import { test } from "node:test";
import { answerProbabilities, spellingsOf } from "./spellings.ts";

const letters = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const paths = (answers: Record<string, string[]>): string[] =>
  spellingsOf(answers, letters).map(({ label, path }) => `${label}:${String.fromCharCode(...path)}`);

test("spellings of the same tokens, and those that begin with one of the same answer, count once", () => {
  assert.deepEqual(paths({ yes: ["y", "y", "yes"], no: ["no", "n"] }), ["yes:y", "no:n"]);
  assert.deepEqual(paths({ yes: [""], no: ["n"] }), ["no:n"]);
});

test("an answer that begins with another one is taken from it", () => {
  const spellings = spellingsOf({ one: ["1"], ten: ["10"], hundred: ["100"] }, letters);
  const found = answerProbabilities(["one", "ten", "hundred"], spellings, [0.5, 0.3, 0.1]);
  const expected = { one: 0.2, ten: 0.2, hundred: 0.1 };
  for (const [label, value] of Object.entries(expected)) {
    assert.ok(Math.abs((found[label] ?? Number.NaN) - value) < 1e-12, `${label}: ${found[label]}`);
  }
});

test("an answer without a spelling has probability 0, and none falls below it", () => {
  assert.deepEqual(answerProbabilities(["a", "b"], spellingsOf({ a: ["x"], b: [] }, letters), [0.25]), {
    a: 0.25,
    b: 0,
  });
  const nested = spellingsOf({ a: ["x"], b: ["xy"] }, letters);
  assert.equal(answerProbabilities(["a", "b"], nested, [0.3, 0.30000001]).a, 0);
});
