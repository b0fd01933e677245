import { quantile } from "../stats/distributions/quantile.ts";
import { type Random, random } from "../stats/distributions/random.ts";
import { clusterRows } from "../stats/resampling/clusters.ts";
import type { PanelShift } from "./panel-shift.ts";
import { type ShiftSet, withoutCandidate, withRows } from "./shift-table.ts";
import { prepared, standingOf } from "./standing.ts";

/** How large the best z becomes where the true prompt is not among the candidates. */
export interface NoneCalibration {
  /** Best z below which the verdict is "none of these". */
  readonly threshold: number;
  readonly level: number;
  /** Rows a set that it holds for. */
  readonly rows: number;
  /** Sets that it rests on: panel sets without their true candidate, and sets without a plant. */
  readonly sets: readonly { readonly id: string; readonly best: readonly number[] }[];
}

/** What calibration needs. */
export interface NoneInput {
  /** Sets of the panel and further references. */
  readonly sets: readonly ShiftSet[];
  /** Rows of the set that is to be judged. */
  readonly rows: number;
  readonly trim: number;
  /** Chance of naming a prompt where none of the candidates is true. */
  readonly level: number;
  readonly resamples: number;
  readonly seed: string;
}

/**
 * Calibrates the verdict "none of these": every set in turn is looked at without its true prompt among the candidates, in many samples
 * of as many rows as the set to be judged has, clusters drawn with replacement. What the best z of all those worlds stays below, but
 * for a share of `level`, is no news; sets weigh the same.
 */
export function calibrateNone({ sets, rows, trim, level, resamples, seed }: NoneInput): NoneCalibration {
  const worlds = sets.map((_, at) => nullOf({ sets, at, rows, trim, resamples, seed }));
  return calibrationOf(worlds, level, rows);
}

/** Best z of samples of one set, looked at among the others without its true prompt. */
interface NullWorld {
  readonly id: string;
  readonly best: readonly number[];
}

/** The same worlds put together, some of them left out perhaps: what a set of the panel is judged by must not rest on itself. */
export function calibrationOf(worlds: readonly NullWorld[], level: number, rows: number): NoneCalibration {
  const pooled = Float64Array.from(worlds.flatMap(({ best }) => best)).sort();
  return { threshold: quantile(pooled, 1 - level), level, rows, sets: worlds };
}

function nullOf({
  sets,
  at,
  rows,
  trim,
  resamples,
  seed,
}: Omit<NoneInput, "level"> & { readonly at: number }): NullWorld {
  const set = sets[at];
  if (set === undefined) throw new RangeError(`no set ${at}`);
  const source = random(seed).fork(`none ${set.id}`);
  const all = set.planted === null ? sets : withoutCandidate(sets, set.planted);
  const suspect = all[at] ?? set;
  const ready = prepared(
    suspect,
    all.filter((_, other) => other !== at),
    trim,
  );
  const draw = rowSampler(suspect);
  const best = Array.from({ length: resamples }, () => {
    return Math.max(...standingOf(withRows(suspect, draw(rows, source)), ready).z);
  });
  return { id: set.id, best };
}

/** Draws numbers of a set's rows: whole clusters with replacement, the last one cut so that there are `count`. */
export function rowSampler(set: ShiftSet): (count: number, source: Random) => readonly number[] {
  const clusters = [...clusterRows(set.cluster).values()];
  return (count, source) => {
    const out: number[] = [];
    while (clusters.length > 0 && out.length < count) {
      for (const row of clusters[source.int(clusters.length)] ?? []) if (out.length < count) out.push(row);
    }
    return out;
  };
}

/** What the panel says of a set. */
export type PanelVerdict =
  /** One candidate stands out from what sets without it do, and from every other candidate. */
  | { readonly kind: "named"; readonly candidate: number }
  /** Something stands out, and which of several candidates it is cannot be told. */
  | { readonly kind: "undecided"; readonly candidate: number }
  | { readonly kind: "none" };

/** Names a candidate, or none of these, or cannot tell. */
export function panelVerdict(
  { z, top, margin }: Pick<PanelShift, "z" | "top" | "margin">,
  { threshold }: Pick<NoneCalibration, "threshold">,
): PanelVerdict {
  if (!(Math.max(...z) > threshold)) return { kind: "none" };
  const clear = margin.low > 0 && (z[top] ?? Number.NEGATIVE_INFINITY) > threshold;
  return { kind: clear ? "named" : "undecided", candidate: top };
}
