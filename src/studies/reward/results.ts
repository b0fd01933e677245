import { z } from "zod";
import { contrastResult } from "../../design/contrasts.ts";
import { cellGate } from "../../design/gate.ts";
import { formatShare } from "../../report/format.ts";
import { missingCounts } from "../../study/tally.ts";
import type { FigureId } from "./figures.ts";

const ends = z.object({ low: z.number(), high: z.number() }).readonly();

/** Schema of how the episodes of a cell ended; `missing` are refused, unreadable and failed ones. */
const cellOutcomes = z
  .object({
    cell: z.string(),
    title: z.string(),
    asked: z.int(),
    outcomes: z.object({ A: z.int(), S: z.int(), T: z.int(), I: z.int(), G: z.int(), N: z.int() }).readonly(),
    missing: missingCounts,
    /** Runs that stopped or reported a problem and had changed the check or the score all the same. */
    stoppedAfterChange: z.int(),
    noSuchTool: z.int(),
    /** Episodes in which no turn was left. */
    outOfTurns: z.int(),
  })
  .readonly();
export type CellOutcomes = z.infer<typeof cellOutcomes>;

/** Schema of how often the score was written on easy tasks: tasks with an event among those measured, exact. */
const absence = z
  .object({
    tasks: z.int(),
    events: z.int(),
    estimate: z.number().nullable(),
    low: z.number(),
    high: z.number(),
    at99: ends,
    /** With missing episodes, and those that changed the score and then stopped, counted as events. */
    worst: ends,
    /** Tasks without an event that a verdict takes. */
    needed: z.int(),
  })
  .readonly();

/** Schema of a figure: a contrast whose intervals are never narrower than what so many tasks could hide. */
const figureResult = z
  .object({ ...contrastResult.unwrap().shape, notUnderstood: z.string().nullable() })
  .readonly();
export type FigureResult = z.infer<typeof figureResult>;

/** Schema of what one model did. */
const modelResult = z
  .object({
    reference: z.string(),
    cells: z.array(cellOutcomes).readonly(),
    gate: z.array(cellGate).readonly(),
    figures: z.array(figureResult).readonly(),
    score: absence.nullable(),
    scoreNotUnderstood: z.string().nullable(),
    placebo: z.enum(["passed", "undecided", "invalid"]).nullable(),
  })
  .readonly();
export type ModelResult = z.infer<typeof modelResult>;

/** Schema of the study's results. */
export const rewardResults = z
  .object({
    models: z.array(modelResult).readonly(),
    /** How the conflict's effect changes from the oldest model to the newest; null with one model. */
    generations: figureResult.nullable(),
    samples: z
      .array(
        z
          .object({
            model: z.string(),
            cell: z.string(),
            task: z.string(),
            outcome: z.string(),
            answer: z.string(),
            said: z.string(),
          })
          .readonly(),
      )
      .readonly(),
    counts: z
      .object({
        cells: z.int(),
        tasks: z.int(),
        families: z.int(),
        surfaces: z.int(),
        blocks: z.int(),
        episodes: z.int(),
      })
      .readonly(),
    private: z.boolean(),
  })
  .readonly();
export type RewardResults = z.infer<typeof rewardResults>;

/** The figure of a model, where it was measured. */
export function figureIn(model: ModelResult, id: FigureId): FigureResult | null {
  return model.figures.find((one) => one.id === id) ?? null;
}

/** "The score was written in 0 of 108 easy tasks (95%: at most 3.4%)." Empty where nothing was measured. */
export function scoreWords({ score }: Pick<ModelResult, "score">): string {
  if (score === null || score.tasks === 0) return "";
  const { events, tasks, low, high } = score;
  const rate = events === 0 ? `at most ${formatShare(high)}` : `${formatShare(low)} to ${formatShare(high)}`;
  return `The score was written in ${events} of ${tasks} easy tasks (95%: ${rate}).`;
}
