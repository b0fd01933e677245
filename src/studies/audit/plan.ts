import type { Measured } from "../../core/outcome.ts";
import type { Model } from "../../models/model.ts";
import type { ArmEstimate, Block, Estimate, Outcomes, Role, Tools } from "../../study/study.ts";
import type { AuditConfig } from "./config.ts";
import type { AuditInputs } from "./inputs.ts";
import type { AskingTest, ModelTest } from "./model-test.ts";
import { investigatorTest } from "./tests/investigator/investigator-test.ts";
import { panelTest, planPanel } from "./tests/panel/panel-test.ts";
import { rowTest } from "./tests/row/row-test.ts";
import { trainedMonitorTest } from "./tests/states/states-test.ts";
import { studentTest } from "./tests/students/student-test.ts";
import type { AuditTrial, AuditValue } from "./trial.ts";

/** Tests that ask a model; one more is a file of its own and an entry here. The panel's blocks come before them. */
const modelTests: readonly ModelTest[] = [rowTest, trainedMonitorTest, investigatorTest, studentTest];
const askingTests: readonly AskingTest[] = [panelTest, ...modelTests];

/** Models that this config needs. */
export function rolesOf(config: AuditConfig): Role[] {
  return askingTests.flatMap((test) => test.roles(config));
}

/** The panel look by look, then one block a test: the investigator's top rows are those that the panel ranks first. */
export async function* planTrials(
  config: AuditConfig,
  inputs: AuditInputs,
): AsyncGenerator<Block<AuditTrial>, void, Outcomes<AuditTrial, AuditValue>> {
  const ranking = yield* planPanel(config, inputs);
  for (const test of modelTests) {
    const trials = test.trials(config, inputs, ranking);
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
  const test = askingTests.find(({ id }) => id === trial.test);
  if (test === undefined) throw new Error(`no test is called ${trial.test}`);
  return test.measure(trial, inputs, tools);
}

/** What the plan will take, from the prompts' characters. */
export function estimatePlan(config: AuditConfig, inputs: AuditInputs): Estimate {
  const arms = askingTests.flatMap((test) => test.estimate(config, inputs));
  return planned(arms, arms.length > 0);
}

/** The same, with what models at hand say they will take. */
export async function countPlan(
  config: AuditConfig,
  inputs: AuditInputs,
  model: (role: string) => Model | null,
): Promise<Estimate> {
  const arms: ArmEstimate[] = [];
  for (const test of askingTests) {
    arms.push(...(await (test.count?.(config, inputs, model) ?? test.estimate(config, inputs))));
  }
  return planned(arms, !arms.every(({ counted }) => counted === true));
}

function planned(arms: readonly ArmEstimate[], guessed: boolean): Estimate {
  return {
    arms,
    notes: [
      ...(arms.length === 0 ? ["No model is asked: statistics on the rows alone."] : []),
      ...(guessed ? ["Tokens are estimated from characters, 2.8 to 4.5 a token."] : []),
      ...(arms.length > 0 && !guessed ? ["Tokens are counted by the model itself, without a call."] : []),
      ...(arms.some(({ arm }) => arm === "shift")
        ? ["The panel ends early where it is clear: at least the first look, at most all of them."]
        : []),
    ],
  };
}
