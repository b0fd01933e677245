import { z } from "zod";
import type { Price } from "../../core/identity.ts";
import type { Usage } from "../../core/outcome.ts";
import type { Outcomes } from "../../study/study.ts";
import type { ScoreMode } from "./arms/prompted.ts";
import { measuredOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import { type ReadingCost, readingCost } from "./cost-formula.ts";
import type { MonitorInputs } from "./inputs.ts";
import { charactersPerToken, planMeter } from "./planned-tokens.ts";
import { countsIn, type MonitorTrial, type MonitorValue } from "./trial.ts";

/** Input tokens of one arm: by the meter of an ideal cache, and as the adapter reported them. */
export type ArmCost = {
  readonly id: string;
  readonly calls: number;
  /** All input tokens: what it costs without any cache. */
  readonly input: number;
  /** Evaluated with an ideal cache. */
  readonly predicted: number;
  /** Evaluated; null where the provider did not say. */
  readonly evaluated: number | null;
  readonly read: number | null;
  /** Of what was evaluated, the run itself: the agent's own first pass, which a live agent pays for anyway. */
  readonly firstPass: { readonly predicted: number; readonly evaluated: number | null };
  /** Calls that found something in the cache, found nothing, or were not reported. */
  readonly cache: { readonly hit: number; readonly miss: number; readonly notReported: number };
};

/** The agent's own bill. */
type AgentCost = {
  readonly runs: number;
  readonly calls: number;
  /** Input tokens evaluated, read from the cache, and written; null where the provider did not say. */
  readonly evaluated: number | null;
  readonly read: number | null;
  readonly output: number | null;
};

/** The study's own cost figures. */
export type MonitorCost = {
  readonly version: 1;
  /** Where lengths come from: the adapter's count, or an estimate from characters. */
  readonly lengths: "reported" | "estimated";
  readonly charactersPerToken: number;
  readonly arms: readonly ArmCost[];
  /** What the agent took that wrote runs in this study; null where none did. */
  readonly agent: AgentCost | null;
  /** Closed formulas for the mean run, at this run's number of questions and at 20. */
  readonly formulas: {
    readonly tokens: number;
    readonly question: number;
    readonly read: number;
    readonly write: number;
    readonly rows: readonly (ReadingCost & { readonly calls: number })[];
  } | null;
};

interface Sum {
  calls: number;
  input: number;
  predicted: number;
  evaluated: number | null;
  read: number | null;
  firstPredicted: number;
  firstEvaluated: number | null;
  hit: number;
  miss: number;
  notReported: number;
}

/** Adds up what the calls took, beside what an ideal cache would have left to evaluate. */
export async function monitorCost(
  config: MonitorConfig,
  inputs: MonitorInputs,
  outcomes: Outcomes<MonitorTrial, MonitorValue>,
  mode: ScoreMode | null,
  price: Price | null,
): Promise<MonitorCost> {
  const rate = await charactersPerReportedToken(inputs, outcomes, mode);
  const perToken = rate ?? charactersPerToken.usual;
  const meter = planMeter(inputs);
  const sums = new Map<string, Sum>(measuredOf(config).map(({ id }) => [id, emptySum()]));
  let agent: AgentCost | null = null;
  const passed = new Map<string, number>();
  const reading = { runs: new Map<string, number>(), arms: new Set<string>(), questions: 0, calls: 0 };
  for await (const { trial, usage, calls } of outcomes) {
    if (trial.mode === "act") agent = withCall(agent, usage, calls);
    const sum = sums.get(trial.arm);
    if (sum === undefined || !countsIn(trial, mode)) continue;
    const planned = meter(trial);
    const { uncachedInput, cacheRead } = usage;
    const asked = calls > 0;
    const reported = asked && uncachedInput !== null ? uncachedInput + (cacheRead ?? 0) : null;
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
      sum.evaluated = plus(sum.evaluated, uncachedInput);
      sum.read = plus(sum.read, cacheRead);
      sum.firstEvaluated = plus(
        sum.firstEvaluated,
        uncachedInput === null ? null : firstPass(passed, trial.item, planned.run * scale, uncachedInput),
      );
      if (cacheRead === null) sum.notReported++;
      else if (cacheRead > 0) sum.hit++;
      else sum.miss++;
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
    arms: [...sums].map(([id, sum]) => armCost(id, sum)),
    agent,
    formulas: formulasOf(reading, price),
  };
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
    evaluated: plus(evaluated, usage.uncachedInput),
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

function armCost(id: string, sum: Sum): ArmCost {
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
    cache: { hit: sum.hit, miss: sum.miss, notReported: sum.notReported },
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
      ...readingCost({ tokens, calls: count, question, read, write }),
    })),
  };
}

async function charactersPerReportedToken(
  inputs: MonitorInputs,
  outcomes: Outcomes<MonitorTrial, MonitorValue>,
  mode: ScoreMode | null,
): Promise<number | null> {
  const meter = planMeter(inputs);
  let characters = 0;
  let tokens = 0;
  for await (const { trial, usage, calls } of outcomes) {
    if (!countsIn(trial, mode) || calls !== 1 || usage.uncachedInput === null) continue;
    characters += meter(trial).characters;
    tokens += usage.uncachedInput + (usage.cacheRead ?? 0);
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
    hit: 0,
    miss: 0,
    notReported: 0,
  };
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const count = z.number().nullable();
const costSchema: z.ZodType<MonitorCost> = z.object({
  version: z.literal(1),
  lengths: z.enum(["reported", "estimated"]),
  charactersPerToken: z.number(),
  arms: z.array(
    z.object({
      id: z.string(),
      calls: z.number(),
      input: z.number(),
      predicted: z.number(),
      evaluated: count,
      read: count,
      firstPass: z.object({ predicted: z.number(), evaluated: count }),
      cache: z.object({ hit: z.number(), miss: z.number(), notReported: z.number() }),
    }),
  ),
  agent: z
    .object({ runs: z.number(), calls: z.number(), evaluated: count, read: count, output: count })
    .nullable(),
  formulas: z
    .object({
      tokens: z.number(),
      question: z.number(),
      read: z.number(),
      write: z.number(),
      rows: z.array(
        z.object({
          calls: z.number(),
          fresh: z.number(),
          freshCached: z.number(),
          prefixLocal: z.number(),
          prefixProvider: z.number(),
        }),
      ),
    })
    .nullable(),
});

/** Reads the study's cost figures back from the envelope; null where they are not there. */
export function parseCost(stored: unknown): MonitorCost | null {
  const parsed = costSchema.safeParse(stored);
  return parsed.success ? parsed.data : null;
}
