import { charactersPerToken } from "../../asking/characters.ts";
import { chatText } from "../../asking/chat-text.ts";
import type { CacheRule } from "../../core/identity.ts";
import { addKnown, type Outcome, type Usage } from "../../core/outcome.ts";
import { usdOf } from "../../study/budget.ts";
import { estimatedUsd } from "../../study/estimated-cost.ts";
import { expected } from "../../study/expected.ts";
import { measuredOf } from "./arms.ts";
import { cacheState, expectedRead } from "./cache-check.ts";
import type { ArmCost, MonitorCost } from "./cost-figures.ts";
import { formulasOf } from "./cost-formula.ts";
import { foreseePlan } from "./foresee.ts";
import type { Ground } from "./ground.ts";
import { rowOf } from "./inputs.ts";
import { promptOf, requestOf } from "./measure.ts";
import { type PlannedCall, planMeter } from "./planned-tokens.ts";
import { countsIn, type MonitorTrial, type MonitorValue, monitorRole } from "./trial.ts";

/** An arm's figures while they are added up. */
type Sum = Omit<ArmCost, "announced">;

/** Adds up what the calls took, beside what an ideal cache would have left to evaluate. */
export async function monitorCost(ground: Ground): Promise<MonitorCost> {
  const {
    config,
    inputs,
    outcomes,
    model,
    answers: { mode },
  } = ground;
  const rate = await charactersPerReportedToken(ground);
  const perToken = rate ?? charactersPerToken.usual;
  const meter = planMeter(inputs);
  const sums = new Map<string, Sum>(measuredOf(config).map(({ id }) => [id, emptySum(id)]));
  const passed = new Map<string, number>();
  const reading = { runs: new Map<string, number>(), arms: new Set<string>(), questions: 0, calls: 0 };
  for await (const outcome of outcomes) {
    const { trial, usage, calls, seconds, at } = outcome;
    const sum = sums.get(trial.arm);
    if (sum === undefined || !countsIn(trial, mode)) continue;
    const { price = null, cacheRule: rule = null } = ground.context.models[trial.role ?? monitorRole] ?? {};
    const planned = meter(trial, { at, seconds, keptSeconds: rule?.ttlSeconds ?? 0 });
    const reported = calls > 0 ? inputOf(usage) : null;
    // Retries are paid for but are no part of the plan: lengths count one call.
    const input = reported === null ? planned.characters / perToken : reported / calls;
    const scale = planned.characters === 0 ? 0 : input / planned.characters;
    const run = planned.run * scale;
    // The question itself is the monitor's.
    const question = (planned.characters - planned.run) * scale;
    sum.calls += calls;
    sum.input += input;
    sum.predicted += (planned.characters - planned.shared) * scale;
    sum.firstPass.predicted += Math.max(0, planned.run - planned.shared) * scale;
    if (calls > 0) {
      const evaluated = evaluatedOf(usage);
      const first =
        evaluated === null ? null : firstPass(passed, trial.item, run, Math.max(0, evaluated - question));
      sum.evaluated = addKnown(sum.evaluated, evaluated);
      sum.read = addKnown(sum.read, usage.cacheRead);
      sum.firstPass.evaluated = addKnown(sum.firstPass.evaluated, first);
      sum.usd = addKnown(sum.usd, usdOf(usage, price));
    }
    // What the model wrote itself went through it before: an earlier call that the plan's meter does not hold.
    const own = rowOf(inputs, trial.item).written === true ? planned.run : 0;
    checkCache(sum, outcome, { ...planned, most: Math.max(planned.most, own) }, input, rule);
    if (planned.run > 0) {
      reading.runs.set(trial.item, Math.max(reading.runs.get(trial.item) ?? 0, run));
      reading.questions += question;
      reading.calls++;
      reading.arms.add(trial.arm);
    }
  }
  return {
    version: 1,
    lengths: rate === null ? "estimated" : "reported",
    charactersPerToken: perToken,
    caching: model?.caching ?? null,
    cacheRule: model?.cacheRule?.source ?? null,
    arms: await armCosts(ground, [...sums.values()]),
    formulas: formulasOf(reading, model?.price ?? null),
  };
}

/** Input tokens that went through the model, those written to a cache among them; null where the provider did not say. */
function evaluatedOf({ uncachedInput, cacheWrite }: Usage): number | null {
  return addKnown(uncachedInput, cacheWrite ?? 0);
}

/** All input tokens; null where the provider did not say. */
function inputOf(usage: Usage): number | null {
  return addKnown(evaluatedOf(usage), usage.cacheRead ?? 0);
}

/** Holds what a call read from the provider's cache against what it could read. */
function checkCache(
  sum: Sum,
  { calls, replayed, usage }: Outcome<MonitorTrial, MonitorValue>,
  call: PlannedCall,
  input: number,
  rule: CacheRule | null,
): void {
  if (replayed > 0) sum.cache.replayed++;
  else if (calls > 1) sum.cache.unchecked++;
  if (replayed > 0 || calls !== 1) return;
  const due = expectedRead(call, input, rule);
  sum.cache[cacheState(call, usage.cacheRead, due, rule)]++;
  if (inputOf(usage) === null) return;
  const [least, most] = sum.expectedRead ?? [0, 0];
  sum.expectedRead = [least + due.least, most + due.most];
}

async function armCosts(
  { config, inputs, context: { models } }: Ground,
  sums: readonly Sum[],
): Promise<ArmCost[]> {
  const plan = await expected(foreseePlan(config, inputs), (trial) => requestOf(trial, inputs));
  return sums.map(({ firstPass: { predicted, evaluated }, ...sum }) => {
    const arm = plan.arms.find((one) => one.arm === sum.id);
    return {
      ...sum,
      input: Math.round(sum.input),
      predicted: Math.round(sum.predicted),
      firstPass: {
        predicted: Math.round(predicted),
        evaluated: evaluated === null ? null : Math.round(evaluated),
      },
      announced: {
        input: arm?.inputTokens ?? [0, 0],
        usd: arm === undefined ? null : estimatedUsd(arm, models[arm.role ?? monitorRole]?.price ?? null),
      },
    };
  });
}

/** The agent's own pass over a run is booked once, however many arms and steps share it. */
function firstPass(passed: Map<string, number>, item: string, run: number, evaluated: number): number {
  const before = passed.get(item) ?? 0;
  const here = Math.min(evaluated, Math.max(0, run - before));
  passed.set(item, before + here);
  return here;
}

async function charactersPerReportedToken({ inputs, outcomes, answers }: Ground): Promise<number | null> {
  let characters = 0;
  let tokens = 0;
  for await (const { trial, usage, calls } of outcomes) {
    const input = inputOf(usage);
    if (!countsIn(trial, answers.mode) || calls !== 1 || input === null) continue;
    characters += chatText(promptOf(trial, inputs)).text.length;
    tokens += input;
  }
  return tokens > 0 ? characters / tokens : null;
}

function emptySum(id: string): Sum {
  return {
    ...{ id, calls: 0, input: 0, predicted: 0, evaluated: 0, read: 0, usd: 0 },
    firstPass: { predicted: 0, evaluated: 0 },
    expectedRead: null,
    cache: {
      ...{ hit: 0, less: 0, miss: 0, cold: 0, first: 0, belowMinimum: 0 },
      ...{ unexplained: 0, notReported: 0, replayed: 0, unchecked: 0 },
    },
  };
}
