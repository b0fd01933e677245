import assert from "node:assert/strict";
import { test } from "node:test";
import { driveRecall } from "../../../lab/recall/drive.ts";
import { recallWorld } from "../../../lab/recall/worlds.ts";
import type { Model } from "../../models/model.ts";
import { measureContinuations } from "../../scoring/continuations.ts";
import { isBox } from "./box/box-trials.ts";
import { saidBefore } from "./linter.ts";

const mnemonics = (facts: readonly { readonly state: string; readonly subject: string }[]) =>
  facts.filter(({ state }) => state === "mnemonic").map(({ subject }) => subject);

test("planted bridges are found, with their words, and the verdict follows", async () => {
  const world = recallWorld("bridges", "0");
  const { analysis, outcomes } = await driveRecall(world, "0");
  const found = mnemonics(analysis.results.facts);
  assert.ok(found.length >= 7, `${found.length} of ${world.bridged.size}`);
  assert.ok(found.every((subject) => world.bridged.has(subject)));
  assert.equal(analysis.claims[0]?.verdict, "supported");
  assert.match(analysis.answer?.sentence ?? "", /as if through a bridge/);
  // No context that speaks of a bridge alone holds an object in it.
  const objects = world.facts.map(({ object }) => object);
  const boosts = outcomes.flatMap(({ trial }) => (trial.arm === "E2 boost" && !isBox(trial) ? [trial] : []));
  assert.ok(boosts.length > 100);
  for (const trial of boosts)
    for (const { prompt, continuations } of trial.asked) {
      const [context = ""] = prompt.split("\n");
      const object = continuations[0]?.trim() ?? "";
      assert.ok(objects.includes(object));
      assert.equal(saidBefore(context, object), null);
    }
});

test("the same ties dealt out, ties alone, priming and any context: no mnemonic", async () => {
  for (const kind of ["dealt", "ties", "priming", "buffer"] as const) {
    const { analysis } = await driveRecall(recallWorld(kind, "1", 60, 32), "1", { pool: 32 });
    assert.deepEqual(mnemonics(analysis.results.facts), [], kind);
    assert.notEqual(analysis.claims[0]?.verdict, "supported", kind);
    const { means, relations } = analysis.results;
    if (kind === "buffer") assert.ok((means.buffer?.low ?? 0) > 0.5);
    if (kind === "dealt") assert.ok((relations[0]?.search[0]?.p ?? 0) > 0.01);
  }
});

/** A world's model whose answers are changed on the way. */
const changed = (model: Model, change: (logProb: number, call: number, turn: number) => number): Model => {
  let call = 0;
  return {
    ...model,
    capabilities: {
      scoreInTurn: async (request, options) => {
        const reply = await model.capabilities.scoreInTurn?.(request, options);
        assert.ok(reply?.ok);
        const now = call++;
        return {
          ...reply,
          value: reply.value.map((one, turn) =>
            "logProbs" in one ? { logProbs: one.logProbs.map((logProb) => change(logProb, now, turn)) } : one,
          ),
        };
      },
    },
  };
};

test("a server whose log-probabilities change with the order of requests is measured no further", async () => {
  const world = recallWorld("bridges", "2", 20, 12);
  const model = changed(world.model, (logProb, call) => logProb - 0.01 * call);
  const { analysis, outcomes } = await driveRecall({ ...world, model }, "2", { pool: 12 });
  assert.equal(outcomes.length, 1);
  assert.equal(analysis.claims[0]?.verdict, "invalid");
  assert.match(analysis.answer?.sentence ?? "", /differs by .* nats.*--no-enable-prefix-caching/);
});

test("what could not be scored is missing, never a score", async () => {
  const world = recallWorld("ties", "3", 20, 12);
  const model = changed(world.model, (logProb, call) => (call > 30 && call % 7 === 0 ? Number.NaN : logProb));
  const { analysis } = await driveRecall({ ...world, model }, "3", { pool: 12 });
  assert.ok(analysis.results.missing > 0);
  assert.ok(analysis.warnings.some((warning) => /could not be scored/.test(warning)));
  assert.ok(analysis.results.facts.some(({ state }) => state === "could not be tested"));
});

test("a model that scores one text at a time gives the same table", async () => {
  const { model, facts } = recallWorld("ties", "4", 10, 8);
  const asked = [
    { prompt: `The mate of ${facts[0]?.subject} is`, continuations: facts.map(({ object }) => ` ${object}`) },
  ];
  const together = await measureContinuations({ asked }, model.capabilities);
  const { scoreInTurn } = model.capabilities;
  const single = await measureContinuations(
    { asked },
    {
      score: async (request) => {
        const reply = await scoreInTurn?.({ turns: [request] });
        assert.ok(reply?.ok);
        const [one] = reply.value;
        assert.ok(one !== undefined && "logProbs" in one);
        return { ok: true, value: { tokens: [""], logProbs: one.logProbs }, usage: reply.usage };
      },
    },
  );
  assert.deepEqual(single, together);
});
