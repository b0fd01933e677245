// Walks the monitor study's road without runner or ledger: plan, measure, analyze, present, in this process.

import type { Json } from "../../src/core/json.ts";
import type { ToolCall } from "../../src/core/message.ts";
import { addUsage, type Missing, noUsage, type Outcome, type Usage } from "../../src/core/outcome.ts";
import { runHash } from "../../src/data/run-hash.ts";
import type { Model } from "../../src/models/model.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { analyzeOutcomes } from "../../src/studies/monitor/analyze.ts";
import { type MonitorConfig, monitorConfig } from "../../src/studies/monitor/config.ts";
import type { MonitorInputs } from "../../src/studies/monitor/inputs.ts";
import { measureTrial } from "../../src/studies/monitor/measure.ts";
import { planTrials } from "../../src/studies/monitor/plan.ts";
import type { MonitorResults } from "../../src/studies/monitor/results.ts";
import type { MonitorRow } from "../../src/studies/monitor/row.ts";
import type { MonitorTrial, MonitorValue } from "../../src/studies/monitor/trial.ts";
import type { Analysis } from "../../src/study/study.ts";
import { inProcess, registered, streamed } from "../in-process.ts";

/** What a scripted monitor says to the bytes of a request: P(yes) of mass 1, a written answer, or nothing. */
export type Answer =
  | number
  | { readonly text: string }
  | { readonly calls: readonly ToolCall[] }
  | { readonly missing: Missing };

/** A model that sees nothing but the bytes of each request. */
export function byteModel(
  answer: (bytes: string) => Answer,
  options: { readonly noProbabilities?: boolean; readonly usage?: (bytes: string) => Usage } = {},
): Model {
  const used = options.usage ?? ((): Usage => noUsage);
  return {
    reference: "scripted:bytes",
    identity: { adapter: "scripted", name: "bytes", endpoint: null, fingerprint: null },
    caching: "exact",
    contextTokens: null,
    concurrency: { start: 1, most: 1 },
    price: null,
    cacheRule: null,
    capabilities: {
      choose: async (request) => {
        const bytes = JSON.stringify(request.prompt);
        const usage = used(bytes);
        if (options.noProbabilities === true) {
          const missing = {
            kind: "failed",
            code: "no-logprobs",
            reason: "no log-probabilities came back",
          } as const;
          return { ok: false, missing, usage };
        }
        const said = answer(bytes);
        if (typeof said === "number") {
          return { ok: true, value: { probabilities: { yes: said, no: 1 - said }, mass: 1 }, usage };
        }
        if ("missing" in said) return { ok: false, missing: said.missing, usage };
        throw new Error("a written answer was given where probabilities were asked for");
      },
      generate: async (request) => {
        const bytes = JSON.stringify(request.prompt);
        const said = answer(bytes);
        const usage = used(bytes);
        if (typeof said === "object" && "missing" in said) return { ok: false, missing: said.missing, usage };
        if (typeof said === "object" && "calls" in said) {
          const value = { text: "", toolCalls: said.calls, finishReason: "tool-calls" } as const;
          return { ok: true, value, usage };
        }
        const text = typeof said === "number" ? String(Math.round(said * 10)) : said.text;
        return { ok: true, value: { text, toolCalls: [], finishReason: "stop" }, usage };
      },
    },
    close: async () => {},
  };
}

/** A row for tests; its messages are hashed as the study does it. */
export function testRow(row: Omit<MonitorRow, "hash" | "measured">): MonitorRow {
  return { ...row, hash: runHash(row.run), measured: true };
}

/** Settings with what every test leaves alone. */
export function testConfig(settings: Readonly<Record<string, unknown>> = {}): MonitorConfig {
  return monitorConfig.parse({
    runs: ["-"],
    positive: ["yes"],
    negative: ["no"],
    group: ["group"],
    bootstrap: 300,
    ...settings,
  });
}

/** Inputs as `load` would give them. */
export function testInputs(rows: readonly MonitorRow[], config: MonitorConfig): MonitorInputs {
  return {
    rows,
    about: {
      question: config.question,
      define: config.define,
      read: rows.length,
      empty: [],
      leftOut: {},
      notes: [],
    },
  };
}

/** Everything a drive leaves behind. */
export interface Driven {
  readonly outcomes: readonly Outcome<MonitorTrial, MonitorValue>[];
  readonly analysis: Analysis<MonitorResults>;
  /** `results` as it would stand in the file. */
  readonly bytes: string;
}

/** The whole road. */
export async function drive(
  inputs: MonitorInputs,
  config: MonitorConfig,
  model: Model | null,
  seed = "1",
): Promise<Driven> {
  const outcomes = await measured(inputs, config, model);
  const analysis = await analyzed(inputs, config, model, outcomes, seed);
  return { outcomes, analysis, bytes: JSON.stringify(analysis.results) };
}

/** Plans and measures, one trial after another. */
export async function measured(
  inputs: MonitorInputs,
  config: MonitorConfig,
  model: Model | null,
): Promise<Outcome<MonitorTrial, MonitorValue>[]> {
  const models = model === null ? {} : { monitor: registered(model) };
  const plan = planTrials(config, inputs, { random: random("plan"), models });
  const all: Outcome<MonitorTrial, MonitorValue>[] = [];
  let step = await plan.next(streamed([]));
  while (step.done !== true) {
    const block: Outcome<MonitorTrial, MonitorValue>[] = [];
    for (const trial of step.value.trials) block.push(await once(trial, inputs, model));
    if (block.length !== step.value.count) throw new Error("a block's count is not its length");
    all.push(...block);
    step = await plan.next(streamed(block));
  }
  return all;
}

/** Analyses what was measured. */
export function analyzed(
  inputs: MonitorInputs,
  config: MonitorConfig,
  model: Model | null,
  outcomes: readonly Outcome<MonitorTrial, MonitorValue>[],
  seed = "1",
): Promise<Analysis<MonitorResults>> {
  return analyzeOutcomes(config, inputs, streamed(outcomes), {
    random: random(seed).fork("analyze"),
    workers: inProcess,
    progress: () => {},
    registeredAt: "2026-01-01T00:00:00.000Z",
    models: model === null ? {} : { monitor: registered(model) },
  });
}

async function once(
  trial: MonitorTrial,
  inputs: MonitorInputs,
  model: Model | null,
): Promise<Outcome<MonitorTrial, MonitorValue>> {
  let usage = noUsage;
  let calls = 0;
  const meter =
    <Request, Reply extends { readonly usage: Usage }>(call: (request: Request) => Promise<Reply>) =>
    async (request: Request): Promise<Reply> => {
      const reply = await call(request);
      usage = addUsage(usage, reply.usage);
      calls++;
      return reply;
    };
  const result = await measureTrial(trial, inputs, {
    model: () => {
      if (model === null) throw new Error("no model");
      const { choose, generate, hidden } = model.capabilities;
      return {
        ...model,
        capabilities: {
          ...(choose === undefined ? {} : { choose: meter(choose) }),
          ...(generate === undefined ? {} : { generate: meter(generate) }),
          ...(hidden === undefined ? {} : { hidden: meter(hidden) }),
        },
      };
    },
    workers: inProcess,
    keep: async () => "",
    signal: new AbortController().signal,
  });
  const key = JSON.stringify(trial);
  return {
    trial,
    key,
    result,
    usage,
    calls,
    replayed: 0,
    attempts: 1,
    seconds: 0,
    session: 1,
    at: Date.now(),
  };
}

/** A value as JSON would bring it back. */
export function throughJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
