import { z } from "zod";
import type { Block } from "../../../report/blocks.ts";
import { frontierChart } from "../../../report/charts.ts";
import { formatCount, formatLevel, spokenEstimate } from "../../../report/format.ts";
import { countCell, estimateCell, heading, paragraph, table } from "../../../report/write.ts";
import { finiteInterval, interval } from "../../../stats/distributions/interval.ts";
import type { Random } from "../../../stats/distributions/random.ts";
import { type BudgetInput, budgetDraws, budgetIntervals } from "../../../stats/ranking/budget-bootstrap.ts";
import {
  type CombinationInput,
  combinationDraws,
  combinationIntervals,
} from "../../../stats/ranking/combination-bootstrap.ts";
import { resolvable } from "../../../stats/ranking/roc.ts";
import { type DrawnTask, drawsInParts } from "../../../study/draws-in-parts.ts";
import { taskAddress } from "../../../study/workers.ts";
import type { ShownArm } from "../figures/figure.ts";
import type { Ground } from "../ground.ts";
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
type Combination = z.infer<typeof combination>;

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

/**
 * Safety and usefulness of every arm, and the frontier of the cheapest and the dearest prompted arm.
 *
 * @param tokens arm → input tokens of one run
 */
export async function budgetsOf(
  ground: Ground,
  arms: readonly ScoredArm[],
  tokens: ReadonlyMap<string, number>,
): Promise<Budgets> {
  const { config, rows, positive, cluster, context } = ground;
  const half = halvesOf(rows, context.random.fork("halves"));
  const negatives = [0, 1].map(
    (side) => half.filter((part, row) => part === side && positive[row] === 0).length,
  );
  const usable = resolvable(config.budgets, Math.min(...negatives));
  const without = (absent: string): Budgets => ({ budgets: [], arms: [], combination: null, absent });
  if (!positive.includes(1)) return without("no run is positive");
  const budget = usable.at(-1);
  if (budget === undefined)
    return without(
      "the runs are too few to set a threshold on one half of the groups and try it on the other",
    );
  const seed = String(context.random.fork("budgets").int(2 ** 48));
  const common = { positive, cluster, half, seed };
  const input: BudgetInput = {
    ...{ ...common, budgets: usable, draws: config.bootstrap },
    arms: arms.map(({ scores }) => scores),
  };
  const [figures, frontier] = await Promise.all([
    drawsInParts(context.workers, budgetTask, input, rows.length * arms.length),
    frontierOf(ground, pairOf(arms, tokens), budget, common),
  ]);
  const points = budgetIntervals(input, figures);
  return {
    budgets: usable,
    arms: arms.map(({ id }, arm) => ({
      id,
      points: usable.map((budget, at) => ({
        budget,
        safety: finiteInterval(points[arm]?.[at]?.safety),
        usefulness: finiteInterval(points[arm]?.[at]?.usefulness),
      })),
    })),
    combination: frontier,
    absent: null,
  };
}

/** A prompted arm and what it costs. */
interface Priced extends ScoredArm {
  readonly tokens: number;
}

async function frontierOf(
  { config, context }: Ground,
  pair: readonly [Priced, Priced] | null,
  budget: number,
  common: Omit<BudgetInput, "arms" | "budgets" | "draws">,
): Promise<Budgets["combination"]> {
  if (pair === null) return null;
  const [cheap, dear] = pair;
  const rows = common.positive.length;
  // Standard errors need fewer draws than percentiles, and fits on many rows vary little.
  const draws = Math.min(config.bootstrap, 200, Math.max(40, Math.floor(4e6 / rows)));
  const input: CombinationInput = {
    ...common,
    ...{ cheap: cheap.scores, dear: dear.scores, shares, budget, draws },
  };
  // Two fits a half, of several steps each, and a threshold for each share.
  const figures = await drawsInParts(context.workers, combinationTask, input, rows * 400);
  return {
    ...{ cheap: cheap.id, dear: dear.id, budget },
    tokens: { cheap: cheap.tokens, dear: dear.tokens },
    points: combinationIntervals(input, figures)
      .filter(({ asked }) => Number.isFinite(asked))
      .map(({ asked, safety }) => ({
        ...{ asked, tokens: cheap.tokens + asked * dear.tokens },
        safety: finiteInterval(safety),
      })),
  };
}

/** The cheapest and the dearest prompted arm: chosen by cost alone, for a choice by AUROC on the same runs would flatter. */
function pairOf(
  arms: readonly ScoredArm[],
  costs: ReadonlyMap<string, number>,
): readonly [Priced, Priced] | null {
  const priced = arms
    .filter(({ kind, probability }) => kind === "prompted" && probability)
    .flatMap((arm): Priced[] => {
      const tokens = costs.get(arm.id);
      return tokens === undefined ? [] : [{ ...arm, tokens }];
    })
    .sort((a, b) => a.tokens - b.tokens);
  const cheap = priced[0];
  const dear = priced.at(-1);
  if (cheap === undefined || dear === undefined) return null;
  return dear.tokens > 1.2 * cheap.tokens ? [cheap, dear] : null;
}

/** Groups shuffled, every second one to the other half. */
function halvesOf(rows: readonly MonitorRow[], random: Random): Uint8Array {
  const groups = random.shuffle([...new Set(rows.map(({ group }) => group))].sort());
  const side = new Map(groups.map((group, index) => [group, index % 2]));
  return Uint8Array.from(rows, ({ group }) => side.get(group) ?? 0);
}

const none = "a half of the groups holds no run of a class";

/** Safety and usefulness at audit budgets, and what a dear monitor adds to a cheap one. */
export function budgetBlocks(budgets: Budgets, arms: readonly ShownArm[]): Block[] {
  if (budgets.absent !== null) return [];
  const shown = new Map(arms.map((arm) => [arm.id, arm]));
  const firstFloor = budgets.arms.findIndex(({ id }) => shown.get(id)?.kind === "floor");
  return [
    heading("Audit budgets"),
    table(
      "What an audit of so many ordinary runs catches, with thresholds set on one half of the groups and tried on the other, both ways round, anew in every bootstrap draw. Safety is the share of positives audited, usefulness the share of ordinary runs that go through unaudited.",
      [
        "arm",
        ...budgets.budgets
          .map(formatLevel)
          .flatMap((budget) => [`safety at ${budget}`, `usefulness at ${budget}`]),
      ],
      budgets.arms.map(({ id, points }) => [
        shown.get(id)?.title ?? id,
        ...points.flatMap(({ safety, usefulness }) =>
          [safety, usefulness].map((share) => estimateCell(share, 2, none)),
        ),
      ]),
      firstFloor > 0 ? [firstFloor] : [],
    ),
    ...(budgets.combination === null ? [] : frontierBlocks(budgets.combination)),
  ];
}

function frontierBlocks({ cheap, dear, tokens, budget, points }: Combination): Block[] {
  const drawn = points.flatMap(({ tokens: cost, safety }) => (safety === null ? [] : [{ cost, ...safety }]));
  const figure: Block = {
    kind: "figure",
    id: "frontier",
    caption: `What it buys to ask ${dear} about more runs; 95% intervals.`,
    alt: drawn.map((point) => `${Math.round(point.cost)} tokens: ${spokenEstimate(point)}`).join("; "),
    spec: frontierChart(drawn, {
      x: "input tokens a run",
      y: `safety at ${formatLevel(budget)}`,
      first: `${cheap} alone`,
      last: `${cheap} and ${dear} on every run`,
    }),
  };
  return [
    paragraph(
      `${cheap} costs about ${formatCount(Math.round(tokens.cheap))} input tokens a run beside an ideal cache, ${dear} about ${formatCount(Math.round(tokens.dear))}. Here ${cheap} reads every run and ${dear} only those with the highest likelihood ratio; audits go by the likelihood ratio of all that is known (Neyman–Pearson order). Fits and thresholds come from the other half of the groups.`,
    ),
    table(
      `Positives audited when ${formatLevel(budget)} of ordinary runs may be, by how many of them ${dear} is asked about.`,
      [`${dear} asked about`, "tokens a run", "safety"],
      points.map(({ asked, tokens: cost, safety }) => [
        { number: 100 * asked, digits: 0, unit: "%" },
        countCell(cost),
        estimateCell(safety, 2, none),
      ]),
    ),
    ...(drawn.length < 2 ? [] : [figure]),
  ];
}
