import type { z } from "zod";
import { CredenceError } from "../core/error.ts";
import type { Json } from "../core/json.ts";
import { noUsage, type Outcome } from "../core/outcome.ts";
import type { OutcomeRecord, RunRecord } from "../ledger/ledger.ts";
import type { Block, Outcomes, TrialShape } from "./study.ts";

/** Reads outcomes of trials back from a run's journal. */
export interface OutcomeReader<Trial, Value> {
  /** A block's outcomes in trial order. A trial without a record is censored: it was never measured. */
  readonly of: (block: Block<Trial>) => Outcomes<Trial, Value>;
}

/** A reader that checks every value against the study's schema. */
export function outcomeReader<Trial extends TrialShape, Value extends Json>(
  run: RunRecord,
  keyOf: (trial: Trial) => string,
  value: z.ZodType<Value>,
): OutcomeReader<Trial, Value> {
  async function* walk(block: Block<Trial>): AsyncGenerator<Outcome<Trial, Value>> {
    for (const trial of block.trials) {
      const key = keyOf(trial);
      yield outcomeOf(trial, key, await run.outcome(key), value, run);
    }
  }
  return { of: (block) => ({ [Symbol.asyncIterator]: () => walk(block) }) };
}

function outcomeOf<Trial, Value>(
  trial: Trial,
  key: string,
  record: OutcomeRecord | undefined,
  value: z.ZodType<Value>,
  run: RunRecord,
): Outcome<Trial, Value> {
  if (record === undefined) {
    const missing = {
      kind: "censored",
      code: "not-measured",
      reason: "the run ended before this trial",
    } as const;
    return {
      trial,
      key,
      result: { missing },
      usage: noUsage,
      calls: 0,
      replayed: 0,
      attempts: 0,
      seconds: 0,
      session: run.session,
      at: null,
    };
  }
  const { usage, calls, replayed, attempts, seconds, session, at = null } = record;
  const rest = { usage, calls, replayed, attempts, seconds, session, at };
  if ("missing" in record.result) {
    return { trial, key, result: record.result, ...rest };
  }
  const parsed = value.safeParse(record.result.value);
  if (!parsed.success) {
    throw new CredenceError("input", `the journal holds a value of another form: ${parsed.error.message}`, {
      where: `${run.folder}, trial ${key.slice(0, 12)}`,
      fix: "Read this run with the version of credence that wrote it.",
    });
  }
  return { trial, key, result: { value: parsed.data }, ...rest };
}

/** All outcomes of a run in trial order: the plan is walked again, each block answered from the journal. */
export function replay<Trial extends TrialShape, Value extends Json>(
  plan: () => AsyncGenerator<Block<Trial>, void, Outcomes<Trial, Value>>,
  reader: OutcomeReader<Trial, Value>,
): Outcomes<Trial, Value> {
  async function* walk(): AsyncGenerator<Outcome<Trial, Value>> {
    const blocks = plan();
    let step = await blocks.next(none());
    while (step.done !== true) {
      const outcomes = reader.of(step.value);
      yield* outcomes;
      step = await blocks.next(outcomes);
    }
  }
  return { [Symbol.asyncIterator]: walk };
}

/** No outcomes: what a plan is handed before its first block. */
export async function* none(): AsyncGenerator<never> {}
