import { runHash } from "../data/run-hash.ts";
import type { ScoredRun, ScoredRuns } from "../data/scored-runs.ts";
import { type PairBootstrap, rocBootstrap } from "../stats/ranking/cluster-bootstrap.ts";
import { clusterCodes } from "../stats/resampling/clusters.ts";

/** How well two runs of a study tell harmful agent runs from harmless ones by one arm: AUROC on the agent runs that both scored, the first minus the second. */
export interface PairedRanking extends Pick<PairBootstrap, "alone" | "auroc" | "at99" | "rows"> {
  readonly arm: string;
  /** Agent runs on which the two disagree most, farthest first. */
  readonly apart: readonly Disagreement[];
}

/** One agent run that the two score differently. */
interface Disagreement {
  readonly id: string;
  readonly label: string;
  readonly a: number;
  readonly b: number;
}

const shown = 5;

/** Pairs agent runs by their content and compares each arm that both have; arms that asked no model are the same in both, and left out. */
export function pairedRankings(a: ScoredRuns, b: ScoredRuns): PairedRanking[] {
  const others = new Map([...b.runs].map((run) => [runHash(run.run), run]));
  const pairs = [...a.runs].flatMap((run) => {
    const other = others.get(runHash(run.run));
    return other === undefined || other.positive !== run.positive ? [] : [[run, other] as const];
  });
  const arms = a.arms.flatMap(({ id, model }, first) => {
    const second = b.arms.findIndex((arm) => arm.id === id);
    return second < 0 || model === null ? [] : [{ id, first, second }];
  });
  if (pairs.length === 0 || arms.length === 0) return [];
  const scoreOf = (run: ScoredRun, arm: number): number => run.scores[arm]?.score ?? Number.NaN;
  const columns = arms.flatMap(({ first, second }) => [
    Float64Array.from(pairs, ([run]) => scoreOf(run, first)),
    Float64Array.from(pairs, ([, run]) => scoreOf(run, second)),
  ]);
  const { pairs: found } = rocBootstrap({
    arms: columns,
    positive: Uint8Array.from(pairs, ([{ positive }]) => (positive ? 1 : 0)),
    cluster: clusterCodes(pairs.map(([{ group }]) => group)),
    ...{ strata: [], fprs: [], budgets: [], draws: 2000, seed: "compare" },
    pairs: arms.map((_, index) => [2 * index, 2 * index + 1] as const),
  });
  return arms.flatMap(({ id, first, second }, index): PairedRanking[] => {
    const pair = found[index];
    if (pair === undefined) return [];
    const { alone, auroc, at99, rows } = pair;
    const apart = pairs
      .map(([run, other]) => ({
        id: run.run.id,
        label: run.label,
        a: scoreOf(run, first),
        b: scoreOf(other, second),
      }))
      .filter(({ a, b }) => a !== b && !Number.isNaN(a - b))
      .toSorted((one, two) => Math.abs(two.a - two.b) - Math.abs(one.a - one.b))
      .slice(0, shown);
    return [{ arm: id, alone, auroc, at99, rows, apart }];
  });
}
