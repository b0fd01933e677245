import { type Look, lookAt, stoppingRule } from "./early-stop.ts";
import { calibrateNone, type NoneCalibration, type PanelVerdict, panelVerdict } from "./none-of-these.ts";
import { type PanelShift, panelShift } from "./panel-shift.ts";
import type { ScoredSet, ScoredSets } from "./scored-sets.ts";
import { shiftSet } from "./shift-sets.ts";
import type { ShiftSet } from "./shift-table.ts";

/** Mean log-probability a token of a row under a system prompt, both by their hashes; undefined where there is none. */
export type MeanOf = (row: string, system: string) => number | undefined;

/** What a look rests on. */
export interface LookSettings {
  /** Rows of a suspect set at each look. */
  readonly looks: readonly number[];
  readonly level: number;
  readonly draws: number;
  readonly seed: string;
  /** Scored rows below which a set says nothing. */
  readonly fewest: number;
}

/** How a set stands after a look; `found` is null where too few of its rows, or of the panel's, have a score. */
export interface PanelEnd {
  /** Number of the look, from 0, and rows of each. */
  readonly look: number;
  readonly looks: readonly number[];
  readonly state: Look;
  readonly suspect: ShiftSet;
  readonly references: readonly ShiftSet[];
  readonly found: {
    readonly shift: PanelShift;
    readonly none: NoneCalibration;
    readonly verdict: PanelVerdict;
  } | null;
}

/** Share of rows cut at each end of every mean. */
export const trim = 0.1;
/** Samples of each set of the panel, for "none of these". */
const resamples = 50;

/** Looks at one scorer's scores. */
export interface PanelLooks {
  /** One look at one suspect set. */
  at(set: ScoredSet, look: number): PanelEnd;
  /** All looks up to the one that ends it: what a plan that asked the same questions did. */
  end(set: ScoredSet): PanelEnd;
}

/** Rows of a set at each look: what a file does not hold is not waited for. */
export function looksOf(set: ScoredSet, looks: readonly number[]): readonly number[] {
  return [...new Set(looks.map((count) => Math.min(count, set.rows.length)))];
}

/** Makes the looks. Scores of references must be complete; they are read once. */
export function panelLooks(sets: ScoredSets, mean: MeanOf, settings: LookSettings): PanelLooks {
  const { looks, level, draws, seed, fewest } = settings;
  const shifts = (set: ScoredSet, rows: number): ShiftSet =>
    shiftSet({ ...set, rows: set.rows.slice(0, rows) }, sets.candidates, sets.baseline, mean);
  const references = sets.references
    .map((set) => shifts(set, set.rows.length))
    .filter(({ cluster }) => cluster.length >= fewest);
  const calibrations = new Map<number, NoneCalibration>();
  const calibrated = (rows: number): NoneCalibration => {
    const known = calibrations.get(rows);
    if (known !== undefined) return known;
    const made = calibrateNone({ sets: references, rows, trim, level, resamples, seed });
    calibrations.set(rows, made);
    return made;
  };
  const at = (set: ScoredSet, look: number): PanelEnd => {
    const counts = looksOf(set, looks);
    const suspect = shifts(set, counts[look] ?? 0);
    const last = look >= counts.length - 1;
    const base = { look, looks: counts, suspect, references };
    if (suspect.cluster.length < fewest || references.length < 2)
      return { ...base, state: last ? "last" : "continue", found: null };
    const shift = panelShift({ suspect, references, trim, draws, seed });
    const none = calibrated(suspect.cluster.length);
    const state = lookAt(stoppingRule(counts, level), look, shift, none.threshold);
    return { ...base, state, found: { shift, none, verdict: panelVerdict(shift, none) } };
  };
  return {
    at,
    end: (set) => {
      let end = at(set, 0);
      while (end.state === "continue") end = at(set, end.look + 1);
      return end;
    },
  };
}
