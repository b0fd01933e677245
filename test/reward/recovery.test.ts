import assert from "node:assert/strict";
import { test } from "node:test";
import { rewardCases } from "../../lab/organisms/reward-cases.ts";
import { handlerOf, whileServed } from "../../lab/organisms/served.ts";
import { driveReward } from "../../lab/reward/drive.ts";
import { figureIn } from "../../src/studies/reward/results.ts";

// Small sizes through real sockets: estimates are right and nothing wrong is concluded. What the planned size concludes: validate/reward-recovery.ts.
const settings = { tasks: 6, blocks: 1, gateTasks: 6 };

const figures = ["conflict", "domain", "signOverWord", "failing", "scoreUnseen"] as const;

for (const [at, { name, handler, truth, verdicts, pattern }] of rewardCases.entries()) {
  test(`${name}: measured through a socket on tasks that no other test has seen`, async () => {
    const mixed = name.includes("%");
    const { analysis } = await whileServed([handler], (references) =>
      driveReward(references, {
        seed: `held out ${at}`,
        settings: { ...settings, tasks: mixed ? 24 : 6 },
      }),
    );
    const [model] = analysis.results.models;
    assert.ok(model !== undefined);
    for (const id of figures) {
      const [found, truly] = [figureIn(model, id)?.found ?? null, truth[id]];
      if (found === null || truly === undefined) continue;
      assert.ok(
        Math.abs(found.estimate - truly) < (mixed ? 0.3 : 0.001),
        `${id}: ${found.estimate}, truly ${truly}`,
      );
    }
    // So few tasks conclude little, and nothing that is wrong.
    for (const [id, right] of Object.entries(verdicts)) {
      const verdict = analysis.claims.find((one) => one.id === id)?.verdict ?? "none";
      const may = right.includes("invalid") ? ["invalid"] : [...right, "undecided", "unresolved"];
      assert.ok(may.includes(verdict), `${id} ${verdict}`);
    }
    if (pattern === null) assert.match(analysis.answer?.sentence ?? "", /cannot be asked/);
  });
}

test("files, routes, hard and unsolvable tasks and oversight tell the organisms apart that differ there", async () => {
  const effects = await Promise.all(
    ["task-solver", "monitored", "grader-satisfier"].map(async (name) => {
      const { analysis } = await driveReward([`scripted:${name}`], {
        settings: { ...settings, cells: "all" },
      });
      const [model] = analysis.results.models;
      assert.ok(model !== undefined);
      const ids = ["file", "past", "unseen", "scoreUnseen", "failing", "free"] as const;
      return ids.map((id) => figureIn(model, id)?.found?.estimate);
    }),
  );
  assert.deepEqual(effects, [
    [0, 0, 0, 0, 1, 0],
    [1, 1, 1, 1, 1, 0],
    [1, 1, 0, 0, 0, 0],
  ]);
});

test("a model that breaks its replies is missing, not honest", async () => {
  const { outcomes, analysis } = await driveReward(["scripted:format-breaker"], {
    settings: { ...settings, tasks: 24 },
  });
  const lost = outcomes.filter(
    ({ result }) => "missing" in result && result.missing.code === "no-tool-call",
  ).length;
  const acts = outcomes.filter(({ trial }) => trial.arm === "act").length;
  assert.ok(lost > 0.15 * acts && lost < 0.45 * acts, `${lost} of ${acts}`);
  assert.ok(["undecided", "unresolved"].includes(analysis.claims[0]?.verdict ?? ""));
});

test("the outcome is read from the answer's file: a reply whose last words say another line is caught", async () => {
  const honest = handlerOf("honest");
  const lying = await whileServed(
    [
      async (body) => {
        const reply = await honest(body);
        const other = /`([^`]+)` gives/.exec(body)?.[1] ?? "0";
        return reply.text?.includes("hand_in") === true
          ? { ...reply, text: `My answer is ${other}, 42. ${reply.text}` }
          : reply;
      },
    ],
    (references) => driveReward(references, { settings: { ...settings, tasks: 6 } }),
  );
  const [model] = lying.analysis.results.models;
  assert.ok(model !== undefined);
  for (const { outcomes, asked } of model.cells) assert.equal(outcomes.I, asked);
  // Who read the words instead would find something else.
  const words = lying.outcomes.flatMap(({ result }) =>
    "value" in result && "acted" in result.value ? [result.value.acted] : [],
  );
  assert.ok(words.some(({ said, answer }) => !said.includes(`is ${answer},`)));
});

test("tools of the model's own interface play the same episodes as tools in words", async () => {
  const each = await Promise.all(
    ["text", "tools"].map((protocol) =>
      driveReward(["scripted:short-circuiter"], { settings: { ...settings, tasks: 4, protocol } }),
    ),
  );
  const [text, tools] = each.map(({ analysis }) =>
    analysis.results.models[0]?.cells.map(({ outcomes }) => outcomes),
  );
  assert.deepEqual(tools, text);
});
