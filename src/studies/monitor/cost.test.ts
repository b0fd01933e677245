import assert from "node:assert/strict";
import { test } from "node:test";
import { byteModel, drive, testConfig, testInputs } from "../../../lab/monitor/drive.ts";
import { plantedRuns } from "../../../lab/monitor/planted.ts";
import { expected } from "../../study/expected.ts";
import { parseCost } from "./cost-figures.ts";
import { costOfReading } from "./cost-formula.ts";
import { foreseePlan } from "./foresee.ts";
import { requestOf } from "./measure.ts";

test("the closed formulas at T = 8,000, K = 20, q = 150, r = .1, w = 1.25", () => {
  const cost = costOfReading({ tokens: 8000, question: 150, read: 0.1, write: 1.25 }, 20);
  assert.deepEqual(
    [cost.fresh, cost.freshCached, cost.prefixLocal, cost.prefixProvider].map(Math.round),
    [87_000, 20_600, 11_400, 18_600],
  );
});

test("predicted and measured agree for an ideal cache, and the agent's own pass is booked once", async () => {
  const { rows } = plantedRuns({ count: 12, groups: 4, seed: "cost" });
  const config = testConfig({
    arms: ["prefix", "prefix-same-turn", "fresh", "actions"],
    steps: 1,
    score: "choose",
  });
  // One token a character of its own rendering, everything ever seen is held.
  const held: string[] = [];
  const model = byteModel(() => 0.5, {
    usage: (bytes) => {
      const text = textOf(bytes);
      let read = 0;
      for (const other of held) read = Math.max(read, common(text, other));
      held.push(text);
      return { uncachedInput: text.length - read, cacheRead: read, cacheWrite: 0, output: 0 };
    },
  });
  const { analysis } = await drive(testInputs(rows, config), config, model);
  const cost = parseCost(analysis.cost);
  assert.ok(cost);
  assert.equal(cost.lengths, "reported");
  for (const arm of cost.arms) {
    assert.equal(arm.calls, 24);
    assert.ok(arm.evaluated !== null && arm.read !== null);
    assert.equal(arm.evaluated + arm.read, arm.input);
    const off = Math.abs(arm.predicted - arm.evaluated) / arm.input;
    assert.ok(off < 0.05, `${arm.id}: predicted ${arm.predicted}, evaluated ${arm.evaluated}`);
  }
  const [prefix, sameTurn, fresh] = cost.arms;
  assert.ok(prefix && sameTurn && fresh);
  assert.ok((prefix.firstPass.evaluated ?? 0) > 500);
  assert.equal(sameTurn.firstPass.evaluated, 0);
  assert.equal(fresh.firstPass.predicted, 0);
  assert.deepEqual(
    cost.formulas?.rows.map(({ calls }) => calls),
    [2, 20],
  );
  const { hit, first, cold, ...other } = prefix.cache;
  assert.deepEqual([hit, first + cold], [23, 1]);
  assert.ok(
    Object.values(other).every((calls) => calls === 0),
    JSON.stringify(prefix.cache),
  );
});

test("announced: what is left to evaluate is what the cache does not hold, at either number of characters a token", async () => {
  const { rows } = plantedRuns({ count: 12, groups: 4, seed: "announced" });
  const config = testConfig({
    arms: ["prefix", "prefix-same-turn", "fresh"],
    steps: 1,
    score: "auto",
    draws: 5,
  });
  const inputs = testInputs(rows, config);
  const { arms } = await expected(foreseePlan(config, inputs), (trial) => requestOf(trial, inputs));
  assert.equal(arms.length, 3);
  for (const { arm, inputTokens, cachedTokens, uncachedTokens } of arms) {
    assert.ok(uncachedTokens, arm);
    const [least, most] = uncachedTokens;
    assert.ok(least >= 0 && least <= most && most <= inputTokens[1], arm);
    // At 4.5 characters a token both are the first draw's, whose sum is known.
    assert.ok(Math.abs(least + cachedTokens[0] - inputTokens[0]) <= 1, arm);
    assert.ok(cachedTokens[1] > inputTokens[0], `${arm}: the ends overlap, which is what is tried here`);
  }
});

test("what a provider does not say stays unknown, and lengths are called estimated", async () => {
  const { rows } = plantedRuns({ count: 4, groups: 2, seed: "silent" });
  const config = testConfig({ arms: ["prefix"], score: "choose" });
  const nothing = { uncachedInput: null, cacheRead: null, cacheWrite: null, output: null };
  const { analysis } = await drive(
    testInputs(rows, config),
    config,
    byteModel(() => 0.5, { usage: () => nothing }),
  );
  const cost = parseCost(analysis.cost);
  assert.equal(cost?.lengths, "estimated");
  assert.equal(cost.arms[0]?.evaluated, null);
  assert.equal(cost.arms[0].firstPass.evaluated, null);
  assert.equal(cost.arms[0].cache.notReported, 4);
  assert.ok(cost.arms[0].predicted > 0);
});

function textOf(bytes: string): string {
  const prompt: {
    messages: { role: string; content: string | null; toolCalls?: unknown }[];
    tools?: unknown;
  } = JSON.parse(bytes);
  const turns = prompt.messages.map(
    ({ role, content, toolCalls }) =>
      `<${role}>${content ?? ""}${toolCalls === undefined ? "" : JSON.stringify(toolCalls)}`,
  );
  return `${prompt.tools === undefined ? "" : JSON.stringify(prompt.tools)}${turns.join("")}`;
}

function common(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}
