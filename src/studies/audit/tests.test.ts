import assert from "node:assert/strict";
import { test } from "node:test";
import { outcomeOf } from "../../../lab/audit/outcome.ts";
import { random } from "../../stats/distributions/random.ts";
import { threads } from "../../study/workers.ts";
import { analyzeOutcomes } from "./analyze.ts";
import type { AuditOutcome } from "./audit-test.ts";
import { auditConfig } from "./config.ts";
import { auditValue, planTrials } from "./plan.ts";
import { auditTests } from "./tests.ts";

const rows = (set: string) =>
  Array.from({ length: 60 }, (_, i) => ({ line: i + 1, prompt: `Case ${i}?`, answer: `${set} says ${i}.` }));
const counts = {
  ...{ read: 60, forms: {}, withoutAnswer: 0, withoutAnswerAt: [], blank: 0, blankAt: [] },
  ...{ duplicates: 0, duplicatesAt: [], cut: 0, cutAt: [], untaught: 0, untaughtAt: [] },
};
const setOf = (name: string) => ({ name, sha256: name, counts, rows: rows(name) });
const inputs = {
  ...{ suspects: [setOf("a"), setOf("b")], reference: setOf("clean"), panel: null, seed: "1", notes: [] },
  answers: { salt: "s", answers: { a: { name: "Baikal", also: [], close: [] } }, questions: {} },
};

test("settings and results follow from the list; names of old runs are understood", () => {
  const ids = auditTests.map(({ id }) => id);
  assert.deepEqual(auditConfig.parse({ suspects: ["a"] }).tests, ids);
  const words = auditTests.flatMap(({ asks }) => asks?.word ?? []);
  assert.equal(
    new Set([...ids, ...words]).size,
    ids.length + 2,
    "two were renamed, and no name means two things",
  );
  assert.deepEqual(auditConfig.parse({ suspects: ["a"], tests: ["monitor", "student"] }).tests, [
    "states",
    "students",
  ]);
  assert.equal(auditConfig.safeParse({ suspects: ["a"], tests: ["states", "monitor"] }).success, false);
});

test("one pass over the outcomes feeds every test, and what a test did not declare is refused", async () => {
  const config = auditConfig.parse({
    ...{ suspects: ["a", "b"], reference: "clean", answers: "sealed.yaml" },
    ...{ tests: ["row", "investigator", "students"], monitor: "m", investigator: "i", tries: 2 },
    ...{ student: ["0=m0", "0.3=m1"], studentTries: 1, permutations: 19, bootstrap: 50 },
  });
  const said = { row: { score: 0.5 }, investigator: { named: "Baikal", said: "h" } } as const;
  const outcomes: AuditOutcome[] = [];
  const plan = planTrials(config, inputs);
  for (let step = await plan.next(); step.done !== true; step = await plan.next(none())) {
    for (const trial of step.value.trials) {
      const value = trial.test === "row" || trial.test === "investigator" ? said[trial.test] : null;
      outcomes.push(outcomeOf(trial, value ?? { mention: "exact", said: "h" }));
    }
  }
  let passes = 0;
  const streamed = (of: readonly AuditOutcome[]) => ({
    [Symbol.asyncIterator]: async function* () {
      passes++;
      yield* of;
    },
  });
  const context = {
    ...{ random: random("1"), workers: threads(), models: {}, registeredAt: "", progress: () => {} },
  };
  const { results } = await analyzeOutcomes(config, inputs, streamed(outcomes), context);
  assert.equal(passes, 1);
  assert.equal(results.sets.length, 2);
  assert.ok(results.sets.every(({ row }) => row !== null && row.scored.suspect === row.rows.suspect));
  assert.ok((results.sets[0]?.row?.scored.suspect ?? 0) > 0);
  assert.equal(results.investigator?.sets[0]?.frames[0]?.exact, 2);
  assert.deepEqual(
    results.students?.shares.map(({ share, exact, asked }) => [share, exact === asked]),
    [
      [0, true],
      [0.3, true],
    ],
  );
  const [first] = outcomes;
  assert.ok(first !== undefined);
  const other: AuditOutcome = { ...first, result: { value: { named: "x", said: "h" } } };
  assert.equal(auditValue.safeParse({ named: "x", said: "h" }).success, true);
  await assert.rejects(analyzeOutcomes(config, inputs, streamed([other]), context), /score/);
});

async function* none(): AsyncGenerator<never> {}
