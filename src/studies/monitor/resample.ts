import type { Interval } from "../../stats/distributions/interval.ts";
import {
  type ArmBootstrap,
  type PairBootstrap,
  type RocBootstrapInput,
  rocDraws,
  rocIntervals,
} from "../../stats/ranking/cluster-bootstrap.ts";
import { type DrawnTask, drawsInParts } from "../../study/draws-in-parts.ts";
import type { AnalyzeContext } from "../../study/study.ts";
import { taskAddress } from "../../study/workers.ts";
import type { MonitorConfig } from "./config.ts";
import { type Strata, type StratumName, stratumNames } from "./strata.ts";

/** What every draw gave of one arm, by the levels and strata it is of. */
export interface DrawnArm extends Omit<ArmBootstrap, "tprAtFpr" | "safety" | "within"> {
  readonly tprAtFpr: readonly (Interval & { readonly fpr: number })[];
  readonly safety: readonly (Interval & { readonly budget: number })[];
  /** AUROC within the strata that the rows have. */
  readonly within: Readonly<Partial<Record<StratumName, Interval>>>;
}

/** a minus b. */
type DrawnPair = Omit<PairBootstrap, "a" | "b">;

/** What a bootstrap over groups gave, by the arms' names. */
export interface Resampled {
  readonly arm: (id: string) => DrawnArm | undefined;
  /** a minus b, whichever way round it was drawn. */
  readonly pair: (a: string, b: string) => DrawnPair | undefined;
}

/** Labels of rows, 1 or 0, and the group of each. */
export interface Labelled {
  readonly positive: Uint8Array;
  readonly cluster: Int32Array;
}

/** What is resampled. */
interface Rows extends Labelled {
  readonly strata: Strata["codes"];
  /** Arms that are compared, by name. */
  readonly pairs: readonly (readonly [string, string])[];
}

const task: DrawnTask<RocBootstrapInput> = {
  run: rocDraws,
  module: taskAddress(import.meta.url, "../../stats/ranking/cluster-bootstrap"),
};

/** Bootstraps all arms, and the pairs that are compared, at once, beside the main thread. */
export async function resample(
  config: Pick<MonitorConfig, "fprs" | "budgets" | "bootstrap">,
  arms: readonly { readonly id: string; readonly scores: Float64Array }[],
  rows: Rows,
  context: Pick<AnalyzeContext, "random" | "workers" | "progress">,
): Promise<Resampled> {
  const strata = stratumNames.flatMap((name) => {
    const of = rows.strata[name];
    return of === undefined ? [] : [{ name, of }];
  });
  const { fprs, budgets, bootstrap } = config;
  const numbers = new Map(arms.map(({ id }, index) => [id, index]));
  const input: RocBootstrapInput = {
    arms: arms.map(({ scores }) => scores),
    positive: rows.positive,
    cluster: rows.cluster,
    strata,
    pairs: rows.pairs.flatMap(([a, b]) => {
      const pair = [numbers.get(a), numbers.get(b)] as const;
      return pair[0] === undefined || pair[1] === undefined ? [] : [[pair[0], pair[1]] as const];
    }),
    fprs,
    budgets,
    draws: bootstrap,
    // Only the seed crosses into the thread: a generator cannot be sent.
    seed: String(context.random.fork("bootstrap").int(2 ** 48)),
  };
  const visits = rows.positive.length * arms.length * (1 + strata.length);
  const figures = await drawsInParts(context.workers, task, input, visits, (fraction) =>
    context.progress(0.1 + 0.8 * fraction, "resampling groups"),
  );
  const drawn = rocIntervals(input, figures);
  const byName = new Map(
    arms.map(({ id }, index) => {
      const arm = drawn.arms[index];
      return [id, arm && { ...arm, ...levelled(arm, config), within: withinOf(arm, strata) }];
    }),
  );
  const pairOf = (a: string, b: string): PairBootstrap | undefined =>
    drawn.pairs.find((pair) => pair.a === numbers.get(a) && pair.b === numbers.get(b));
  return {
    arm: (id) => byName.get(id),
    pair: (a, b) => {
      const reversed = pairOf(b, a);
      return pairOf(a, b) ?? (reversed && turned(reversed));
    },
  };
}

function levelled(
  { tprAtFpr, safety }: ArmBootstrap,
  { fprs, budgets }: Pick<MonitorConfig, "fprs" | "budgets">,
): Pick<DrawnArm, "tprAtFpr" | "safety"> {
  return {
    tprAtFpr: tprAtFpr.map((rate, index) => ({ fpr: fprs[index] ?? Number.NaN, ...rate })),
    safety: safety.map((rate, index) => ({ budget: budgets[index] ?? Number.NaN, ...rate })),
  };
}

function withinOf(
  { within }: ArmBootstrap,
  strata: readonly { readonly name: StratumName }[],
): DrawnArm["within"] {
  return Object.fromEntries(strata.map(({ name }, index) => [name, within[index]]));
}

function turned({ rows, auroc, shiftPositive, shiftNegative }: PairBootstrap): DrawnPair {
  const turn = ({ estimate, low, high }: Interval): Interval => ({
    estimate: 0 - estimate,
    low: 0 - high,
    high: 0 - low,
  });
  return {
    rows,
    auroc: turn(auroc),
    shiftPositive: turn(shiftPositive),
    shiftNegative: turn(shiftNegative),
  };
}
