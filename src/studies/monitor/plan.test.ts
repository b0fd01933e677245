import assert from "node:assert/strict";
import { test } from "node:test";
import { registered } from "../../../lab/in-process.ts";
import { byteModel, measured, testConfig, testInputs } from "../../../lab/monitor/drive.ts";
import { plantedRuns } from "../../../lab/monitor/planted.ts";
import type { AgentRun } from "../../core/message.ts";
import { random } from "../../stats/distributions/random.ts";
import { planTrials } from "./plan.ts";
import { balancedSample } from "./sample.ts";
import { stepsOf } from "./steps.ts";
import { sharedPrefix, trialsOf } from "./trial.ts";

const roles: readonly ("user" | "assistant" | "tool")[] = [
  "user",
  "assistant",
  "tool",
  "tool",
  "assistant",
  "tool",
  "assistant",
];
const run: AgentRun = {
  id: "r",
  source: "f:1",
  fields: {},
  messages: roles.map((role) => ({ role, content: role })),
};

test("steps end right before the next assistant turn, the last is the whole run", () => {
  assert.deepEqual(stepsOf(run, 0), [7]);
  assert.deepEqual(stepsOf(run, 1), [4, 6, 7]);
  assert.deepEqual(stepsOf(run, 2), [6, 7]);
  assert.deepEqual(stepsOf({ ...run, messages: run.messages.slice(0, 1) }, 1), [1]);
});

test("neighbours share a prefix and the longest comes first", () => {
  const { rows } = plantedRuns({ count: 3, groups: 3, seed: "plan" });
  const config = testConfig({ arms: ["prefix", "prefix-same-turn", "fresh", "actions", "length"], steps: 1 });
  const inputs = testInputs(rows, config);
  const trials = [...trialsOf(config, inputs, "choose")];
  assert.equal(trials.length, 3 * 2 * 4);
  assert.deepEqual(
    trials.slice(0, 8).map(({ arm, step }) => `${arm} ${step}`),
    [
      "prefix 5",
      "prefix-same-turn 5",
      "prefix 4",
      "prefix-same-turn 4",
      "fresh 5",
      "fresh 4",
      "actions 5",
      "actions 4",
    ],
  );
  const seen = new Set<string>();
  let last = "";
  for (const trial of trials) {
    const name = sharedPrefix(trial);
    if (name !== last) assert.ok(!seen.has(name), "a prefix comes back after others");
    seen.add(name);
    last = name;
  }
  assert.equal(seen.size, 9);
});

test("a trial says nothing of where it stands: another order of the files, the same trials", () => {
  const { rows } = plantedRuns({ count: 6, groups: 3, seed: "order" });
  const config = testConfig({ arms: ["prefix", "fresh"] });
  const keys = (given: typeof rows): string[] =>
    [...trialsOf(config, testInputs(given, config), "choose")].map((trial) => JSON.stringify(trial)).sort();
  assert.deepEqual(keys(rows), keys([...rows].reverse()));
});

const nothing = { [Symbol.asyncIterator]: async function* (): AsyncGenerator<never> {} };

test("only 'auto' with a model that can also write spends a first question on finding out", async () => {
  const { rows } = plantedRuns({ count: 4, groups: 2, seed: "lead" });
  const model = byteModel(() => 0.5);
  const blocks = async (settings: Readonly<Record<string, unknown>>): Promise<number[]> => {
    const config = testConfig({ arms: ["fresh"], ...settings });
    const plan = planTrials(config, testInputs(rows, config), {
      random: random("1"),
      models: { monitor: registered(model) },
    });
    const counts: number[] = [];
    for (let step = await plan.next(nothing); step.done !== true; step = await plan.next(nothing)) {
      counts.push(step.value.count);
    }
    return counts;
  };
  assert.deepEqual(await blocks({}), [1, 3]);
  assert.deepEqual(await blocks({ score: "choose" }), [4]);
  assert.deepEqual(await blocks({ score: "rating", draws: 3 }), [12]);
  assert.deepEqual(await blocks({ arms: ["length"] }), []);
  const config = testConfig({ arms: ["fresh"] });
  assert.equal((await measured(testInputs(rows, config), config, model)).length, 4);
});

test("a sample is balanced by label, seeded, and never larger than what there is", () => {
  const positive = Array.from({ length: 50 }, (_, i): 0 | 1 => (i < 10 ? 1 : 0));
  const taken = (limit: number | null, seed = "1"): number[] => [
    ...balancedSample(positive, limit, random(seed)),
  ];
  const positives = (sample: readonly number[]): number => sample.filter((i) => i < 10).length;
  assert.equal(taken(null).length, 50);
  assert.equal(taken(60).length, 50);
  assert.deepEqual([taken(12).length, positives(taken(12))], [12, 6]);
  assert.deepEqual([taken(30).length, positives(taken(30))], [30, 10]);
  const flipped = positive.map((label): 0 | 1 => (label === 1 ? 0 : 1));
  const fewNegatives = [...balancedSample(flipped, 30, random("1"))];
  assert.deepEqual([fewNegatives.length, positives(fewNegatives)], [30, 10]);
  assert.deepEqual(taken(12), taken(12));
  assert.notDeepEqual(taken(12), taken(12, "2"));
});
