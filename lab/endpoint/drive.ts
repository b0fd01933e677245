// Walks the endpoint study's road without runner or ledger: plan, measure, analyze, in this process, over an injected fetch or a socket.

import type { Json } from "../../src/core/json.ts";
import { addUsage, noUsage, type Outcome, type Usage } from "../../src/core/outcome.ts";
import { openAnthropic } from "../../src/models/anthropic/index.ts";
import type { Model, OpenOptions } from "../../src/models/model.ts";
import { openOpenAI } from "../../src/models/openai/index.ts";
import { parseReference } from "../../src/models/reference.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { analyzeCalls } from "../../src/studies/endpoint/analyze.ts";
import { type EndpointConfig, endpointConfig } from "../../src/studies/endpoint/config.ts";
import type { EndpointInputs } from "../../src/studies/endpoint/inputs.ts";
import { measureCall } from "../../src/studies/endpoint/measure.ts";
import { planCalls } from "../../src/studies/endpoint/plan.ts";
import type { EndpointResults } from "../../src/studies/endpoint/results.ts";
import { targetsOf } from "../../src/studies/endpoint/targets.ts";
import type { EndpointTrial, MeasuredValue } from "../../src/studies/endpoint/trial.ts";
import type { Analysis } from "../../src/study/study.ts";
import { inProcess, registered, streamed } from "../in-process.ts";

type EndpointOutcome = Outcome<EndpointTrial, MeasuredValue>;

/** Everything a drive leaves behind. */
export interface Driven {
  readonly config: EndpointConfig;
  readonly outcomes: readonly EndpointOutcome[];
  readonly analysis: Analysis<EndpointResults>;
}

/** Asks one endpoint by its reference; `fetch` stands in for the network. */
export async function driveEndpoint(
  reference: string,
  options: {
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly fetch?: typeof globalThis.fetch;
    readonly seed?: string;
    readonly weights?: Model;
    /** What is sent in place of a trial. */
    readonly swap?: (trial: EndpointTrial) => EndpointTrial;
    /** Calls under way at once. */
    readonly width?: number;
  },
): Promise<Driven> {
  const config = endpointConfig.parse({
    endpoints: [reference],
    ...(options.weights === undefined ? {} : { weights: "./weights.gguf" }),
    ...options.settings,
  });
  const model = await openWire(reference, options.fetch === undefined ? {} : { fetch: options.fetch });
  const inputs: EndpointInputs = { targets: targetsOf(config), saved: [] };
  const models = {
    endpoint: registered(model),
    ...(options.weights === undefined ? {} : { weights: registered(options.weights) }),
  };
  const seed = options.seed ?? "1";
  const plan = planCalls(config, { random: random(seed).fork("plan") });
  const outcomes: EndpointOutcome[] = [];
  let step = await plan.next(streamed([]));
  while (step.done !== true) {
    const trials = [...step.value.trials];
    const block: EndpointOutcome[] = [];
    const width = options.width ?? 8;
    for (let i = 0; i < trials.length; i += width) {
      const part = trials.slice(i, i + width).map((trial) => options.swap?.(trial) ?? trial);
      block.push(...(await Promise.all(part.map((trial) => once(trial, inputs, model, options.weights)))));
    }
    outcomes.push(...block);
    step = await plan.next(streamed(block));
  }
  const analysis = await analyzeCalls(config, inputs, streamed(outcomes), {
    random: random(seed).fork("analyze"),
    workers: inProcess,
    progress: () => {},
    registeredAt: "2026-01-01T00:00:00.000Z",
    models,
  });
  await model.close();
  return { config, outcomes, analysis };
}

/** What a simulated endpoint may pass for; a model that runs here has no wire. */
function openWire(text: string, options: OpenOptions): Promise<Model> {
  const reference = parseReference(text);
  if (reference.adapter === "openai") return openOpenAI(reference, text, options);
  if (reference.adapter === "anthropic") return openAnthropic(reference, text, options);
  throw new Error(`${text} is not reached over a wire`);
}

async function once(
  trial: EndpointTrial,
  inputs: EndpointInputs,
  model: Model,
  weights: Model | undefined,
): Promise<EndpointOutcome> {
  let usage: Usage = noUsage;
  const { wire } = model.capabilities;
  if (wire === undefined) throw new Error("the model offers no wire");
  const metered: Model = {
    ...model,
    capabilities: {
      wire: async (request, call) => {
        const reply = await wire(request, call);
        usage = addUsage(usage, reply.usage);
        return reply;
      },
    },
  };
  const result = await measureCall(trial, inputs, {
    model: (role) => {
      if (role !== "weights") return metered;
      if (weights === undefined) throw new Error("no weights");
      return weights;
    },
    workers: inProcess,
    keep: async () => "0".repeat(64),
    signal: new AbortController().signal,
  });
  const key = JSON.stringify(trial);
  const rest = { calls: 1, replayed: 0, attempts: 1, seconds: 0, session: 1, at: 0 };
  return { trial, key, result: throughJson(result), usage, ...rest };
}

function throughJson<Value>(value: Value & (Json | object)): Value {
  return structuredClone(value);
}
