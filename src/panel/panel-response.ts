import { doubleCentre } from "../stats/distributions/double-centre.ts";
import { random } from "../stats/distributions/random.ts";
import { countDrawn } from "../stats/resampling/cluster-draws.ts";
import { clusterCount } from "../stats/resampling/clusters.ts";
import type { ShiftSet } from "./shift-table.ts";
import { prepared } from "./standing.ts";

/** One scorer's response to a set under every candidate, and to the panel's plants. */
export interface PanelResponse {
  /** By candidate: centred shift of the set, nats a token. */
  readonly shift: readonly number[];
  /** `[draw][candidate]` */
  readonly draws: readonly (readonly number[])[];
  /** By planted set: its centred shift under its own candidate. */
  readonly planted: readonly { readonly id: string; readonly shift: number }[];
  /** `[draw][set]` */
  readonly plantedDraws: readonly (readonly number[])[];
}

/**
 * A set and the planted ones in one double-centred table, and the same under resampled prompts.
 *
 * @param clusters all prompts that are drawn from; with the same ones and the same seed two scorers have the same draws
 */
export function panelResponse(
  suspect: ShiftSet,
  references: readonly ShiftSet[],
  clusters: readonly number[],
  { trim, draws, seed }: { readonly trim: number; readonly draws: number; readonly seed: string },
): PanelResponse {
  const { cells, planted } = prepared(suspect, references, trim);
  const most = clusterCount(clusters);
  const plants = planted.flatMap((candidate, set) => (candidate === null ? [] : [{ candidate, set }]));
  const under = (
    times: Int32Array,
  ): { readonly set: readonly number[]; readonly plants: readonly number[] } => {
    const bySet = cells.map((set) => set.at(times));
    const table = suspect.shift.map((_, candidate) => bySet.map((set) => set[candidate] ?? Number.NaN));
    const centred = doubleCentre(table, planted);
    return {
      set: centred.map((row) => row[0] ?? Number.NaN),
      plants: plants.map(({ candidate, set }) => centred[candidate]?.[set] ?? Number.NaN),
    };
  };
  const source = random(seed);
  const times = new Int32Array(most);
  const whole = under(new Int32Array(most).fill(1));
  const drawn = Array.from({ length: draws }, () => {
    countDrawn(times, clusters, source);
    return under(times);
  });
  return {
    shift: whole.set,
    draws: drawn.map(({ set }) => set),
    planted: plants.map(({ set }, i) => ({
      id: references[set - 1]?.id ?? "",
      shift: whole.plants[i] ?? Number.NaN,
    })),
    plantedDraws: drawn.map((one) => one.plants),
  };
}
