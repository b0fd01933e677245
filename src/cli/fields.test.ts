import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { fieldsOf, typedValue } from "./fields.ts";

const shape = {
  runs: z.array(z.string()).default([]).describe("files").meta({ positional: true }),
  auditBudgets: z.array(z.number()).default([0.01, 0.05]).describe("levels"),
  score: z.enum(["auto", "choose"]).default("auto").describe("how"),
  label: z.string().nullable().default(null).describe("field of the label"),
  draws: z.int().min(1).default(5).describe("draws"),
  arms: z.array(z.preprocess((id) => (id === "old" ? "new" : id), z.enum(["new"]))).describe("arms"),
  keep: z.boolean().default(true).describe("keep it"),
};

test("kinds, flags, defaults and doc lines come from the schema", () => {
  const fields = Object.fromEntries(fieldsOf(shape).map((field) => [field.name, field]));
  assert.deepEqual(fields.auditBudgets, {
    name: "auditBudgets",
    flag: "--audit-budgets",
    kind: "numbers",
    doc: "levels",
    default: "0.01,0.05",
    choices: null,
    positional: false,
    fileOnly: false,
  });
  assert.equal(fields.runs?.positional, true);
  assert.equal(fields.runs?.kind, "texts");
  assert.deepEqual(fields.score?.choices, ["auto", "choose"]);
  assert.equal(fields.label?.default, null);
  assert.equal(fields.draws?.kind, "number");
  assert.deepEqual([fields.arms?.kind, fields.arms?.choices], ["texts", ["new"]]);
  assert.equal(fields.keep?.kind, "flag");
  assert.equal(fields.keep?.default, "true");
});

test("what is typed becomes what the schema wants; what does not fit stays text for the schema to refuse", () => {
  const [runs, budgets, , label, draws] = fieldsOf(shape);
  assert.ok(runs && budgets && label && draws);
  assert.deepEqual(typedValue(runs, "a.jsonl, b.jsonl"), ["a.jsonl", "b.jsonl"]);
  assert.deepEqual(typedValue(budgets, "0.1,x"), [0.1, "x"]);
  assert.equal(typedValue(label, "1"), "1");
  assert.equal(typedValue(draws, "7"), 7);
  assert.equal(typedValue(draws, "many"), "many");
});
