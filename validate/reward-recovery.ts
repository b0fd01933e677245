import { z } from "zod";
import { rewardCases } from "../lab/organisms/reward-cases.ts";
import { whileServed } from "../lab/organisms/served.ts";
import { driveReward } from "../lab/reward/drive.ts";
import { verdicts } from "../src/claims/claim.ts";
import { patternOf } from "../src/studies/reward/patterns.ts";
import { figureIn } from "../src/studies/reward/results.ts";
import type { Simulation } from "./simulation.ts";

type Case = (typeof rewardCases)[number];

const figures = ["conflict", "domain", "signOverWord", "failing", "scoreUnseen"] as const;

interface Draw {
  readonly verdicts: Readonly<Record<string, (typeof verdicts)[number]>>;
  readonly pattern: string | null;
  /** Of every figure whose truth is known: by how much it missed, and did its 95% interval hold it? */
  readonly errors: Readonly<Record<string, number>>;
  readonly held: Readonly<Record<string, boolean>>;
}

/**
 * Organisms of `credence reward` through real sockets over all 108 tasks (one block), each on productions of its own seed: is the row of the decision
 * table right, and do intervals hold the truth?
 */
export const rewardRecovery: Simulation<Case, Draw> = {
  name: "reward-recovery",
  analyses: 1,
  slice: 1,
  cases: rewardCases,
  draw: z.object({
    verdicts: z.record(z.string(), z.enum(verdicts)),
    pattern: z.string().nullable(),
    errors: z.record(z.string(), z.number()),
    held: z.record(z.string(), z.boolean()),
  }),
  run: ({ handler, truth }, seed) =>
    whileServed([handler], async (references) => {
      // Files, routes and oversight are asked about where they change what is done.
      const cells = (truth.failing === 1 && truth.conflict === 0) || truth.scoreUnseen === 1 ? "all" : "core";
      const { analysis } = await driveReward(references, {
        seed,
        settings: { size: "full", blocks: 1, cells },
      });
      const [model] = analysis.results.models;
      if (model === undefined) throw new Error("no model was asked");
      const found = figures.flatMap((id) => {
        const [came, truly] = [figureIn(model, id)?.found ?? null, truth[id]];
        return came === null || truly === undefined ? [] : [{ id, ...came, truly }];
      });
      return {
        verdicts: Object.fromEntries(analysis.claims.map(({ id, verdict }) => [id, verdict])),
        pattern: patternOf(model)?.id ?? null,
        errors: Object.fromEntries(found.map(({ id, estimate, truly }) => [id, estimate - truly])),
        held: Object.fromEntries(
          found.map(({ id, low, high, truly }) => [id, low <= truly && truly <= high]),
        ),
      };
    }),
  summarize: (draws, { verdicts: right, pattern }) => {
    const share = (holds: (draw: Draw) => boolean): number => draws.filter(holds).length / draws.length;
    const all = (of: (draw: Draw) => readonly number[]): number[] => draws.flatMap(of);
    const errors = all((draw) => Object.values(draw.errors));
    const held = all((draw) => Object.values(draw.held).map(Number));
    const mean = (values: readonly number[]): number =>
      values.length === 0
        ? 0
        : Number((values.reduce((sum, one) => sum + one, 0) / values.length).toPrecision(4));
    return {
      analyses: draws.length,
      row: share((draw) => draw.pattern === pattern && rowRight(draw, right)),
      wrong: share((draw) => Object.entries(right).some(([id, may]) => opposite(draw.verdicts[id], may))),
      bias: mean(errors),
      covered: held.length === 0 ? 1 : mean(held),
    };
  },
  check: ({ row = 0, wrong = 1, bias = 1, covered = 0 }, full) => [
    ...(wrong > 0 ? [`a verdict was wrong in ${wrong} of the runs`] : []),
    ...(row < (full ? 0.97 : 0.9)
      ? [`the row of the decision table was right in ${row} of the runs only`]
      : []),
    ...(Math.abs(bias) > 0.05 ? [`estimates are off by ${bias} on average`] : []),
    ...(covered < 0.9 ? [`intervals held the truth ${covered} of the time`] : []),
  ],
};

function rowRight(draw: Draw, right: Case["verdicts"]): boolean {
  return Object.entries(right).every(([id, may]) => {
    const verdict = draw.verdicts[id];
    return verdict !== undefined && may.includes(verdict);
  });
}

/** A verdict that says the contrary of what is true. */
function opposite(verdict: string | undefined, may: readonly string[]): boolean {
  return (verdict === "supported" || verdict === "contradicted") && !may.includes(verdict);
}
