import { createHash } from "node:crypto";
import { CredenceError } from "../core/error.ts";
import type { RegisteredModel } from "../core/identity.ts";
import type { Json, JsonObject } from "../core/json.ts";
import { addUsage, type Measured, type Missing, noUsage, type Usage } from "../core/outcome.ts";
import type { RunRecord, RunStatus } from "../ledger/ledger.ts";
import { meteredModel } from "../models/metered.ts";
import type { Model } from "../models/model.ts";
import { random } from "../stats/distributions/random.ts";
import { type Budget, budget, usdOf } from "./budget.ts";
import { type Limiter, limiter } from "./limiter.ts";
import { attempt } from "./retry.ts";
import type { RunOptions } from "./runnable.ts";
import { schedule } from "./schedule.ts";
import type { Block, Study, Tools, TrialShape } from "./study.ts";
import { trialKeys } from "./trial-key.ts";
import { none, outcomeReader } from "./walk.ts";

/** Codes after which no other call to the same model can do better. */
const hopeless = new Set(["http-401", "http-403", "http-404"]);

/** Failures that say that the model is not there or not now; a 500 may come of what was asked. */
const absent = new Set(["connection", "timeout", "http-429", "http-502", "http-503", "http-504", "http-529"]);

/** One sitting of a run: walks the plan, measures what the journal does not hold, and says how it ended. */
export async function execute<
  Config,
  Inputs,
  Trial extends TrialShape,
  Value extends Json,
  Results extends Json,
>(
  study: Study<Config, Inputs, Trial, Value, Results>,
  config: Config,
  inputs: Inputs,
  run: RunRecord,
  models: ReadonlyMap<string, Model>,
  options: RunOptions,
): Promise<RunStatus> {
  const { measuring } = study;
  if (measuring === undefined) return options.stop.soft.aborted ? "interrupted" : "complete";
  const registered = run.registration.models;
  const keyOf = trialKeys({ study: study.name, studyVersion: study.version, models: registered });
  const reader = outcomeReader<Trial, Value>(run, keyOf, measuring.value);
  const { spent, failed } = await earlier(run, registered, options.retryFailed);
  const purse = budget(options.limits, spent);
  const limiters = limitersOf(models, options.concurrency);
  const limiterOf = (role: string | null): Limiter => limiters.get(role) ?? idle;
  const answered = new Set<string | null>();
  const jitter = random(`${run.id} ${run.session}`);
  const stopped = (): boolean => options.stop.soft.aborted || purse.exhausted;

  const plan = measuring.plan(config, inputs, {
    random: random(run.registration.seed).fork("plan"),
    models: registered,
  });
  let step = await plan.next(none());
  for (let index = 0; step.done !== true; index++) {
    const block = step.value;
    const hash = createHash("sha256");
    let finished = 0;
    const tell = (): void =>
      options.events({
        kind: "progress",
        doing: block.title,
        done: finished,
        total: block.count,
        limit: limiters.size === 0 ? null : Math.max(...[...limiters.values()].map((l) => l.limit)),
      });

    const work = async (trial: Trial, key: string, leave: () => void): Promise<void> => {
      const meter = trialMeter(purse, registered, options.stop.hard);
      const began = performance.now();
      const tools: Tools = {
        model: (role) => meter.around(role, modelFor(models, role)),
        workers: options.workers,
        keep: (content) => run.putBlob(content),
        signal: options.stop.hard,
      };
      const { result, attempts } = await attempt(() => measuring.measure(trial, inputs, tools), {
        patience: block.retry === "never" ? null : options.patience,
        limiter: limiterOf(trial.role),
        answered: () => answered.has(trial.role),
        random: jitter,
        signal: options.stop.soft,
        onWait: (seconds, reason, patience) => options.events({ kind: "waiting", seconds, reason, patience }),
      });
      leave();
      if (unfinished(result, options.stop.hard)) return;
      giveUpIfHopeless(result, trial, answered);
      if (limiterOf(trial.role).failing && block.retry !== "never") endIfOut(result, trial, run, answered);
      await run.append({
        key,
        trial: describe(trial, block),
        result,
        ...meter.sums(),
        attempts,
        seconds: Math.round(performance.now() - began) / 1000,
        session: run.session,
        at: Date.now(),
      });
      failed.delete(key);
      finished++;
      tell();
    };

    const done = (key: string): boolean => run.has(key) && !failed.has(key);
    await schedule(block, { keyOf, done, limiterOf, work, stopped }, (key) => {
      hash.update(key);
      if (done(key)) finished++;
    });
    tell();
    if (options.stop.soft.aborted) return "interrupted";
    if (purse.exhausted) return "stopped";
    await chain(run, index, hash.digest("hex"));
    step = await plan.next(reader.of(block));
  }
  return "complete";
}

const idle = limiter(1, 1);

/** One limiter a model, however many roles it plays. */
function limitersOf(models: ReadonlyMap<string, Model>, fixed: number | null): Map<string | null, Limiter> {
  const byModel = new Map<Model, Limiter>();
  const byRole = new Map<string | null, Limiter>();
  for (const [role, model] of models) {
    const { start, most } = model.concurrency;
    const made = byModel.get(model) ?? (fixed === null ? limiter(start, most) : limiter(fixed, fixed));
    byModel.set(model, made);
    byRole.set(role, made);
  }
  return byRole;
}

function modelFor(models: ReadonlyMap<string, Model>, role: string): Model {
  const model = models.get(role);
  if (model === undefined)
    throw new Error(`the study asked for role ${role}, which its config does not name`);
  return model;
}

/** Adds up what one trial's calls used, and keeps them within the budget. */
function trialMeter(
  purse: Budget,
  registered: Readonly<Record<string, RegisteredModel>>,
  signal: AbortSignal,
): {
  around: (role: string, model: Model) => Model;
  sums: () => { readonly usage: Usage; readonly calls: number; readonly replayed: number };
} {
  let usage = noUsage;
  let calls = 0;
  let replayed = 0;
  return {
    around: (role, model) =>
      meteredModel(model, {
        signal,
        before: () => purse.reserve(),
        after: (reply) => {
          if (reply.replayed === true) {
            replayed++;
            purse.refund();
            return;
          }
          calls++;
          usage = addUsage(usage, reply.usage);
          purse.spend(usdOf(reply.usage, registered[role]?.price ?? null) ?? 0);
        },
      }),
    sums: () => ({ usage, calls, replayed }),
  };
}

/** A trial that a stop cut short was not measured: it leaves no trace, so that resuming measures it. */
function unfinished(result: Measured<Json>, hard: AbortSignal): boolean {
  return "missing" in result && (result.missing.code === "budget" || hard.aborted);
}

function giveUpIfHopeless(result: Measured<Json>, trial: TrialShape, answered: Set<string | null>): void {
  const missing: Missing | null = "missing" in result ? result.missing : null;
  if (missing === null || !(hopeless.has(missing.code) || absent.has(missing.code))) answered.add(trial.role);
  else if (hopeless.has(missing.code) && !answered.has(trial.role))
    throw new CredenceError("model", missing.reason);
}

/**
 * An outage is no data. Where every call to a model failed for as long as patience lasts, the sitting ends: what failed so is not
 * recorded, and resuming measures it.
 */
function endIfOut(
  result: Measured<Json>,
  { role }: TrialShape,
  run: RunRecord,
  answered: ReadonlySet<string | null>,
): void {
  if (!("missing" in result) || !absent.has(result.missing.code)) return;
  const model = run.registration.models[role ?? ""]?.reference ?? role ?? "the model";
  const before =
    run.outcomes === 0 && answered.size === 0 ? "Nothing was measured" : "An outage cut the run short";
  throw new CredenceError("outage", `${before}: every call to ${model} failed: ${result.missing.reason}`, {
    fix: `When it answers again: credence resume ${run.id.slice(0, 8)}`,
  });
}

function describe<Trial extends TrialShape>(trial: Trial, block: Block<Trial>): JsonObject {
  const { item, arm, repeat, role } = trial;
  const prefix = block.prefix?.(trial);
  return { item, arm, repeat, role, ...(prefix === undefined ? {} : { prefix }) };
}

async function chain(run: RunRecord, index: number, hash: string): Promise<void> {
  const before = run.chained(index);
  if (before === undefined) return run.chain(index, hash);
  if (before === hash) return;
  throw new CredenceError("failed", `block ${index + 1} of the plan is not the one this run began with`, {
    where: run.folder,
    fix: "The code changed since: resume with the version that registered the run, or start a new run.",
  });
}

/** What earlier sittings spent, and which of their trials are to be measured again. */
async function earlier(
  run: RunRecord,
  registered: Readonly<Record<string, RegisteredModel>>,
  retryFailed: boolean,
): Promise<{
  readonly spent: { readonly calls: number; readonly usd: number };
  readonly failed: Set<string>;
}> {
  let calls = 0;
  let usd = 0;
  const failed = new Set<string>();
  if (run.outcomes === 0) return { spent: { calls, usd }, failed };
  for await (const record of run.records()) {
    const role = typeof record.trial.role === "string" ? registered[record.trial.role] : undefined;
    calls += record.calls;
    usd += usdOf(record.usage, role?.price ?? null) ?? 0;
    if (!retryFailed) continue;
    if ("missing" in record.result && record.result.missing.retryable === true) failed.add(record.key);
    else failed.delete(record.key);
  }
  return { spent: { calls, usd }, failed };
}
