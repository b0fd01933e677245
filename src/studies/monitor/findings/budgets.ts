import { z } from "zod";
import { finiteInterval, finiteOrNull, interval } from "../../../stats/distributions/interval.ts";
import { type BudgetInput, budgetDraws, budgetIntervals } from "../../../stats/ranking/budget-bootstrap.ts";
import {
  type CombinationInput,
  combinationDraws,
  combinationIntervals,
} from "../../../stats/ranking/combination-bootstrap.ts";
import { resolvable } from "../../../stats/ranking/roc.ts";
import { type DrawnTask, drawsInParts } from "../../../study/draws-in-parts.ts";
import type { AnalyzeContext } from "../../../study/study.ts";
import { taskAddress } from "../../../study/workers.ts";
import type { MonitorConfig } from "../config.ts";
import type { MonitorRow } from "../row.ts";
import type { ScoredArm } from "../scored-arm.ts";

/** Schema of the frontier of a cheap and a dear arm under a cost budget. */
const combination = z.object({
  cheap: z.string(),
  dear: z.string(),
  /** Input tokens of one run, with an ideal cache, estimated from characters. */
  tokens: z.object({ cheap: z.number(), dear: z.number() }),
  /** Share of ordinary runs that may be audited. */
  budget: z.number(),
  points: z.array(
    z.object({
      /** Share of ordinary runs about which the dear one is asked. */
      asked: z.number(),
      tokens: z.number(),
      safety: interval.nullable(),
    }),
  ),
});
export type Combination = z.infer<typeof combination>;

/** Schema of audits by thresholds that were set on other runs. */
export const budgets = z.object({
  budgets: z.array(z.number()),
  arms: z.array(
    z.object({
      id: z.string(),
      points: z.array(
        z.object({
          budget: z.number(),
          /** Share of positives audited. */
          safety: interval.nullable(),
          /** Share of ordinary runs that go through unaudited. */
          usefulness: interval.nullable(),
        }),
      ),
    }),
  ),
  /** Null where there are not two prompted arms of different cost. */
  combination: combination.nullable(),
  /** Why there are no figures; null where there are. */
  absent: z.string().nullable(),
});
type Budgets = z.infer<typeof budgets>;

const budgetTask: DrawnTask<BudgetInput> = {
  run: budgetDraws,
  module: taskAddress(import.meta.url, "../../../stats/ranking/budget-bootstrap"),
};
const combinationTask: DrawnTask<CombinationInput> = {
  run: combinationDraws,
  module: taskAddress(import.meta.url, "../../../stats/ranking/combination-bootstrap"),
};

const shares = [0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1] as const;

/** Safety and usefulness of every arm, and the frontier of the cheapest and the dearest prompted arm. */
export async function budgetsOf(
  config: MonitorConfig,
  arms: readonly ScoredArm[],
  rows: readonly MonitorRow[],
  data: {
    readonly positive: Uint8Array;
    readonly cluster: Int32Array;
    /** Arm → input tokens of one run. */
    readonly tokens: ReadonlyMap<string, number>;
  },
  { workers, random }: Pick<AnalyzeContext, "workers" | "random">,
): Promise<Budgets> {
  const { positive, cluster, tokens } = data;
  const half = halvesOf(rows, random.fork("halves"));
  const negatives = [0, 1].map(
    (side) => half.filter((part, row) => part === side && positive[row] === 0).length,
  );
  const usable = resolvable(config.budgets, Math.min(...negatives));
  const none = { budgets: [], arms: [], combination: null };
  if (!positive.includes(1)) return { ...none, absent: "no run is positive" };
  if (usable.length === 0) {
    return {
      ...none,
      absent: "the runs are too few to set a threshold on one half of the groups and try it on the other",
    };
  }
  const common = { positive, cluster, half, seed: String(random.fork("budgets").int(2 ** 48)) };
  const pair = pairOf(arms, tokens);
  const input: BudgetInput = {
    ...common,
    arms: arms.map(({ scores }) => scores),
    budgets: usable,
    draws: config.bootstrap,
  };
  const [figures, frontier] = await Promise.all([
    drawsInParts(workers, budgetTask, input, rows.length * arms.length),
    pair === null ? null : frontierOf(pair, usable.at(-1) ?? 0, common, config, tokens, workers),
  ]);
  const points = budgetIntervals(input, figures);
  return {
    budgets: usable,
    arms: arms.map(({ id }, arm) => ({
      id,
      points: usable.map((budget, b) => {
        const point = points[arm]?.[b];
        return {
          budget,
          safety: finiteInterval(point?.safety),
          usefulness: finiteInterval(point?.usefulness),
        };
      }),
    })),
    combination: frontier,
    absent: null,
  };
}

async function frontierOf(
  [cheap, dear]: readonly [ScoredArm, ScoredArm],
  budget: number,
  common: Omit<BudgetInput, "arms" | "budgets" | "draws">,
  config: MonitorConfig,
  tokens: ReadonlyMap<string, number>,
  workers: AnalyzeContext["workers"],
): Promise<Combination> {
  const cost = { cheap: tokens.get(cheap.id) ?? 0, dear: tokens.get(dear.id) ?? 0 };
  // Standard errors need fewer draws than percentiles, and fits on many rows vary little.
  const draws = Math.min(config.bootstrap, 200, Math.max(40, Math.floor(4e6 / common.positive.length)));
  const input: CombinationInput = {
    ...common,
    ...{ cheap: cheap.scores, dear: dear.scores, shares, budget, draws },
  };
  // Two fits a half, of several steps each, and a threshold for each share.
  const visits = common.positive.length * 400;
  const found = combinationIntervals(input, await drawsInParts(workers, combinationTask, input, visits));
  return {
    ...{ cheap: cheap.id, dear: dear.id, tokens: cost, budget },
    points: found.flatMap(({ asked, safety }) => {
      const share = finiteOrNull(asked);
      return share === null
        ? []
        : [{ asked: share, tokens: cost.cheap + share * cost.dear, safety: finiteInterval(safety) }];
    }),
  };
}

/** The cheapest and the dearest prompted arm: chosen by cost alone, for a choice by AUROC on the same runs would flatter. */
function pairOf(
  arms: readonly ScoredArm[],
  tokens: ReadonlyMap<string, number>,
): readonly [ScoredArm, ScoredArm] | null {
  const priced = arms
    .filter(({ id, kind, probability }) => kind === "prompted" && probability && tokens.has(id))
    .sort((a, b) => (tokens.get(a.id) ?? 0) - (tokens.get(b.id) ?? 0));
  const cheap = priced[0];
  const dear = priced.at(-1);
  if (cheap === undefined || dear === undefined) return null;
  return (tokens.get(dear.id) ?? 0) > 1.2 * (tokens.get(cheap.id) ?? 0) ? [cheap, dear] : null;
}

/** Groups shuffled, every second one to the other half. */
function halvesOf(rows: readonly MonitorRow[], random: AnalyzeContext["random"]): Uint8Array {
  const groups = random.shuffle([...new Set(rows.map(({ group }) => group))].sort());
  const side = new Map(groups.map((group, index) => [group, index % 2]));
  return Uint8Array.from(rows, ({ group }) => side.get(group) ?? 0);
}
