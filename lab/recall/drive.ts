// Walks the recall study's road without runner or ledger: plan, measure, analyze, in this process.
import { noUsage } from "../../src/core/outcome.ts";
import type { Model } from "../../src/models/model.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { analyzeOutcomes } from "../../src/studies/recall/analyze.ts";
import type { RecallOutcome } from "../../src/studies/recall/box/box-trials.ts";
import { recallConfig } from "../../src/studies/recall/config.ts";
import type { RecallInputs } from "../../src/studies/recall/inputs.ts";
import { measureTrial, planTrials } from "../../src/studies/recall/plan.ts";
import { poolOf } from "../../src/studies/recall/pool.ts";
import type { RecallResults } from "../../src/studies/recall/results.ts";
import type { Analysis } from "../../src/study/study.ts";
import { inProcess, registered, streamed } from "../in-process.ts";

/** What is asked about: facts of one kind, and the words that are searched. */
export interface Asked {
  readonly facts: readonly { readonly subject: string; readonly object: string }[];
  readonly words: readonly { readonly word: string; readonly said: string }[];
  readonly model: Model;
}

/** Asks a model about facts and analyses what it said; `settings` are the study's own. */
export async function driveRecall(
  { facts, words, model }: Asked,
  seed: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly analysis: Analysis<RecallResults>; readonly outcomes: readonly RecallOutcome[] }> {
  const config = recallConfig.parse({
    model: model.reference,
    pool: 48,
    permutations: 500,
    draws: 200,
    ...settings,
  });
  const relation = {
    ...{ id: "made-up", title: "made-up facts", facts, source: "made up" },
    questions: ["The mate of {subject} is", "Question: Who is the mate of {subject}?\nAnswer:"],
  };
  const inputs: RecallInputs = {
    relations: [{ ...relation, pool: poolOf(relation, words, config.pool) }],
    words: [],
  };
  const models = { model: registered(model) };
  const plan = planTrials(config, inputs);
  const outcomes: RecallOutcome[] = [];
  let step = await plan.next(streamed([]));
  while (step.done !== true) {
    const block: RecallOutcome[] = [];
    for (const trial of step.value.trials) {
      const result = await measureTrial(trial, inputs, {
        ...{ model: () => model, workers: inProcess, signal: new AbortController().signal },
        keep: async () => "",
      });
      block.push({
        ...{ trial, result, key: trial.item, usage: noUsage, calls: 1, replayed: 0, attempts: 1 },
        ...{ seconds: 0, session: 1, at: null },
      });
    }
    outcomes.push(...block);
    step = await plan.next(streamed(block));
  }
  const analysis = await analyzeOutcomes(config, inputs, streamed(outcomes), {
    ...{ random: random(seed), workers: inProcess, progress: () => {}, models },
    registeredAt: "2026-12-01T00:00:00.000Z",
  });
  return { analysis, outcomes };
}
