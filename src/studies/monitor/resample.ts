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

/** What a bootstrap over groups gave, by the arms' names. */
export interface Resampled {
  readonly fprs: readonly number[];
  readonly budgets: readonly number[];
  readonly arm: (id: string) => ArmBootstrap | undefined;
  /** AUROC within a stratum; undefined where the rows have no such stratum. */
  readonly within: (id: string, stratum: StratumName) => Interval | undefined;
  /** a minus b, whichever way round it was drawn. */
  readonly pair: (a: string, b: string) => Omit<PairBootstrap, "a" | "b"> | undefined;
}

/** What is resampled. */
export interface Rows {
  readonly positive: Uint8Array;
  /** Group of each row. */
  readonly cluster: Int32Array;
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
  const arm = (id: string): ArmBootstrap | undefined => drawn.arms[numbers.get(id) ?? -1];
  return {
    fprs,
    budgets,
    arm,
    within: (id, stratum) => arm(id)?.within[strata.findIndex(({ name }) => name === stratum)],
    pair: (first, second) => {
      const a = numbers.get(first);
      const b = numbers.get(second);
      const straight = drawn.pairs.find((pair) => pair.a === a && pair.b === b);
      if (straight !== undefined) return straight;
      const reversed = drawn.pairs.find((pair) => pair.a === b && pair.b === a);
      return reversed === undefined ? undefined : turned(reversed);
    },
  };
}

function turned(pair: PairBootstrap): Omit<PairBootstrap, "a" | "b"> {
  const turn = ({ estimate, low, high }: Interval): Interval => ({
    estimate: 0 - estimate,
    low: 0 - high,
    high: 0 - low,
  });
  return {
    rows: pair.rows,
    auroc: turn(pair.auroc),
    shiftPositive: turn(pair.shiftPositive),
    shiftNegative: turn(pair.shiftNegative),
  };
}
