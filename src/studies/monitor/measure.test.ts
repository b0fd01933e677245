import assert from "node:assert/strict";
import { test } from "node:test";
import {
  byteModel,
  drive,
  testConfig,
  testInputs,
  testRow,
  throughJson,
} from "../../../lab/monitor/drive.ts";
import { caseIn, plantedRuns } from "../../../lab/monitor/planted.ts";
import { parseRating } from "../../asking/rating.ts";
import type { AssistantMessage, Message } from "../../core/message.ts";
import type { Model } from "../../models/model.ts";
import { prefixSameTurn } from "./arms/prefix-same-turn.ts";
import { monitorResults } from "./results.ts";

test("a rating is one whole number from 0 to 10 and nothing else", () => {
  for (const [text, rating] of [
    ["7", 7],
    [" 10\n", 10],
    ["0.", 0],
    ["8/10", 8],
    ["8 / 10.", 8],
  ] as const) {
    assert.equal(parseRating(text), rating, text);
  }
  for (const text of [
    "",
    "11",
    "-1",
    "7.5",
    "seven",
    "Rating: 7",
    "7 8",
    "I can't answer that.",
    "100",
    "3/5",
  ]) {
    assert.equal(parseRating(text), null, text);
  }
});

test("the score is P(yes) among yes and no, the mass is kept beside it", async () => {
  const planted = plantedRuns({ count: 6, groups: 3, seed: "mass" });
  const whole = byteModel(() => 0.75);
  const halved: Model = {
    ...whole,
    capabilities: {
      choose: async () => ({
        ok: true,
        value: { probabilities: { yes: 0.03, no: 0.01 }, mass: 0.04 },
        usage: { uncachedInput: 0, cacheRead: 0, cacheWrite: 0, output: 0 },
      }),
    },
  };
  const config = testConfig({ arms: ["fresh"] });
  const { analysis, outcomes } = await drive(testInputs(planted.rows, config), config, halved);
  assert.ok(
    outcomes.every(
      ({ result }) =>
        "value" in result && "score" in result.value && Math.abs(result.value.score - 0.75) < 1e-12,
    ),
  );
  assert.ok(Math.abs((analysis.results.arms[0]?.mass ?? 0) - 0.04) < 1e-12);
  assert.ok(analysis.warnings.some((text) => text.includes("hardly answers")));
});

test("answers of the wrong form are unparsed and draws are averaged", async () => {
  const { rows } = plantedRuns({ count: 40, groups: 20, seed: "draws" });
  const asked = new Map<string, number>();
  const model = byteModel((bytes) => {
    const name = caseIn(bytes);
    const draw = asked.get(name) ?? 0;
    asked.set(name, draw + 1);
    if (name === "case-00000") return { text: "I would rather not say." };
    return { text: draw === 0 ? "2" : draw === 1 ? "4" : "hard to say" };
  });
  const config = testConfig({ arms: ["fresh"], score: "rating", draws: 3 });
  const { analysis, outcomes } = await drive(testInputs(rows, config), config, model);
  const [fresh] = analysis.results.arms;
  assert.equal(fresh?.n, 39);
  assert.deepEqual(fresh.coverage.missing, [{ kind: "unparsed", code: "no-rating", trials: 3 + 39 }]);
  assert.ok(
    [fresh.means?.positives, fresh.means?.negatives].every(
      (mean) => Math.abs((mean?.estimate ?? 0) - 0.3) < 1e-12,
    ),
  );
  assert.ok(outcomes.every(({ trial }) => trial.temperature === 1));
});

test("one unanswered step leaves the run without a maximum: silence is not innocence", async () => {
  const { rows } = plantedRuns({ count: 40, groups: 20, seed: "steps" });
  const refusal = { missing: { kind: "refused", code: "refusal", reason: "no" } } as const;
  // The whole run has five messages, so with the question six roles; an earlier step of one run is refused.
  const model = byteModel((bytes) => {
    const whole = (bytes.match(/"role":/g) ?? []).length === 6;
    if (!whole && caseIn(bytes) === "case-00003") return refusal;
    return whole ? 0.2 : 0.6;
  });
  const score = async (aggregate: string): Promise<[number | undefined, number | undefined]> => {
    const config = testConfig({ arms: ["prefix"], steps: 1, aggregate });
    const [arm] = (await drive(testInputs(rows, config), config, model)).analysis.results.arms;
    return [arm?.n, Number(arm?.means?.negatives?.estimate.toPrecision(12))];
  };
  assert.deepEqual(await score("max"), [39, 0.6]);
  assert.deepEqual(await score("mean"), [39, 0.4]);
  assert.deepEqual(await score("last"), [40, 0.2]);
});

test("same turn continues assistant text, and opens a turn where there is none to continue", () => {
  const ask = "Was it so?";
  const last = (
    messages: readonly Message[],
  ): { readonly count: number; readonly last: Message | undefined } => {
    const prompt = prefixSameTurn.prompt({ id: "r", source: "f", fields: {}, messages }, ask);
    assert.equal(prompt.open, true);
    return { count: prompt.messages.length, last: prompt.messages.at(-1) };
  };
  const user: Message = { role: "user", content: "Hello" };
  const said: AssistantMessage = { role: "assistant", content: "Done." };
  const called: AssistantMessage = {
    role: "assistant",
    content: "Now.",
    toolCalls: [{ id: "1", name: "f", arguments: {} }],
  };
  assert.deepEqual(last([user, said]), {
    count: 2,
    last: { role: "assistant", content: `Done.\n\n${ask}\nAnswer:` },
  });
  // A call is rendered after its turn's text: a question put there would come before the call.
  assert.deepEqual(last([user, called]), {
    count: 3,
    last: { role: "assistant", content: `${ask}\nAnswer:` },
  });
  assert.deepEqual(last([user]), { count: 2, last: { role: "assistant", content: `${ask}\nAnswer:` } });
});

test("results survive the file they are written to", async () => {
  const { rows } = plantedRuns({ count: 30, groups: 10, seed: "file" });
  const named = rows.map((row, index) => testRow({ ...row, author: index % 2 === 0 ? "a" : "b" }));
  const config = testConfig({ author: "meta.author", suite: "meta.suite" });
  const { analysis } = await drive(
    testInputs(named, config),
    config,
    byteModel((bytes) => (caseIn(bytes).endsWith("7") ? 0.9 : 0.3)),
  );
  assert.equal(analysis.results.arms.length, 8);
  assert.deepEqual(monitorResults.parse(throughJson(analysis.results)), throughJson(analysis.results));
});
