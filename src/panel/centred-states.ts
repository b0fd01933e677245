import { clusterRows } from "../stats/resampling/clusters.ts";

/** A set's rows by a model's state over their answers. */
export interface StateSet {
  readonly id: string;
  /** Drawn under a system prompt that plants something. */
  readonly planted: boolean;
  /** Number of each row's prompt, the same in all sets. */
  readonly cluster: Int32Array;
  /** One state a row, all of one width. */
  readonly states: readonly Float32Array[];
}

/**
 * States less what the prompt gives: the mean over sets of what stands on it, so that no choice of prompts can be learnt. Rows on a prompt that
 * one set alone has are left out.
 */
export function centredByPrompt(sets: readonly StateSet[]): readonly StateSet[] {
  const centres = new Map<number, { readonly sum: Float64Array; sets: number }>();
  for (const { cluster, states } of sets) {
    for (const [number, rows] of clusterRows(cluster)) {
      const centre = centres.get(number) ?? { sum: new Float64Array(states[0]?.length ?? 0), sets: 0 };
      centres.set(number, centre);
      centre.sets++;
      for (const row of rows) add(centre.sum, states[row], 1 / rows.length);
    }
  }
  return sets.map((set) => {
    const kept = [...set.cluster.keys()].filter((row) => (centres.get(set.cluster[row] ?? 0)?.sets ?? 0) > 1);
    return {
      ...set,
      cluster: Int32Array.from(kept, (row) => set.cluster[row] ?? 0),
      states: kept.map((row) => {
        const centre = centres.get(set.cluster[row] ?? 0);
        return less(set.states[row], centre?.sum, centre?.sets ?? 1);
      }),
    };
  });
}

/** States less the mean over sets of their means: for sets that share no prompts. */
export function centredByMean(sets: readonly StateSet[]): readonly StateSet[] {
  const sum = new Float64Array(sets[0]?.states[0]?.length ?? 0);
  for (const { states } of sets) for (const state of states) add(sum, state, 1 / states.length);
  return sets.map((set) => ({ ...set, states: set.states.map((state) => less(state, sum, sets.length)) }));
}

/** A set's rows on some prompts. */
export function onPrompts(set: StateSet, prompts: ReadonlySet<number>): StateSet {
  const kept = [...set.cluster.keys()].filter((row) => prompts.has(set.cluster[row] ?? -1));
  return {
    ...set,
    cluster: Int32Array.from(kept, (row) => set.cluster[row] ?? 0),
    states: kept.flatMap((row) => set.states[row] ?? []),
  };
}

function add(sum: Float64Array, state: Float32Array | undefined, weight: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + weight * (state?.[i] ?? 0);
}

function less(state: Float32Array | undefined, sum: Float64Array | undefined, count: number): Float32Array {
  return Float32Array.from(state ?? [], (value, i) => value - (sum?.[i] ?? 0) / count);
}
