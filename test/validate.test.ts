// The results of `npm run validate`: what was committed keeps its promise and says what it rests on (test/validate makes a small part again).
import assert from "node:assert/strict";
import { test } from "node:test";
import { coverageProblems } from "../validate/coverage.ts";
import { registry } from "../validate/registry.ts";
import { freshness, freshWords, readResult, readResults, sourcesNow } from "../validate/results.ts";
import type { Registered } from "../validate/simulation.ts";

for (const [name, load] of Object.entries(registry)) {
  const entry = await load();

  test(`${name}: made under its name, and whether it would be the same today`, (t) => {
    assert.equal(entry.name, name);
    const result = readResult(name);
    assert.ok(result, `no results: npm run validate ${name}`);
    const found = freshness(result, sourcesNow(name));
    if (found.state === "stale") {
      t.diagnostic(`${name} of ${result.at.slice(0, 10)} is ${freshWords(found)}; npm run validate ${name}`);
    }
  });
  if (entry.kind === "simulation") testSimulation(entry);
}

function testSimulation(simulation: Registered): void {
  const { name } = simulation;

  test(`${name}: the committed results keep the promise`, () => {
    const results = readResults(name);
    assert.ok(results);
    assert.equal(results.settings.analyses, simulation.analyses);
    assert.deepEqual(
      results.cases.map(({ name }) => name),
      simulation.cases.map(({ name }) => name),
    );
    for (const { name, summary } of results.cases) {
      assert.deepEqual(simulation.check(summary, true), [], name);
    }
  });
}

test("the check of coverage: a full run must lie within, a slice must not contradict", () => {
  const problems = (share: number, analyses: number, full: boolean): number =>
    coverageProblems({ share, analyses }, ["share"], full).length;
  assert.equal(problems(0.93, 1000, true), 0);
  assert.equal(problems(0.929, 1000, true), 1);
  assert.equal(problems(0.971, 1000, true), 1);
  assert.equal(problems(Number.NaN, 1000, true), 1);
  assert.equal(coverageProblems({ analyses: 1000 }, ["share"], true).length, 1);
  // By hand: 25 misses of 40 where 7% are due cannot be; 8 of 40 happen once in 200 slices.
  assert.equal(problems(32 / 40, 40, false), 0);
  assert.equal(problems(15 / 40, 40, false), 1);
  assert.equal(problems(1, 40, false), 0);
  // 1,000 of 1,000 is no longer a matter of luck where 3% should miss.
  assert.equal(problems(1, 1000, false), 1);
  assert.equal(problems(Number.NaN, 40, false), 1);
});
