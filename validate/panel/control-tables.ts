import {
  calibrateNone,
  calibrationOf,
  type NoneCalibration,
  type PanelVerdict,
  panelVerdict,
} from "../../src/panel/none-of-these.ts";
import { panelShift } from "../../src/panel/panel-shift.ts";
import { meanShifts } from "../../src/panel/set-cells.ts";
import { type ShiftSet, withRows } from "../../src/panel/shift-table.ts";
import { prepared, standing } from "../../src/panel/standing.ts";
import type { Interval } from "../../src/stats/distributions/interval.ts";

/** Sets whose plants are known, each of them looked at in turn among the others. */
export interface KnownSets {
  readonly sets: readonly ShiftSet[];
  readonly trim: number;
  readonly level: number;
  readonly draws: number;
  readonly seed: string;
}

/** One set on its first rows, in the place of an unknown one. */
interface Ranked {
  readonly set: string;
  readonly rows: number;
  readonly rank: Interval | null | undefined;
  readonly z: number | null;
  readonly bestOther: number;
  readonly threshold: number;
  readonly margin: Interval;
  readonly verdict: PanelVerdict["kind"];
  readonly candidate: string | null;
}

/** All sets on so many rows: how many of the planted ones have their own prompt first. */
interface NestedRanks {
  readonly count: number;
  readonly first: number;
  readonly of: number;
  readonly found: readonly Ranked[];
}

/** One set's column of the heat map, by candidate. */
interface HeatColumn {
  readonly set: string;
  readonly shift: readonly number[];
  readonly centred: readonly number[];
  readonly z: readonly number[];
}

/** Four digits are enough for a table. */
export function round(value: number): number {
  return Number(value.toPrecision(4));
}

/** All sets but one. */
export function othersOf(id: string, sets: readonly ShiftSet[]): readonly ShiftSet[] {
  return sets.filter((set) => set.id !== id);
}

/** z below which a set of so many rows is none of these: what the *other* sets reach without their true prompts. */
export function noneThreshold({ sets, trim, level, seed }: KnownSets): (id: string, rows: number) => number {
  const nulls = new Map<number, NoneCalibration>();
  return (id, rows) => {
    const all = nulls.get(rows) ?? calibrateNone({ sets, rows, trim, level, resamples: 40, seed });
    nulls.set(rows, all);
    const apart = all.sets.filter((world) => world.id !== id);
    return calibrationOf(apart, level, rows).threshold;
  };
}

/** Ranks on nested rows: the first 25, 50, 100 of every set, references cut alike. Counts beyond what the largest set has are left out. */
export function nestedRanks(
  { sets, trim, draws, seed }: KnownSets,
  threshold: (id: string, rows: number) => number,
  counts: readonly number[],
  say: (line: string) => void,
): NestedRanks[] {
  const candidates = sets.flatMap(({ planted }) => (planted === null ? [] : [planted]));
  const nameOf = (candidate: number): string | null =>
    sets.find(({ planted }) => planted === candidate)?.id ?? null;
  return counts
    .filter((count) => count <= Math.max(...sets.map(({ cluster }) => cluster.length)))
    .map((count) => {
      const cut = sets.map((set) => firstRows(set, count));
      const found = cut.map((suspect): Ranked => {
        const shift = panelShift({ suspect, references: othersOf(suspect.id, cut), trim, draws, seed });
        const bound = threshold(suspect.id, suspect.cluster.length);
        const verdict = panelVerdict(shift, { threshold: bound });
        const own = suspect.planted;
        return {
          set: suspect.id,
          rows: suspect.cluster.length,
          rank: own === null ? null : shift.rank[own],
          z: own === null ? null : round(shift.z[own] ?? Number.NaN),
          bestOther: round(Math.max(...shift.z.filter((_, candidate) => candidate !== own))),
          threshold: round(bound),
          margin: {
            estimate: round(shift.margin.estimate),
            low: round(shift.margin.low),
            high: round(shift.margin.high),
          },
          verdict: verdict.kind,
          candidate: verdict.kind === "none" ? null : nameOf(verdict.candidate),
        };
      });
      const first = found.filter(({ rank }) => rank?.estimate === 1).length;
      say(`${count} rows: first ${first} of ${candidates.length}`);
      return { count, first, of: candidates.length, found };
    });
}

/** Every set in the place of one without a known plant: shifts, centred shifts and z by candidate. */
export function heatOf({ sets, trim }: KnownSets): HeatColumn[] {
  return sets.map((suspect) => {
    const { centred, z } = standing(prepared(suspect, othersOf(suspect.id, sets), trim));
    const shift = meanShifts([suspect], trim);
    const own = (row: readonly number[]): number => round(row[0] ?? Number.NaN);
    return { set: suspect.id, shift: shift.map(own), centred: centred.map(own), z: z.map(round) };
  });
}

function firstRows(set: ShiftSet, count: number): ShiftSet {
  return withRows(
    set,
    Array.from({ length: Math.min(count, set.cluster.length) }, (_, i) => i),
  );
}
