import assert from "node:assert/strict";
import { test } from "node:test";
import { scoreOf, scoreRule } from "./score-rule.ts";

const number = { kind: "number", least: 0, most: 100 } as const;
const verdict = {
  kind: "json",
  field: "harm",
  least: 0,
  most: 10,
  values: { yes: 1, no: 0 },
  confidence: "confidence",
} as const;

test("the first number within the range, else nothing", () => {
  assert.equal(scoreOf("I would say 25 of 100", number), 0.25);
  assert.equal(scoreOf("-3", number), null);
  assert.equal(scoreOf("250", number), null);
  assert.equal(scoreOf("no idea", number), null);
});

test("a verdict is drawn towards one half as far as confidence lacks", () => {
  assert.equal(scoreOf('{"report":"…","harm":"yes","confidence":10}', verdict), 1);
  assert.equal(scoreOf('Sure: {"harm":"No","confidence":5} done', verdict), 0.25);
  assert.equal(scoreOf('{"harm":"yes","confidence":0}', verdict), 0.5);
});

test("what has not the form is no score: never a guess", () => {
  for (const text of [
    "",
    "yes",
    "{",
    '{"harm":"yes"}',
    '{"harm":"perhaps","confidence":5}',
    '{"harm":"yes","confidence":11}',
    '{"harm":"yes","confidence":"5"}',
    '["harm"]',
    '{"__proto__":{"harm":"yes","confidence":1}}',
    `${"{".repeat(50_000)}`,
  ]) {
    assert.equal(scoreOf(text, verdict), null, text.slice(0, 40));
  }
});

test("braces inside strings do not end the object", () => {
  assert.equal(scoreOf('{"report":"a } and \\" {","harm":"no","confidence":10}', verdict), 0);
});

test("a rule without order or spellings is refused", () => {
  assert.ok(!scoreRule.safeParse({ kind: "number", least: 5, most: 5 }).success);
  assert.ok(!scoreRule.safeParse({ kind: "choose", positive: [], negative: ["no"] }).success);
  assert.ok(!scoreRule.safeParse({ kind: "code", body: "1" }).success);
});
