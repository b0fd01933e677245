import { z } from "zod";
import type { Missing } from "../../core/outcome.ts";
import { stratifiedFolds } from "../../stats/resampling/folds.ts";
import type { Blocks } from "../../stats/resampling/jackknife.ts";
import type { Tally } from "../../study/tally.ts";
import { heldOutWith, type Labelled, type MonitorRow, namesOf, type Part } from "./row.ts";

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

/** How the scores of a trained arm came about. */
interface Trained {
  /** Scored by what the others taught. Only rows of one fold are compared: scores of different folds come from different fits. */
  readonly fold: Int32Array;
  /** The scores as they would be without each block of groups, neither taught nor scored: how much hangs on the fit. */
  readonly without: readonly Float64Array[];
}

/** Scores, beside those that were made without the suite, or the author, that they score. */
export interface HeldOut {
  readonly scores: Float64Array;
  /** Null where nothing is trained: then nothing needs to be held out, and all scores are the same. */
  readonly trained: Trained | null;
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
  return { scores, trained: null, heldOut: { suite: scores, author: scores } };
}

/** How rows are kept out of the training of what scores them. */
export interface Folding extends Labelled {
  readonly rows: readonly MonitorRow[];
  /** Folds of whole groups. */
  readonly folds: number;
  /** Copies have one number. */
  readonly family: Int32Array;
  /** What is left out beside, each in turn. */
  readonly parts: readonly Part[];
  /** Blocks of groups that are left out of a fit to see how much hangs on it. */
  readonly blocks: Blocks;
}

/** Scores of all rows, held out by fold, and of all but each block. */
type Blockwise = (
  fold: Int32Array,
  blocks: Blocks,
) => Promise<{ readonly scores: Float64Array; readonly without: readonly Float64Array[] }>;

/** Scores of a trained arm, out of fold, and with each suite and each author held out in turn. */
export async function outOfFold(
  { rows, folds, parts, positive, blocks, family }: Folding,
  scored: (fold: Int32Array) => Float64Array | Promise<Float64Array>,
  blockwise: Blockwise = eachWithout(scored),
): Promise<HeldOut> {
  const part = (name: Part): null | Float64Array | Promise<Float64Array> => {
    const names = parts.includes(name) ? namesOf(rows, name) : null;
    return names === null || new Set(names).size < 2 ? null : scored(heldOutWith(names, family));
  };
  const groups = rows.map(({ group }) => group);
  const fold = stratifiedFolds(groups, positive, folds);
  const [{ scores, without }, suite, author] = await Promise.all([
    blockwise(fold, blocks),
    part("suite"),
    part("author"),
  ]);
  return { scores, trained: { fold, without }, heldOut: { suite, author } };
}

/** Fits again without each block; a fit that takes long should do so in a thread of its own. */
function eachWithout(scored: (fold: Int32Array) => Float64Array | Promise<Float64Array>): Blockwise {
  return async (fold, { of, count }) => {
    const scores = await scored(fold);
    const without: Float64Array[] = [];
    for (let block = 0; block < count; block++) {
      without.push(await scored(fold.map((number, row) => (of[row] === block ? -1 : number))));
      // Ctrl-C and progress are heard between fits.
      await new Promise(setImmediate);
    }
    return { scores, without };
  };
}
