import { z } from "zod";
import type { Request } from "../../asking/request.ts";
import type { Json } from "../../core/json.ts";
import type { Measured } from "../../core/outcome.ts";
import type { Block, Foreseen, Outcomes, Role, Tools } from "../../study/study.ts";
import type { Asking, AuditTest, AuditTrial, RowRanking } from "./audit-test.ts";
import type { AuditInputs } from "./inputs.ts";
import type { AuditConfig } from "./settings.ts";
import { auditTests } from "./tests.ts";
import { isAsked } from "./work.ts";

const tests: readonly AuditTest[] = auditTests;
const all = tests.flatMap(({ asks }) => asks ?? []);

/** Schema of a stored value: whatever a test's trials give. */
export const auditValue: z.ZodType<Json> = z.union(all.map(({ value }) => value));

/** What the tests that are asked for ask. */
function askingOf(config: AuditConfig): readonly Asking[] {
  return tests
    .filter((test) => isAsked(test, config))
    .flatMap(({ asks }) => asks ?? [])
    .filter((asks) => asks.roles(config).length > 0);
}

/** Models that this config needs. */
export function rolesOf(config: AuditConfig): readonly Role[] {
  return askingOf(config).flatMap((asks) => asks.roles(config));
}

/** Test by test: what one ranks first the investigator is shown later. */
export async function* planTrials(
  config: AuditConfig,
  inputs: AuditInputs,
): AsyncGenerator<Block<AuditTrial>, void, Outcomes<AuditTrial, Json>> {
  let ranking: RowRanking = new Map();
  for (const asks of askingOf(config)) ranking = (yield* asks.plan(config, inputs, ranking)) ?? ranking;
}

/** Every trial that may come, and how often. */
export function foreseePlan(config: AuditConfig, inputs: AuditInputs): Foreseen<AuditTrial> {
  const trials = askingOf(config).flatMap((asks) => asks.foresee(config, inputs));
  const early = trials.some(({ times }) => times !== undefined && times[0] < times[1]);
  return {
    trials,
    bounds: [],
    notes: [
      ...(trials.length === 0 ? ["No model is asked: statistics on the rows alone."] : []),
      ...(early
        ? ["The panel ends early where it is clear: at least the first look, at most all of them."]
        : []),
    ],
  };
}

/** Asks one question. */
export function measureTrial(trial: AuditTrial, inputs: AuditInputs, tools: Tools): Promise<Measured<Json>> {
  const asks = testOf(trial);
  return asks.measure(asks.trial.parse(trial), inputs, tools);
}

/** What a trial asks. */
export function requestOf(trial: AuditTrial, inputs: AuditInputs): Request {
  const asks = testOf(trial);
  return asks.request(asks.trial.parse(trial), inputs);
}

function testOf({ test }: AuditTrial): Asking {
  const asks = all.find(({ word }) => word === test);
  if (asks === undefined) throw new Error(`no test asks trials called ${test}`);
  return asks;
}
