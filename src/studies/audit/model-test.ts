import type { Measured } from "../../core/outcome.ts";
import type { ArmEstimate, Range, Role, Tools } from "../../study/study.ts";
import type { AuditConfig, TestId } from "./config.ts";
import type { AuditInputs } from "./inputs.ts";
import type { AuditTrial, AuditValue } from "./trial.ts";

/** A test that asks a model: what it needs, what it asks, what that takes. The study's plan and measure are made of these. */
export interface ModelTest {
  readonly id: TestId;
  /** None where the config names no model for it, or does not ask for it. */
  roles(config: AuditConfig): readonly Role[];
  /** All its trials; a test without a role plans none. */
  trials(config: AuditConfig, inputs: AuditInputs): readonly AuditTrial[];
  estimate(config: AuditConfig, inputs: AuditInputs): readonly ArmEstimate[];
  measure(trial: AuditTrial, inputs: AuditInputs, tools: Tools): Promise<Measured<AuditValue>>;
}

/** Characters a token, at most and at least. */
const perToken = { most: 4.5, least: 2.8 };

/** Tokens of so many characters. */
export function tokensOf(characters: number): Range {
  return [Math.floor(characters / perToken.most), Math.ceil(characters / perToken.least)];
}
