import assert from "node:assert/strict";
import { test } from "node:test";
import { type SelfTestRules, selfTest, selfTestRules } from "./self-test.ts";
import { readTables, type Tables, tableNames } from "./tables.ts";

const tables = await readTables();
const red = (changed: Tables, rules?: SelfTestRules): string[] =>
  selfTest(changed, rules)
    .filter(({ ok }) => !ok)
    .map(({ name }) => name);

test("every published value is recomputed", () => {
  const checks = selfTest(tables);
  assert.deepEqual(
    checks.filter(({ ok }) => !ok),
    [],
  );
  assert.ok(checks.length >= 60);
});

test("one datum changed in any table, even by a little, is seen", () => {
  for (const name of tableNames) {
    for (const at of [0, Math.floor(tables[name].length / 2), tables[name].length - 1]) {
      const rows = tables[name].map((row, i) => (i === at ? { ...row, value: row.value * 1.0001 } : row));
      assert.ok(red({ ...tables, [name]: rows }).length > 0, `${name}, row ${at}`);
    }
  }
});

test("data that move a published figure turn that figure red, not only the hash", () => {
  const halved = tables.horizons.map((row) =>
    row.label === "gpt2" ? { ...row, value: row.value / 2 } : row,
  );
  assert.ok(red({ ...tables, horizons: halved }).some((name) => name.includes("2019-01-01")));
  const dearer = tables.costs.map((row, i) => (i % 7 === 0 ? { ...row, value: row.value * 1.05 } : row));
  assert.ok(red({ ...tables, costs: dearer }).some((name) => name.includes("at tau 1")));
  const more = tables.chips.map((row) =>
    Number(row.date) < 1980 ? { ...row, value: row.value * 1.5 } : row,
  );
  assert.ok(red({ ...tables, chips: more }).some((name) => name.includes("chip frontier from 1990")));
});

test("every rule matters: window, horizon limit, level, ceiling, frontier", () => {
  const { costs } = selfTestRules;
  const changed: readonly SelfTestRules[] = [
    { ...selfTestRules, costs: { ...costs, window: 6 } },
    { ...selfTestRules, costs: { ...costs, limit: 19 } },
    { ...selfTestRules, costs: { ...costs, level: 0.05 } },
    { ...selfTestRules, ceiling: 2000 },
    { ...selfTestRules, frontierOnly: false },
    { ...selfTestRules, chipFrontier: "all" },
    { ...selfTestRules, chipWindow: 1 },
  ];
  for (const rules of changed) assert.ok(red(tables, rules).length > 0, JSON.stringify(rules));
});

test("every row names its source, its vintage and its licence", () => {
  for (const name of tableNames) {
    for (const { source, vintage, licence } of tables[name]) assert.ok(source && vintage && licence);
  }
});
