import type { Interval } from "../../stats/distributions/interval.ts";
import {
  type ArmBootstrap,
  type PairBootstrap,
  type RocBootstrapInput,
  rocDraws,
  rocIntervals,
} from "../../stats/ranking/cluster-bootstrap.ts";
import { type DrawnTask, drawsInParts } from "../../study/draws-in-parts.ts";
import { taskAddress } from "../../study/workers.ts";
import type { Ground } from "./ground.ts";
import type { ScoredArm } from "./scored-arm.ts";
import type { Strata, StratumName } from "./strata.ts";

/** What every draw gave of one arm, by the levels and strata it is of. */
export interface DrawnArm extends Omit<ArmBootstrap, "tprAtFpr" | "safety" | "within"> {
  readonly tprAtFpr: readonly (Interval & { readonly fpr: number })[];
  readonly safety: readonly (Interval & { readonly budget: number })[];
  /** AUROC within the strata that the rows have. */
  readonly within: Readonly<Partial<Record<StratumName, Interval>>>;
}

/** What a bootstrap over groups gave, in the order in which arms and pairs were given. */
export interface Resampled {
  readonly arms: readonly DrawnArm[];
  /** The first minus the second. */
  readonly pairs: readonly PairBootstrap[];
}

const task: DrawnTask<RocBootstrapInput> = {
  run: rocDraws,
  module: taskAddress(import.meta.url, "../../stats/ranking/cluster-bootstrap"),
};

/** Bootstraps all arms, and the pairs that are compared, at once, beside the main thread. */
export async function resample(
  { config, positive, cluster, context }: Ground,
  arms: readonly ScoredArm[],
  pairs: readonly (readonly [ScoredArm, ScoredArm])[],
  strata: Strata["codes"],
): Promise<Resampled> {
  const { fprs, budgets, bootstrap: draws } = config;
  const input: RocBootstrapInput = {
    ...{ positive, cluster, strata, fprs, budgets, draws },
    arms: arms.map(({ scores }) => scores),
    pairs: pairs.map(([a, b]) => [arms.indexOf(a), arms.indexOf(b)] as const),
    // Only the seed crosses into the thread: a generator cannot be sent.
    seed: String(context.random.fork("bootstrap").int(2 ** 48)),
  };
  const visits = positive.length * arms.length * (1 + strata.length);
  const figures = await drawsInParts(context.workers, task, input, visits, (fraction) =>
    context.progress(0.1 + 0.8 * fraction, "resampling groups"),
  );
  const drawn = rocIntervals(input, figures);
  return {
    arms: drawn.arms.map(({ tprAtFpr, safety, within, ...arm }) => ({
      ...arm,
      tprAtFpr: tprAtFpr.map((rate, index) => ({ fpr: fprs[index] ?? Number.NaN, ...rate })),
      safety: safety.map((rate, index) => ({ budget: budgets[index] ?? Number.NaN, ...rate })),
      within: Object.fromEntries(strata.map(({ name }, index) => [name, within[index]])),
    })),
    pairs: drawn.pairs,
  };
}
