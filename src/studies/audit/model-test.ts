import type { Measured } from "../../core/outcome.ts";
import type { TaughtRow } from "../../data/tuning-set.ts";
import type { Model } from "../../models/model.ts";
import type { ArmEstimate, Range, Role, Tools } from "../../study/study.ts";
import type { AuditConfig, TestId } from "./config.ts";
import type { AuditInputs } from "./inputs.ts";
import type { AuditTrial, AuditValue } from "./trial.ts";

/** SHA-256 of a suspect set → its rows, those first that lean most to what a panel found. Empty without a panel. */
export type ShiftRanking = ReadonlyMap<string, readonly TaughtRow[]>;

/** A test that asks a model: what it needs, and what that takes. */
export interface AskingTest {
  readonly id: TestId;
  /** None where the config names no model for it, or does not ask for it. */
  roles(config: AuditConfig): readonly Role[];
  estimate(config: AuditConfig, inputs: AuditInputs): readonly ArmEstimate[];
  /** The same, exact for the roles whose models can count beforehand. */
  count?(
    config: AuditConfig,
    inputs: AuditInputs,
    model: (role: string) => Model | null,
  ): Promise<readonly ArmEstimate[]>;
  measure(trial: AuditTrial, inputs: AuditInputs, tools: Tools): Promise<Measured<AuditValue>>;
}

/** One whose trials are all known once the panel's are done. The study's plan and measure are made of these. */
export interface ModelTest extends AskingTest {
  /** All its trials; a test without a role plans none. */
  trials(config: AuditConfig, inputs: AuditInputs, ranking: ShiftRanking): readonly AuditTrial[];
}

/** Characters a token, at most and at least. */
const perToken = { most: 4.5, least: 2.8 };

/** Tokens of so many characters. */
export function tokensOf(characters: number): Range {
  return [Math.floor(characters / perToken.most), Math.ceil(characters / perToken.least)];
}
