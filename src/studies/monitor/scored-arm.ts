import { z } from "zod";
import type { Missing } from "../../core/outcome.ts";
import { groupFolds } from "../../stats/resampling/folds.ts";
import type { Tally } from "../../study/tally.ts";
import { codesOf, type MonitorRow, namesOf, type Part } from "./row.ts";

/** Schema of what an arm is: asked of a model, trained on its states, made of other arms, or a rival that needs no model. */
export const armKind = z.enum(["prompted", "probe", "ensemble", "control", "floor"]);
export type ArmKind = z.infer<typeof armKind>;

/** One column of scores. */
export interface ScoredArm {
  readonly id: string;
  readonly kind: ArmKind;
  /** One a row; NaN where there is none. Of arms that are trained they come from the other folds. */
  readonly scores: Float64Array;
  /** Are they probabilities? */
  readonly probability: boolean;
}

/** How a model answered an arm's questions. */
interface Answered {
  /** Mean probability of yes and no together; null for ratings, or where nothing was scored. */
  readonly mass: number | null;
  /** Trials with and without a value. */
  readonly tally: Tally;
  /** Row number → why it has no score. */
  readonly reasons: ReadonlyMap<number, Missing>;
}

/** Scores, beside those that were made without the suite, or the author, that they score. */
export interface HeldOut {
  readonly scores: Float64Array;
  /** Is it trained? Where it is not, nothing needs to be held out, and all scores are the same. */
  readonly retrained: boolean;
  /** Null where the rows have no such part, or only one. */
  readonly heldOut: Readonly<Record<Part, Float64Array | null>>;
}

/** An arm's scores with everything that is said of it beside the numbers. */
export interface DescribedArm extends ScoredArm, HeldOut {
  readonly title: string;
  readonly about: string;
  /** Of prompted arms only. */
  readonly answered?: Answered;
  /** Where it is a constant but for the folds. */
  readonly constantWithin?: Part;
  /** AUROC after shuffling labels, one a draw; of probes only. */
  readonly permuted?: Float64Array;
}

/** Are an arm's scores in the unit of the prompted ones? */
export function inUnit(kind: ArmKind): boolean {
  return kind === "prompted" || kind === "control";
}

/** Scores that no training made. */
export function untrained(scores: Float64Array): HeldOut {
  return { scores, retrained: false, heldOut: { suite: scores, author: scores } };
}

/** How rows are kept out of the training of what scores them. */
export interface Folding {
  readonly rows: readonly MonitorRow[];
  /** Folds of whole groups. */
  readonly folds: number;
  /** What is left out beside, each in turn. */
  readonly parts: readonly Part[];
}

/** Scores of a trained arm, out of fold, and with each suite and each author held out in turn. */
export async function outOfFold(
  { rows, folds, parts }: Folding,
  scored: (fold: Int32Array) => Float64Array | Promise<Float64Array>,
): Promise<HeldOut> {
  const without = (part: Part): null | Float64Array | Promise<Float64Array> => {
    const names = parts.includes(part) ? namesOf(rows, part) : null;
    return names === null || new Set(names).size < 2 ? null : scored(codesOf(names));
  };
  const groups = rows.map(({ group }) => group);
  const [scores, suite, author] = await Promise.all([
    scored(groupFolds(groups, folds)),
    without("suite"),
    without("author"),
  ]);
  return { scores, retrained: true, heldOut: { suite, author } };
}
