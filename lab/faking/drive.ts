// Walks the road of credence faking without runner and ledger: load, plan, measure, analyze, in this process.

import type { Outcome } from "../../src/core/outcome.ts";
import { noUsage } from "../../src/core/outcome.ts";
import { type ScriptedHandler, scripted } from "../../src/models/scripted/index.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { faking } from "../../src/studies/faking/index.ts";
import type { FakingInputs } from "../../src/studies/faking/inputs.ts";
import type { FakingResults } from "../../src/studies/faking/results.ts";
import type { Analysis } from "../../src/study/study.ts";
import { inProcess, registered, streamed } from "../in-process.ts";

const loaded = new Map<string, Promise<FakingInputs>>();

/** What a run with these settings comes to when this handler answers. */
export async function driveFaking(
  settings: Readonly<Record<string, unknown>>,
  handler: ScriptedHandler,
  seed: string,
): Promise<Analysis<FakingResults>> {
  const config = faking.config.parse({ model: "scripted:organism", ...settings });
  const name = JSON.stringify(config);
  const load =
    loaded.get(name) ?? faking.load(config, { seed, random: random(seed), source: () => {}, note: () => {} });
  loaded.set(name, load);
  const inputs = await load;
  const model = scripted("organism", handler);
  const models = { model: registered(model) };
  const { measuring } = faking;
  if (measuring === undefined) throw new Error("the study measures");
  const all: Outcome<TrialOf, ValueOf>[] = [];
  const plan = measuring.plan(config, inputs, { random: random(seed).fork("plan"), models });
  let step = await plan.next(streamed([]));
  while (step.done !== true) {
    const block: Outcome<TrialOf, ValueOf>[] = [];
    for (const trial of step.value.trials) {
      const result = await measuring.measure(trial, inputs, {
        ...{
          model: () => model,
          workers: inProcess,
          keep: async () => "",
          signal: new AbortController().signal,
        },
      });
      block.push({
        ...{ trial, key: "", result, usage: noUsage, calls: 1, replayed: 0, attempts: 1, seconds: 0 },
        session: 0,
        at: null,
      });
    }
    all.push(...block);
    step = await plan.next(streamed(block));
  }
  return faking.analyze(config, inputs, streamed(all), {
    ...{
      random: random(seed).fork("analyze"),
      workers: inProcess,
      progress: () => {},
      models,
      registeredAt: "2026-12-01T00:00:00Z",
    },
  });
}

type Measured = NonNullable<typeof faking.measuring>;
type TrialOf = Parameters<Measured["measure"]>[0];
type ValueOf = Measured["value"] extends { parse: (value: unknown) => infer Value } ? Value : never;
