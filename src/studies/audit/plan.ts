import type { Measured } from "../../core/outcome.ts";
import type { Block, Estimate, Outcomes, Role, Tools } from "../../study/study.ts";
import type { AuditConfig } from "./config.ts";
import type { AuditInputs } from "./inputs.ts";
import { investigatorTest } from "./investigator.ts";
import type { ModelTest } from "./model-test.ts";
import { rowTest } from "./row-monitor.ts";
import type { AuditTrial, AuditValue } from "./trial.ts";

/** Tests that ask a model; one more is a file of its own and an entry here. */
const modelTests: readonly ModelTest[] = [rowTest, investigatorTest];

/** Models that this config needs. */
export function rolesOf(config: AuditConfig): Role[] {
  return modelTests.flatMap((test) => test.roles(config));
}

/** One block a test; none looks at another's outcomes. */
export async function* planTrials(
  config: AuditConfig,
  inputs: AuditInputs,
): AsyncGenerator<Block<AuditTrial>, void, Outcomes<AuditTrial, AuditValue>> {
  for (const test of modelTests) {
    const trials = test.trials(config, inputs);
    if (trials.length === 0) continue;
    yield { title: test.id, trials, count: trials.length, order: "parallel", retry: "runner" };
  }
}

/** Asks one question. */
export function measureTrial(
  trial: AuditTrial,
  inputs: AuditInputs,
  tools: Tools,
): Promise<Measured<AuditValue>> {
  const test = modelTests.find(({ id }) => id === trial.test);
  if (test === undefined) throw new Error(`no test is called ${trial.test}`);
  return test.measure(trial, inputs, tools);
}

/** What the plan will take, from the prompts' characters. */
export function estimatePlan(config: AuditConfig, inputs: AuditInputs): Estimate {
  const arms = modelTests.flatMap((test) => test.estimate(config, inputs));
  return {
    arms,
    notes: [
      arms.length === 0
        ? "No model is asked: statistics on the rows alone."
        : "Tokens are estimated from characters, 2.8 to 4.5 a token.",
    ],
  };
}
