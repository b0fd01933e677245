// Runs that were made before anything was moved, analysed again today: every number and verdict is the same, to the last bit.
import assert from "node:assert/strict";
import { test } from "node:test";
import { frozenLeaves } from "../../lab/frozen/leaves.ts";
import { committedChanges, differences, idle, noChanges } from "./changes.ts";
import { analysedAgain, assertSame, frozenNames, frozenNumbers, frozenRun } from "./frozen-runs.ts";
import { unlicensed } from "./unlicensed.ts";

for (const name of frozenNames()) {
  // It takes as long as all others together, and has a file of its own.
  if (name === "audit-panel") continue;
  test(`${name}: as it was`, async (t) => {
    const run = frozenRun(name);
    assertSame(run.leaves, await analysedAgain(t, run), run);
  });
}

test("one other outcome gives other numbers", async (t) => {
  const run = frozenRun("monitor-on-policy");
  const journal = run.files["outcomes.jsonl"] ?? "";
  const other = journal.replace(/"score":0\.\d+/, '"score":0.5');
  assert.notEqual(other, journal);
  const now = await analysedAgain(t, { ...run, files: { ...run.files, "outcomes.jsonl": other } });
  assert.throws(() => assertSame(run.leaves, now, run), /\d+ of \d+ differ:\nresults\./);
});

test("every change that is committed is one of some frozen run", () => {
  const paths = new Map<string, string[]>();
  const add = (name: string, study: string, leaves: ReadonlyMap<string, unknown>): void => {
    for (const one of [name, study]) paths.set(one, [...(paths.get(one) ?? []), ...leaves.keys()]);
  };
  for (const run of frozenNames().map(frozenRun)) add(run.name, run.study, run.leaves);
  for (const { name, study } of unlicensed) add(name, study, frozenNumbers(name));
  for (const [owner, changes] of Object.entries(committedChanges())) {
    assert.deepEqual(idle(paths.get(owner) ?? [], changes), [], owner);
  }
});

test("what moved is looked for at its new place, and what else differs is told", () => {
  const old = frozenLeaves({
    claims: [{ id: "C1", verdict: "supported", reason: "words may change", low: 0.25 }],
    results: { set: { p: 0.1 }, others: [{ p: 0.2, q: 1 }], rows: 7 },
  });
  const results = { sets: [{ p: 0.1 }, { p: 0.2, q: 1 }], rows: 8 };
  const now = (low: number, verdict = "supported") =>
    frozenLeaves({ claims: [{ id: "C1", verdict, reason: "other words", low }], results });
  const changes = {
    moved: { "results.set": "results.sets.0", "results.others.*": "results.sets.*+1" },
    gone: { "results.others.#": "one list of all sets" },
    changed: { "results.rows": "one more row counts" },
    digits: {},
  };
  assert.deepEqual(differences(old, now(0.25), changes), []);
  assert.deepEqual(idle(old.keys(), changes), []);
  assert.deepEqual(
    differences(old, now(0.25 + Number.EPSILON / 4, "undecided"), changes).map(({ path }) => path),
    ["claims.0.verdict", "claims.0.low"],
  );
  assert.deepEqual(
    differences(old, now(0.25), noChanges).map(({ path, is }) => [path, is]),
    [
      ["results.set.p", undefined],
      ["results.others.#", undefined],
      ["results.others.0.p", undefined],
      ["results.others.0.q", undefined],
      ["results.rows", 8],
    ],
  );
  const digits = { "claims.0": "a finer quantile" };
  assert.deepEqual(differences(old, now(0.25 + 1e-13), { ...changes, digits }), []);
  assert.equal(differences(old, now(0.25 + 1e-12), { ...changes, digits }).length, 1);
  assert.equal(differences(old, now(0.25, "undecided"), { ...changes, digits }).length, 1);
  // What only changed must still be there.
  const lost = frozenLeaves({ claims: [], results: { ...results, rows: [] } });
  assert.deepEqual(
    differences(frozenLeaves({ claims: [], results: { rows: 7 } }), lost, changes).map(({ path }) => path),
    ["results.rows"],
  );
  assert.deepEqual(idle(old.keys(), { ...noChanges, gone: { "results.never": "was never there" } }), [
    "results.never",
  ]);
});
