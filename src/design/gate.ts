import { z } from "zod";
import { clusteredMean } from "../stats/contrasts/clustered-mean.ts";
import { type Cell, inCell } from "./cells.ts";
import type { Design, Probe } from "./design.ts";
import type { Renderer, Unit } from "./render.ts";

/** What a cell's questions must come to. */
export const gateLevels = { least: 0.75, above: 0.5 } as const;

/** Schema of what a cell's questions came to. */
export const cellGate = z
  .object({
    cell: z.string(),
    /** Share of questions answered rightly, of the kind that is answered worst, both orders averaged; one without an answer counts as wrong. */
    share: z.number(),
    /** Lower end of its 95% interval over items. */
    low: z.number().nullable(),
    /** All questions, and how many of them were answered rightly; one answered by position is half right. */
    questions: z.int(),
    rightly: z.number(),
    unanswered: z.int(),
    passed: z.boolean(),
  })
  .readonly();
export type CellGate = z.infer<typeof cellGate>;

/** One answer to a question of the gate. */
export interface GateAnswer {
  readonly cell: string;
  readonly item: string;
  readonly family: string;
  readonly cluster: string;
  readonly probe: string;
  /** Chance that was given to the right option, or 1 or 0 for a written answer; null where there is none. */
  readonly right: number | null;
}

/** A question with its options. */
export interface Asked {
  readonly question: string;
  readonly right: string;
  readonly wrong: string;
}

/** The questions that are asked of a unit in a cell. */
export function probesOf(
  { gate }: Pick<Design, "gate">,
  { fill }: Renderer,
  cell: Cell,
  unit: Unit,
): (Asked & { readonly id: string })[] {
  return gate.flatMap((probe) => {
    const options = optionsOf(probe, cell);
    if (options === null || !inCell(cell, probe.where ?? {})) return [];
    const [question, right, wrong] = [probe.question, ...options].map((text) => fill(text, cell, unit));
    return question === undefined || right === undefined || wrong === undefined || right === wrong
      ? []
      : [{ id: probe.id, question, right, wrong }];
  });
}

function optionsOf(
  { factor, answers, right, wrong }: Probe,
  { levels }: Cell,
): readonly [string, string] | null {
  if (right !== undefined && wrong !== undefined) return [right, wrong];
  const own = answers?.[levels[factor ?? ""] ?? ""];
  const other = Object.values(answers ?? {}).find((text) => text !== own);
  return own === undefined || other === undefined ? null : [own, other];
}

/**
 * Did the model understand its cells? A question is right where its right option has the greater chance on average over both orders (so that
 * an answer by position is half right), and a cell passes where, of each kind of question, three in four are right and the 95% interval over items lies above
 * one half: easy ones must not carry one without which what is done says nothing. Shown is the kind that is answered worst. A cell of which nothing was
 * asked has not passed.
 */
export function gateOf(answers: readonly GateAnswer[], cells: readonly Cell[]): CellGate[] {
  const byCell = Map.groupBy(answers, ({ cell }) => cell);
  return cells.map(({ id }): CellGate => {
    const own = byCell.get(id) ?? [];
    const kinds = [...Map.groupBy(own, ({ probe }) => probe).values()].map(kindOf);
    const [worst] = kinds.toSorted((a, b) => a.share - b.share);
    if (worst === undefined)
      return { cell: id, share: 0, low: null, questions: 0, rightly: 0, unanswered: 0, passed: false };
    const sum = (of: (kind: (typeof kinds)[number]) => number): number =>
      kinds.reduce((all, kind) => all + of(kind), 0);
    return {
      cell: id,
      ...worst,
      questions: sum(({ questions }) => questions),
      rightly: sum(({ rightly }) => rightly),
      unanswered: sum(({ unanswered }) => unanswered),
      passed: kinds.every(({ passed }) => passed),
    };
  });
}

/** Why what rests on these cells does not count: the gate of some was not passed. Null where all were. */
export function notUnderstoodAmong(gate: readonly CellGate[], cells: ReadonlySet<string>): string | null {
  const asked = gate.filter(({ cell }) => cells.has(cell));
  const failed = asked.filter(({ passed }) => !passed);
  const [worst] = failed.toSorted((a, b) => a.share - b.share);
  if (worst === undefined) return null;
  return `comprehension: ${failed.length} of the ${asked.length} cells that this rests on were not understood (in ${worst.cell} one kind of question was answered rightly in ${Math.round(100 * worst.share)}%; ${100 * gateLevels.least}% are asked for, and an interval above ${100 * gateLevels.above}%)`;
}

/** What the questions of one kind, one at least, came to in a cell. */
function kindOf(answers: readonly GateAnswer[]): Omit<CellGate, "cell"> {
  const questions = [...Map.groupBy(answers, ({ item, family }) => `${item}\n${family}`).values()].map(
    (orders) => ({
      item: orders[0]?.item ?? "",
      unanswered: orders.some(({ right }) => right === null),
      right: stepOf(orders.reduce((sum, { right }) => sum + (right ?? 0), 0) / orders.length),
    }),
  );
  const { estimate, low } = clusteredMean(
    questions.map(({ right }) => right),
    questions.map(({ item }) => item),
  );
  const bound = Number.isFinite(low) ? low : null;
  return {
    share: estimate,
    low: bound,
    questions: questions.length,
    rightly: questions.reduce((sum, { right }) => sum + right, 0),
    unanswered: questions.filter(({ unanswered }) => unanswered).length,
    passed: estimate >= gateLevels.least && bound !== null && bound > gateLevels.above,
  };
}

function stepOf(right: number): number {
  return right > 0.5 ? 1 : right === 0.5 ? 0.5 : 0;
}
