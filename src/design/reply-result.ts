import { z } from "zod";
import type { GateResult } from "../claims/claim.ts";
import { band, calibrated } from "./calibration.ts";
import { inCell } from "./cells.ts";
import { contrastOf, contrastResult, type DeclaredContrast } from "./contrasts.ts";
import { cellGate, gateOf, notUnderstoodAmong } from "./gate.ts";
import { gatedCells, prepared, type ReplyExperiment } from "./reply-experiment.ts";
import { cellOutcomes, type ReplyOutcomes, sampleReply } from "./reply-outcomes.ts";

/** Schema of what an experiment came to. */
export const replyResult = z
  .object({
    experiment: z.string(),
    factors: z
      .array(z.object({ id: z.string(), title: z.string(), levels: z.array(z.string()) }).readonly())
      .readonly(),
    counts: z
      .object({ cells: z.int(), items: z.int(), clusters: z.int(), families: z.int(), blocks: z.int() })
      .readonly(),
    cells: z.array(cellOutcomes).readonly(),
    contrasts: z.array(contrastResult).readonly(),
    gate: z.array(cellGate).readonly(),
    /** Items by themselves: base rates, and how many lie where they can move either way. */
    calibration: z
      .object({
        rates: z.array(z.object({ item: z.string(), rate: z.number() }).readonly()).readonly(),
        inside: z.int(),
      })
      .readonly()
      .nullable(),
    samples: z.array(sampleReply).readonly(),
    mass: z.number().nullable(),
    ends: z.record(z.string(), z.int()),
  })
  .readonly();
export type ReplyResult = z.infer<typeof replyResult>;

/** Contrasts, gate, outcomes by cell and the sample of replies. Where items were calibrated, those that cannot move are in no contrast. */
export function replyResultOf(
  experiment: ReplyExperiment,
  outcomes: ReplyOutcomes,
  contrasts: readonly DeclaredContrast[],
): ReplyResult {
  const all = prepared(experiment);
  const { design, calibration } = experiment;
  const drawn = calibrated(outcomes.calibration);
  const used =
    calibration === null
      ? outcomes.behaviour
      : outcomes.behaviour.filter(({ item }) => drawn.inside.has(item));
  const clusters = new Set(all.units.map(({ item }) => item.cluster ?? item.id));
  return {
    experiment: experiment.id,
    factors: Object.entries(design.factors).map(([id, { title, levels }]) => ({
      id,
      title: title ?? id,
      levels: Object.keys(levels),
    })),
    counts: {
      ...{
        cells: all.cells.length,
        items: design.items.length,
        clusters: clusters.size,
        families: design.families.length,
      },
      blocks: new Set(outcomes.behaviour.map(({ block }) => block)).size,
    },
    cells: outcomes.cells,
    contrasts: contrasts.map((contrast) => contrastOf(used, all.cells, contrast)),
    gate: gateOf(outcomes.gate, gatedCells(all)),
    calibration:
      calibration === null
        ? null
        : { rates: [...drawn.rates].map(([item, rate]) => ({ item, rate })), inside: drawn.inside.size },
    ...{ samples: outcomes.samples, mass: outcomes.mass, ends: outcomes.ends },
  };
}

/** Why a contrast does not count: a cell of it was not understood. Null where all that were asked about were. */
export function notUnderstood(
  { gate }: Pick<ReplyResult, "gate">,
  experiment: ReplyExperiment,
  { terms }: Pick<DeclaredContrast, "terms">,
): string | null {
  const { cells } = prepared(experiment);
  const used = new Set(
    cells.filter((cell) => terms.some(({ where }) => inCell(cell, where))).map(({ id }) => id),
  );
  return notUnderstoodAmong(
    gate.filter(({ questions }) => questions > 0),
    used,
  );
}

/** The gate of a whole experiment: was any cell understood? Null where nothing was asked. */
export function comprehensionGate({
  gate: all,
  experiment,
}: Pick<ReplyResult, "gate" | "experiment">): GateResult | null {
  const gate = all.filter(({ questions }) => questions > 0);
  if (gate.length === 0) return null;
  const passed = gate.filter((one) => one.passed).length;
  const questions = gate.reduce((sum, one) => sum + one.questions, 0);
  const silent = gate.reduce((sum, one) => sum + one.unanswered, 0);
  const right = questions === 0 ? 0 : gate.reduce((sum, one) => sum + one.rightly, 0) / questions;
  return {
    id: `comprehension${experiment === "" ? "" : `, ${experiment}`}`,
    passed: passed > 0,
    reason:
      silent === questions
        ? `none of ${questions} questions about the situations was answered`
        : `${passed} of ${gate.length} cells were understood; ${Math.round(100 * right)}% of ${questions} questions were answered rightly (chance: 50%)`,
  };
}

/** Why items cannot show an effect; null where half of them can. */
export function unmovable({
  calibration,
  counts,
}: Pick<ReplyResult, "calibration" | "counts">): string | null {
  if (calibration === null || calibration.inside >= counts.items / 4) return null;
  return `of ${counts.items} items ${calibration.inside} have a base rate between ${100 * band.low}% and ${100 * band.high}%: the others cannot move either way`;
}
