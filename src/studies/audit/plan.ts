import type { Request } from "../../asking/request.ts";
import type { Measured } from "../../core/outcome.ts";
import type { Block, Foreseen, Outcomes, Role, Tools } from "../../study/study.ts";
import type { AuditConfig } from "./config.ts";
import type { AuditInputs } from "./inputs.ts";
import type { AskingTest, ModelTest } from "./model-test.ts";
import { investigatorTest } from "./tests/investigator/investigator-test.ts";
import { foreseenPanel, panelTest, planPanel } from "./tests/panel/panel-test.ts";
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
  return testOf(trial).measure(trial, inputs, tools);
}

/** What a trial asks. */
export function requestOf(trial: AuditTrial, inputs: AuditInputs): Request {
  return testOf(trial).request(trial, inputs);
}

/** Every trial that may come, and how often. */
export function foreseePlan(config: AuditConfig, inputs: AuditInputs): Foreseen<AuditTrial> {
  const panel = foreseenPanel(config, inputs);
  const trials = [
    ...panel,
    ...modelTests.flatMap((test) =>
      test
        .trials(config, inputs, new Map())
        .map((trial) => ({ trial, prefix: `${trial.role} ${trial.arm}` })),
    ),
  ];
  return {
    trials,
    bounds: [],
    notes: [
      ...(trials.length === 0 ? ["No model is asked: statistics on the rows alone."] : []),
      ...(panel.length > 0
        ? ["The panel ends early where it is clear: at least the first look, at most all of them."]
        : []),
    ],
  };
}

function testOf(trial: AuditTrial): AskingTest {
  const test = askingTests.find(({ id }) => id === trial.test);
  if (test === undefined) throw new Error(`no test is called ${trial.test}`);
  return test;
}
