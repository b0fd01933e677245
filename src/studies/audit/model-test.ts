import { ask, type Question } from "../../asking/form.ts";
import type { Request } from "../../asking/request.ts";
import type { Measured } from "../../core/outcome.ts";
import type { TaughtRow } from "../../data/tuning-set.ts";
import type { Role, Tools } from "../../study/study.ts";
import type { AuditConfig, TestId } from "./config.ts";
import type { AuditInputs } from "./inputs.ts";
import type { AuditTrial, AuditValue } from "./trial.ts";

/** SHA-256 of a suspect set → its rows, those first that lean most to what a panel found. Empty without a panel. */
export type ShiftRanking = ReadonlyMap<string, readonly TaughtRow[]>;

/** A test that asks a model: what it needs, and what it asks. */
export interface AskingTest {
  readonly id: TestId;
  /** None where the config names no model for it, or does not ask for it. */
  roles(config: AuditConfig): readonly Role[];
  request(trial: AuditTrial, inputs: AuditInputs): Request;
  measure(trial: AuditTrial, inputs: AuditInputs, tools: Tools): Promise<Measured<AuditValue>>;
}

/** One whose trials are all known once the panel's are done. The study's plan and measure are made of these. */
export interface ModelTest extends AskingTest {
  /** All its trials; a test without a role plans none. */
  trials(config: AuditConfig, inputs: AuditInputs, ranking: ShiftRanking): readonly AuditTrial[];
}

/** Keeps a reply in the run and gives its hash. */
export type Keep = (text: string) => Promise<string>;

/** How a test asks one question a trial: what it asks, and the same put to the model of the trial's role. */
export function asksOne(
  questionOf: (trial: AuditTrial, inputs: AuditInputs, keep: Keep) => Question<AuditValue>,
): Pick<AskingTest, "request" | "measure"> {
  return {
    request: (trial, inputs) => questionOf(trial, inputs, () => Promise.resolve("")),
    measure: (trial, inputs, tools) =>
      ask(tools.model(trial.role ?? ""), questionOf(trial, inputs, tools.keep), tools.signal),
  };
}
