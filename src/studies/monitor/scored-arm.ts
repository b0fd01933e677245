import { z } from "zod";

/** Schema of what an arm is: asked of a model, trained on its states, made of other arms, or a rival that needs no model. */
export const armKind = z.enum(["prompted", "probe", "ensemble", "control", "floor"]);
export type ArmKind = z.infer<typeof armKind>;

/** One column of scores. */
export interface ScoredArm {
  readonly id: string;
  readonly kind: ArmKind;
  /** One a row; NaN where there is none. */
  readonly scores: Float64Array;
  /** Are they probabilities? */
  readonly probability: boolean;
}

/** Are an arm's scores in the unit of the prompted ones? */
export function inUnit(kind: ArmKind): boolean {
  return kind === "prompted" || kind === "control";
}
