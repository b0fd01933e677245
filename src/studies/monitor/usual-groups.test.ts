import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentRun } from "../../core/message.ts";
import { usualGroups } from "./usual-groups.ts";

const run = (id: string, asked: string, fields: AgentRun["fields"] = {}): AgentRun => ({
  ...{ id, source: "f", fields },
  messages: [
    { role: "user", content: asked },
    { role: "assistant", content: `done by ${id}` },
  ],
});
const long =
  "Sum up the quarterly figures of the northern branch and send them to the head office by Friday.";

test("runs that were asked the same at length are one group, others stand alone", () => {
  const others = Array.from({ length: 8 }, (_, i) => run(`o${i}`, `${long} Then do errand number ${i}.`));
  const found = usualGroups([
    run("a", long),
    run("b", `${long}\n`),
    run("c", "Go."),
    run("d", "Go."),
    ...others,
  ]);
  assert.equal(found[0], found[1]);
  assert.deepEqual(found.slice(2, 4), ["c", "d"]);
  assert.equal(new Set(found).size, 11);
});

test("what most runs begin with is no task, and epochs of a sample are one group", () => {
  assert.equal(new Set(usualGroups(["a", "b", "c", "d", "e", "f"].map((id) => run(id, long)))).size, 6);
  const epochs = [1, 2].map((epoch) => run(`s_${epoch}`, `Task ${epoch}`, { id: "s", epoch, task: "t" }));
  assert.equal(new Set(usualGroups(epochs)).size, 1);
});
