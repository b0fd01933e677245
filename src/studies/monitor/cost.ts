import { charactersPerToken } from "../../asking/characters.ts";
import type { Price, RegisteredModel } from "../../core/identity.ts";
import type { Usage } from "../../core/outcome.ts";
import { usdOf } from "../../study/budget.ts";
import { estimatedUsd } from "../../study/estimated-cost.ts";
import { expected } from "../../study/expected.ts";
import type { Outcomes } from "../../study/study.ts";
import type { ScoreMode } from "./arms/prompted.ts";
import { measuredOf } from "./arms.ts";
import { type CacheState, cacheState, expectedRead } from "./cache-check.ts";
import type { MonitorConfig } from "./config.ts";
import type { AgentCost, ArmCost, MonitorCost } from "./cost-figures.ts";
import { costOfReading } from "./cost-formula.ts";
import { foreseePlan } from "./foresee.ts";
import { type MonitorInputs, rowOf } from "./inputs.ts";
import { requestOf } from "./measure.ts";
import { planMeter, plannedCharacters } from "./planned-tokens.ts";
import { countsIn, type MonitorTrial, type MonitorValue, monitorRole } from "./trial.ts";

interface Sum {
  calls: number;
  input: number;
  predicted: number;
  evaluated: number | null;
  read: number | null;
  firstPredicted: number;
  firstEvaluated: number | null;
  usd: number | null;
  expectedRead: [least: number, most: number] | null;
  readonly cache: Record<CacheState, number>;
}

/** Adds up what the calls took, beside what an ideal cache would have left to evaluate. */
export async function monitorCost(
  config: MonitorConfig,
  inputs: MonitorInputs,
  outcomes: Outcomes<MonitorTrial, MonitorValue>,
  mode: ScoreMode | null,
  models: Readonly<Record<string, RegisteredModel>>,
): Promise<MonitorCost> {
  const rate = await charactersPerReportedToken(inputs, outcomes, mode);
  const perToken = rate ?? charactersPerToken.usual;
  const meter = planMeter(inputs);
  const sums = new Map<string, Sum>(measuredOf(config).map(({ id }) => [id, emptySum()]));
  let agent: AgentCost | null = null;
  const passed = new Map<string, number>();
  const reading = { runs: new Map<string, number>(), arms: new Set<string>(), questions: 0, calls: 0 };
  for await (const { trial, usage, calls, replayed, seconds, at } of outcomes) {
    if (trial.mode === "act") agent = withCall(agent, usage, calls);
    const sum = sums.get(trial.arm);
    if (sum === undefined || !countsIn(trial, mode)) continue;
    const { price = null, cacheRule: rule = null } = models[trial.role ?? monitorRole] ?? {};
    const planned = meter(trial, { at, seconds, keptSeconds: rule?.ttlSeconds ?? 0 });
    const { cacheRead } = usage;
    const evaluated = evaluatedOf(usage);
    const asked = calls > 0;
    const reported = asked ? inputOf(usage) : null;
    // Retries are paid for but are no part of the plan: lengths count one call.
    const input = reported === null ? planned.characters / perToken : reported / calls;
    const scale = planned.characters === 0 ? 0 : input / planned.characters;
    const predicted = (planned.characters - planned.shared) * scale;
    const first = Math.max(0, planned.run - planned.shared) * scale;
    sum.calls += calls;
    sum.input += input;
    sum.predicted += predicted;
    sum.firstPredicted += first;
    if (asked) {
      sum.evaluated = plus(sum.evaluated, evaluated);
      sum.read = plus(sum.read, cacheRead);
      sum.firstEvaluated = plus(
        sum.firstEvaluated,
        evaluated === null
          ? null
          : firstPass(
              passed,
              trial.item,
              planned.run * scale,
              // The question itself is the monitor's.
              Math.max(0, evaluated - (planned.characters - planned.run) * scale),
            ),
      );
      sum.usd = plus(sum.usd, usdOf(usage, price));
    }
    if (replayed > 0) sum.cache.replayed++;
    else if (calls > 1) sum.cache.unchecked++;
    else if (asked) {
      // What the model wrote itself went through it before: an earlier call that the plan's meter does not hold.
      const own = rowOf(inputs, trial.item).written === true ? planned.run : 0;
      const call = { ...planned, most: Math.max(planned.most, own) };
      const expected = expectedRead(call, input, rule);
      sum.cache[cacheState(call, cacheRead, expected, rule)]++;
      if (reported !== null) {
        const [least, most] = sum.expectedRead ?? [0, 0];
        sum.expectedRead = [least + expected.least, most + expected.most];
      }
    }
    if (planned.run > 0) {
      reading.runs.set(trial.item, Math.max(reading.runs.get(trial.item) ?? 0, planned.run * scale));
      reading.questions += (planned.characters - planned.run) * scale;
      reading.calls++;
      reading.arms.add(trial.arm);
    }
  }
  return {
    version: 1,
    lengths: rate === null ? "estimated" : "reported",
    charactersPerToken: perToken,
    caching: models[monitorRole]?.caching ?? null,
    cacheRule: models[monitorRole]?.cacheRule?.source ?? null,
    arms: await armCosts(config, inputs, sums, models),
    agent,
    formulas: formulasOf(reading, models[monitorRole]?.price ?? null),
  };
}

/** Input tokens that went through the model, those written to a cache among them; null where the provider did not say. */
function evaluatedOf({ uncachedInput, cacheWrite }: Usage): number | null {
  return uncachedInput === null ? null : uncachedInput + (cacheWrite ?? 0);
}

/** All input tokens; null where the provider did not say. */
function inputOf(usage: Usage): number | null {
  return plus(evaluatedOf(usage), usage.cacheRead ?? 0);
}

async function armCosts(
  config: MonitorConfig,
  inputs: MonitorInputs,
  sums: ReadonlyMap<string, Sum>,
  models: Readonly<Record<string, RegisteredModel>>,
): Promise<ArmCost[]> {
  const plan = await expected(foreseePlan(config, inputs), (trial) => requestOf(trial, inputs));
  const announced = new Map(plan.arms.map((arm) => [arm.arm, arm]));
  return [...sums].map(([id, sum]) => {
    const arm = announced.get(id);
    return {
      ...armCost(id, sum),
      announced: {
        input: arm?.inputTokens ?? [0, 0],
        usd: arm === undefined ? null : estimatedUsd(arm, models[arm.role ?? monitorRole]?.price ?? null),
      },
    };
  });
}

function withCall(before: AgentCost | null, usage: Usage, calls: number): AgentCost {
  const { runs, evaluated, read, output, ...sum } = before ?? {
    runs: 0,
    calls: 0,
    evaluated: 0,
    read: 0,
    output: 0,
  };
  return {
    runs: runs + 1,
    calls: sum.calls + calls,
    evaluated: plus(evaluated, evaluatedOf(usage)),
    read: plus(read, usage.cacheRead),
    output: plus(output, usage.output),
  };
}

/** The agent's own pass over a run is booked once, however many arms and steps share it. */
function firstPass(passed: Map<string, number>, item: string, run: number, evaluated: number): number {
  const before = passed.get(item) ?? 0;
  const here = Math.min(evaluated, Math.max(0, run - before));
  passed.set(item, before + here);
  return here;
}

function armCost(id: string, sum: Sum): Omit<ArmCost, "announced"> {
  return {
    id,
    calls: sum.calls,
    input: Math.round(sum.input),
    predicted: Math.round(sum.predicted),
    evaluated: sum.evaluated,
    read: sum.read,
    firstPass: {
      predicted: Math.round(sum.firstPredicted),
      evaluated: sum.firstEvaluated === null ? null : Math.round(sum.firstEvaluated),
    },
    usd: sum.usd,
    expectedRead: sum.expectedRead,
    cache: sum.cache,
  };
}

/** What was read on the runs' own prefix: longest length a run, arms, questions. */
interface Reading {
  readonly runs: ReadonlyMap<string, number>;
  readonly arms: ReadonlySet<string>;
  readonly questions: number;
  readonly calls: number;
}

function formulasOf(reading: Reading, price: Price | null): MonitorCost["formulas"] {
  if (reading.calls === 0 || reading.runs.size === 0) return null;
  const tokens = mean([...reading.runs.values()]);
  const question = reading.questions / reading.calls;
  const calls = Math.max(1, Math.round(reading.calls / reading.runs.size / reading.arms.size));
  // Without a price list the usual one of providers: a tenth to read, a quarter more to write.
  const known = price !== null && price.input > 0;
  const read = known ? price.cacheRead / price.input : 0.1;
  const write = known ? Math.max(1, price.cacheWrite / price.input) : 1.25;
  return {
    tokens: Math.round(tokens),
    question: Math.round(question),
    read,
    write,
    rows: [...new Set([calls, 20])].map((count) => ({
      calls: count,
      ...costOfReading({ tokens, calls: count, question, read, write }),
    })),
  };
}

async function charactersPerReportedToken(
  inputs: MonitorInputs,
  outcomes: Outcomes<MonitorTrial, MonitorValue>,
  mode: ScoreMode | null,
): Promise<number | null> {
  let characters = 0;
  let tokens = 0;
  for await (const { trial, usage, calls } of outcomes) {
    const input = inputOf(usage);
    if (!countsIn(trial, mode) || calls !== 1 || input === null) continue;
    characters += plannedCharacters(trial, inputs);
    tokens += input;
  }
  return tokens > 0 ? characters / tokens : null;
}

function emptySum(): Sum {
  return {
    calls: 0,
    input: 0,
    predicted: 0,
    evaluated: 0,
    read: 0,
    firstPredicted: 0,
    firstEvaluated: 0,
    usd: 0,
    expectedRead: null,
    cache: {
      ...{ hit: 0, less: 0, miss: 0, cold: 0, first: 0, belowMinimum: 0 },
      ...{ unexplained: 0, notReported: 0, replayed: 0, unchecked: 0 },
    },
  };
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
