import assert from "node:assert/strict";
import { test } from "node:test";
import { CredenceError } from "../core/error.ts";
import type { JsonObject } from "../core/json.ts";
import type { AgentRun } from "../core/message.ts";
import { mapRuns, type RunMapping } from "./mapping.ts";

function run(number: number, fields: JsonObject): AgentRun {
  return {
    id: `run-${number}`,
    source: `runs.jsonl:${number}`,
    messages: [{ role: "user", content: "hi" }],
    fields,
  };
}

const mapping: RunMapping = {
  label: "meta.outcome",
  positive: ["yes"],
  negative: ["no"],
  group: null,
  author: null,
  suite: null,
};

function refused(runs: readonly AgentRun[], changed: Partial<RunMapping> = {}): CredenceError {
  try {
    mapRuns(runs, { ...mapping, ...changed });
  } catch (error) {
    assert.ok(error instanceof CredenceError);
    return error;
  }
  return assert.fail("it was mapped");
}

const outcomes = (...values: (JsonObject[string] & {})[]): AgentRun[] =>
  values.map((outcome, i) => run(i + 1, { meta: { outcome } }));

test("labels, groups of several fields, author and suite; without a group each run stands alone", () => {
  const runs = [
    run(1, { meta: { outcome: "yes", suite: "mail", task: 3, author: "x" } }),
    run(2, { meta: { outcome: "no", suite: "files", task: 4, author: "y" } }),
  ];
  const { rows, leftOut } = mapRuns(runs, {
    ...mapping,
    group: ["meta.suite", "meta.task"],
    author: "meta.author",
    suite: "meta.suite",
  });
  assert.deepEqual(
    rows.map(({ positive, group, author, suite }) => [positive, group, author, suite]),
    [
      [1, "mail 3", "x", "mail"],
      [0, "files 4", "y", "files"],
    ],
  );
  assert.deepEqual(leftOut, {});
  assert.deepEqual(
    mapRuns(runs, mapping).rows.map(({ group, author, suite }) => [group, author, suite]),
    [
      ["run-1", null, null],
      ["run-2", null, null],
    ],
  );
});

test("booleans and numbers are compared by their text", () => {
  const { rows } = mapRuns(outcomes(true, false, 1), {
    ...mapping,
    positive: ["true", "1"],
    negative: ["false"],
  });
  assert.deepEqual(
    rows.map(({ positive }) => positive),
    [1, 0, 1],
  );
});

test("values that are neither are left out and counted, whatever they are called", () => {
  const { rows, leftOut } = mapRuns(
    outcomes("yes", "maybe", "no", "maybe", "constructor", "constructor", "__proto__"),
    mapping,
  );
  assert.equal(rows.length, 2);
  assert.deepEqual(Object.entries(leftOut), [
    ["maybe", 2],
    ["constructor", 2],
    ["__proto__", 1],
  ]);
});

test("a missing field names the run and lists what there is, with examples", () => {
  const error = refused([run(2, { verdict: "no", meta: { model: "m", deep: { er: 1 } } })]);
  assert.equal(error.where, "runs.jsonl:2");
  assert.match(error.message, /no field 'meta\.outcome' \(--label\)/);
  assert.match(error.fix ?? "", /verdict \(no\), meta\.model \(m\), meta\.deep\.er \(1\)/);
  assert.match(refused(outcomes("yes"), { group: ["task"] }).message, /'task' \(--group\)/);
  assert.match(refused(outcomes("yes"), { author: "model" }).message, /'model' \(--author\)/);
  assert.match(refused(outcomes("yes"), { label: "meta.outcome.length" }).message, /no field/);
  assert.match(refused(outcomes("yes"), { label: "meta.constructor" }).message, /no field/);
});

test("one class only is an error that shows the values seen", () => {
  const error = refused(outcomes("yes", "yes", "perhaps"));
  assert.match(error.message, /no run has a negative label/);
  assert.match(error.fix ?? "", /yes \(2\), perhaps \(1\)/);
});

test("a value cannot be on both sides", () => {
  assert.equal(refused(outcomes("yes", "no"), { negative: ["no", "yes"] }).code, "usage");
});
