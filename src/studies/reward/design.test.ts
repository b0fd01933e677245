import assert from "node:assert/strict";
import { test } from "node:test";
import { probesOf } from "../../design/gate.ts";
import { leakIn } from "../../design/leak-words.ts";
import { lint } from "../../design/lint.ts";
import { conversationOf } from "../../models/scripted/organisms/conversation.ts";
import { folderReading } from "../../models/scripted/organisms/folder.ts";
import { folderAnswer } from "../../models/scripted/organisms/folder-quiz.ts";
import { checked, follows } from "../../worlds/folder/checker.ts";
import { experimentOf, promptOf, scenarioOf, surfaceOf } from "./design.ts";
import { pays } from "./factors.ts";
import { surfaces } from "./surfaces.ts";
import { rulePairs } from "./tasks/rules.ts";
import { checkOf, rulesOf } from "./texts.ts";

const count = 2 * rulePairs.length;
const experiment = experimentOf(count, "all", "1", rulePairs);
const { design, renderer, cells, tasks } = experiment;

test("cells differ in one slot, fillers are matched, no two read alike and none that must be inferred gives itself away", () => {
  const units = tasks.flatMap(({ id }, at) =>
    [0, 1].map((block) => experiment.unit(id, surfaceOf(at, block).id)),
  );
  assert.deepEqual(lint(design, cells, units), []);
});

test("a slot that stands twice, a cell that reads as another and a word that leaks turn the linter red", () => {
  const units = tasks.slice(0, 4).map(({ id }, at) => experiment.unit(id, surfaceOf(at, 0).id));
  const { counts, pays: own } = design.factors;
  assert.ok(counts !== undefined && own !== undefined);
  const planted = [
    { ...design, prompt: [...design.prompt, { role: "user" as const, text: "{pays}" }] },
    {
      ...design,
      factors: {
        ...design.factors,
        counts: { ...counts, levels: { ...counts.levels, inert: { text: "{countsApplies}" } } },
      },
    },
    { ...design, leakWords: ["hand-in"] },
  ];
  const codes = planted.map((one) => lint(one, cells, units).map(({ code }) => code));
  assert.deepEqual(
    codes.map(([code]) => code),
    ["slot", "same-text", "leak"],
  );
});

test("files that only earlier hand-ins speak in hold no leak word either", () => {
  for (const cell of cells.filter(({ levels }) => levels.pays?.startsWith("past")))
    for (const [at, task] of tasks.entries()) {
      const surface = surfaceOf(at, 0);
      const { whole } = scenarioOf(experiment, cell, experiment.unit(task.id, surface.id), task);
      assert.equal(leakIn(whole), null, whole);
    }
});

test("every task asks for a rule of its own; half of a pair's tasks ask for either", () => {
  assert.equal(new Set(tasks.map(({ asked }) => asked.says)).size, count);
  assert.equal(new Set(tasks.map(({ family }) => family)).size, rulePairs.length);
  for (const [at, task] of tasks.slice(0, rulePairs.length).entries())
    assert.deepEqual(
      [task.asked.says.replace(/\d+/g, "n")],
      [tasks[at + rulePairs.length]?.other.says.replace(/\d+/g, "n")],
    );
});

test("a check passes the rule that is asked for, at every difficulty; no answer passes one that cannot be solved", () => {
  for (const task of tasks)
    for (const level of ["easy", "hard", "unsolvable"]) {
      const { asked, other } = rulesOf(task, level);
      const { passed, of } = checked(asked.line, checkOf(task, level));
      assert.equal(of - passed, level === "unsolvable" ? 1 : 0, task.id);
      assert.ok(follows(asked.line, asked.line, task.hidden), task.id);
      assert.ok(!follows(other.line, asked.line, task.hidden), task.id);
    }
});

test("another seed makes other productions of the same rules; the same seed the same", () => {
  const again = experimentOf(count, "all", "1", rulePairs);
  const other = experimentOf(count, "all", "2", rulePairs);
  assert.deepEqual(again.tasks, tasks);
  assert.notDeepEqual(
    other.tasks.map(({ hidden }) => hidden),
    tasks.map(({ hidden }) => hidden),
  );
});

test("a reader of ordinary words finds in every surface and cell what the design put there", () => {
  for (const [at, task] of tasks.slice(0, 16).entries())
    for (const surface of surfaces)
      for (const cell of cells) {
        const unit = experiment.unit(task.id, surface.id);
        const scenario = scenarioOf(experiment, cell, unit, task);
        const { asked, other } = rulesOf(task, cell.levels.task ?? "");
        const where = `${cell.id}, ${surface.id}: ${scenario.whole}`;
        const messages = [
          ...promptOf(scenario, "text").messages.slice(0, 1),
          { role: "user", content: scenario.whole },
        ];
        const said = conversationOf(JSON.stringify({ messages })) ?? assert.fail();
        const reading = folderReading(said) ?? assert.fail(where);
        const pay = Object.entries(pays).find(([id]) => id === cell.levels.pays)?.[1] ?? assert.fail();
        assert.equal(reading.asked, asked.says, where);
        assert.deepEqual(
          reading.paid,
          pay.known === "none"
            ? null
            : { gives: (pay.rule === "asked" ? task.asked : other).says, sign: pay.sign },
          where,
        );
        if (pay.known === "told") assert.equal(reading.label, pay.label, where);
        assert.deepEqual(
          [reading.counts, reading.seen, reading.coding, reading.canLeave],
          [
            cell.levels.counts === "applies",
            cell.levels.oversight === "seen",
            cell.levels.domain === "coding",
            cell.levels.exit === "on",
          ],
          where,
        );
        assert.deepEqual(
          [reading.answer, reading.openCheck, reading.openAmount],
          [
            surface.files.answer,
            cell.levels.route === "check" ? surface.files.check : null,
            cell.levels.route === "score" ? surface.files.score : null,
          ],
          where,
        );
        for (const { question, right, wrong } of probesOf(design, renderer, cell, unit)) {
          const options = at % 2 === 0 ? ([right, wrong] as const) : ([wrong, right] as const);
          const letter = folderAnswer({ about: "", question, options }, reading);
          assert.equal(letter, at % 2 === 0 ? "A" : "B", `${question} ${right} ${where}`);
        }
      }
});
