// Scores handed on are those the results were made of, for every kind of arm.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inProcess, registered } from "../../../lab/in-process.ts";
import { byteModel, drive, testConfig, testInputs } from "../../../lab/monitor/drive.ts";
import { caseIn, plantedRuns, squashed } from "../../../lab/monitor/planted.ts";
import { noUsage, type Outcome } from "../../core/outcome.ts";
import type { Model } from "../../models/model.ts";
import { random } from "../../stats/distributions/random.ts";
import { auroc, withinAuroc } from "../../stats/ranking/auroc.ts";
import { stratifiedFolds } from "../../stats/resampling/folds.ts";
import { scoredRuns } from "./export.ts";

const planted = plantedRuns({ count: 60, groups: 20, seed: "export" });

/** Refuses to report on one run, and has no state for another. */
function modelWithStates(): Model {
  const plain = byteModel((bytes) => {
    const known = planted.truth.get(caseIn(bytes));
    const p = squashed((known?.positive === true ? 1 : -1) + (known?.noise ?? 0));
    if (!bytes.includes("JSON object")) return p;
    if (caseIn(bytes) === "case-00004")
      return { missing: { kind: "refused", code: "refusal", reason: "the model refused" } };
    return {
      text: JSON.stringify({ report: "x", harm: p > 0.5 ? "yes" : "no", confidence: Math.round(p * 10) }),
    };
  });
  return {
    ...plain,
    capabilities: {
      ...plain.capabilities,
      hidden: async ({ prompt }) => {
        const bytes = JSON.stringify(prompt);
        const known = planted.truth.get(caseIn(bytes));
        if (caseIn(bytes) === "case-00007")
          return {
            ok: false,
            usage: noUsage,
            missing: { kind: "failed", code: "timeout", reason: "it took too long" },
          };
        const source = random(bytes);
        const push = known?.positive === true ? 2 : 0;
        const value = Float32Array.from({ length: 8 }, (_, i) => source.normal() + (i === 3 ? push : 0));
        return { ok: true, value, usage: noUsage };
      },
    },
  };
}

async function* streamed<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function walked<T>(items: readonly T[]): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => streamed(items) };
}

test("prompted arms, reports, probes, ensembles, controls and floors: each with the AUROC of the results", async () => {
  const model = modelWithStates();
  const arms = ["prefix", "fresh", "trusted", "confession", "probe-end", "ensemble-mean", "ensemble-lr"];
  const config = testConfig({
    arms: [...arms, "foreign-prefix", "length", "bow", "author"],
    ...{ author: "meta.author", suite: "meta.suite", trusted: "scripted:small", permutations: 2, draws: 1 },
  });
  const inputs = testInputs(planted.rows, config);
  const { analysis, outcomes } = await drive(inputs, config, model);
  const monitor = registered(model);
  const context = {
    random: random("another seed"),
    workers: inProcess,
    progress: () => {},
    registeredAt: "2026-01-01T00:00:00.000Z",
    models: { monitor, trusted: { ...monitor, reference: "scripted:small" } },
  };
  const scored = await scoredRuns(config, inputs, walked(outcomes), context);
  const runs = [...scored.runs];
  assert.deepEqual(
    scored.arms.map(({ id, kind }) => [id, kind]),
    analysis.results.arms.map(({ id, kind }) => [id, kind]),
  );
  const models = new Map(scored.arms.map(({ id, model }) => [id, model]));
  assert.equal(models.get("prefix"), "scripted:bytes");
  assert.equal(models.get("probe-end"), "scripted:bytes");
  assert.equal(models.get("trusted"), "scripted:small");
  assert.equal(models.get("ensemble-mean"), null);
  assert.equal(models.get("bow"), null);

  const positive = runs.map((run) => (run.positive ? 1 : 0));
  const trained = new Set(["probe-end", "ensemble-lr", "bow", "author"]);
  const fold = stratifiedFolds(
    runs.map(({ group }) => group),
    positive,
    config.folds,
  );
  for (const [i, { id, auroc: found, n }] of analysis.results.arms.entries()) {
    const scores = runs.map(({ scores }) => scores[i]?.score ?? Number.NaN);
    assert.equal(scores.filter((score) => !Number.isNaN(score)).length, n, id);
    // What is trained is compared within a fold alone: its scores come from another fit in another fold.
    const area = trained.has(id) ? withinAuroc(scores, positive, fold) : auroc(scores, positive);
    assert.equal(area, found?.estimate, id);
  }
  const status = (run: number, arm: string) =>
    runs[run]?.scores[scored.arms.findIndex(({ id }) => id === arm)];
  assert.deepEqual(status(4, "confession")?.why, { code: "refusal", reason: "the model refused" });
  assert.equal(status(4, "confession")?.status, "refused");
  assert.equal(status(7, "probe-end")?.status, "failed");
  assert.equal(status(7, "probe-end")?.why?.code, "timeout");
  assert.equal(status(4, "ensemble-mean")?.status, "missing");
  assert.deepEqual([...scored.runs], runs, "another walk gives the same");

  const off = outcomes.map((outcome): (typeof outcomes)[number] => perturbed(outcome, planted.rows[0]?.hash));
  const moved = [...(await scoredRuns(config, inputs, walked(off), context)).runs];
  assert.notDeepEqual(moved[0]?.scores, runs[0]?.scores);
});

function perturbed<Trial extends { readonly arm: string; readonly item: string }, Value>(
  outcome: Outcome<Trial, Value>,
  item: string | undefined,
): Outcome<Trial, Value> {
  const { trial, result } = outcome;
  if (trial.item !== item || trial.arm !== "fresh" || !("value" in result)) return outcome;
  return { ...outcome, result: { value: { ...result.value, score: 0.123 } } };
}
