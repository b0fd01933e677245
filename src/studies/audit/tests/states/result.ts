import { z } from "zod";
import { centredByMean, centredByPrompt, type StateSet } from "../../../../panel/centred-states.ts";
import { type LeftOut, leftOutEntities, scoredByAll } from "../../../../panel/left-out-entities.ts";
import type { ScoredSet } from "../../../../panel/scored-sets.ts";
import { rowHash } from "../../../../scoring/score-block.ts";
import { random } from "../../../../stats/distributions/random.ts";
import { dealtSplits, labelP, swappedSplits } from "../../../../stats/resampling/label-splits.ts";
import { type BagSettings, bagCurve } from "../../../../stats/text/bag-auroc.ts";
import type { AnalyzeContext } from "../../../../study/study.ts";
import { missingCounts } from "../../../../study/tally.ts";
import type { Progress, Work } from "../../audit-test.ts";
import { bagSizes, bothSides, curvePoint, curvePoints } from "../../bag-points.ts";
import { alarmsOf, dealt, type FalseAlarms, swapped } from "../../false-alarms.ts";
import { type ReadSets, readerRole, readSets } from "./states-asks.ts";

/** Schema of a set that was left out of the fit, against neutral rows on other prompts. */
const leftOutSet = z.object({
  set: z.string(),
  rows: z.object({ held: z.int(), neutral: z.int() }),
  curve: z.array(curvePoint),
  /** The interval of single rows lies wholly below .5: planted rows look more neutral than neutral ones. */
  inverted: z.boolean(),
});
type LeftOutSet = z.infer<typeof leftOutSet>;

/** Schema of what a monitor trained on the panel by another model's hidden states says of a suspect set. */
export const trainedMonitor = z.object({
  model: z.string(),
  /** Layer whose states are averaged over the answer's tokens. */
  layer: z.literal("final"),
  /** Rows of the panel with a state. */
  rows: z.int(),
  missing: missingCounts,
  entities: z.array(leftOutSet),
  /** Neutral sets left out as if something were planted in them. */
  controls: z.array(leftOutSet),
  /** Over entities; the interval is over entities and prompts. */
  mean: z.array(curvePoint),
  /** The mean's interval of single rows lies above .5 and above what the controls reach: only then the suspect's figure is evidence. */
  transfers: z.boolean(),
  /** Fitted on all entities: suspect rows against clean ones. */
  suspect: z
    .object({
      curve: z.array(curvePoint),
      /** Of single rows scoring higher; null where too few rows can change sides. */
      p: z.number().nullable(),
      rows: bothSides,
      /** Rows are on prompts of both sets, and centred prompt by prompt. */
      shared: z.boolean(),
    })
    .nullable(),
  /** Why the suspect set has no figure. */
  reason: z.string().nullable(),
});
export type TrainedMonitor = z.infer<typeof trainedMonitor>;

/** Rows of a set below which it has no figure. */
const leastRows = 10;
/** Shuffles for each split: enough for a p of .01. */
const shuffles = 199;

/** What became of the reading: states by a row's hash, and why some have none. */
interface States {
  readonly of: ReadonlyMap<string, Float32Array>;
  readonly missing: TrainedMonitor["missing"];
}

/** Every suspect set's result, and how often the monitor cries out. */
interface AllSets {
  readonly sets: readonly TrainedMonitor[];
  readonly falseAlarms: readonly FalseAlarms[];
}

/** Fits the monitor once for all suspect sets; null where no reader is named. */
export async function trainedMonitorOf(
  { config, inputs, context }: Pick<Work, "config" | "inputs" | "context">,
  states: States,
  progress: Progress,
): Promise<AllSets | null> {
  const sets = readSets(config, inputs);
  if (sets === null) return null;
  const panel = sets.panel.map((set) => stateSet(set, states));
  const settings: BagSettings = {
    ...{ sizes: bagSizes, bags: 40_000, resampledBags: 1000, bootstrap: config.bootstrap },
    seed: String(context.random.fork("trained monitor").int(2 ** 48)),
  };
  const found = await leftOutEntities(panel, settings, context.workers, progress);
  const about: Omit<TrainedMonitor, "suspect" | "reason"> = {
    model: context.models[readerRole]?.reference ?? config.reader ?? readerRole,
    layer: "final",
    rows: panel.reduce((sum, set) => sum + set.states.length, 0),
    missing: states.missing,
    ...shownOf(found),
  };
  if (sets.pairs.length === 0 || found.penalty === null) {
    const reason =
      found.penalty === null
        ? "too few rows of the panel have a state to fit a monitor"
        : "no reference was given: --reference";
    return { sets: inputs.suspects.map(() => ({ ...about, suspect: null, reason })), falseAlarms: [] };
  }
  const pairs = await pairsScored(sets, panel, states, found.penalty, context);
  return {
    sets: pairs.map((pair, i) => ({
      ...about,
      ...suspectOf(pair, { ...settings, seed: `${settings.seed} suspect ${i}` }, config.permutations),
    })),
    falseAlarms: alarmsIn(pairs[0], config.splits, settings.seed),
  };
}

/** A suspect set's rows beside the clean ones, scored; `halves` are the clean ones alone, not centred prompt by prompt. */
interface ScoredPair {
  readonly scores: Float64Array;
  readonly positive: Uint8Array;
  readonly cluster: Int32Array;
  readonly shared: boolean;
  readonly halves: { readonly scores: Float64Array; readonly cluster: Int32Array };
}

async function pairsScored(
  { pairs }: ReadSets,
  panel: readonly StateSet[],
  states: States,
  penalty: number,
  { workers }: Pick<AnalyzeContext, "workers">,
): Promise<readonly ScoredPair[]> {
  const read = pairs.map(({ suspect, clean, shared }) => {
    const both = [stateSet(suspect, states), stateSet(clean, states)];
    return { shared, both: shared ? centredByPrompt(both) : centredByMean(both), clean: both.slice(1) };
  });
  const rows = read.map(({ both, clean }) => [...both, ...centredByMean(clean)]);
  const scores = await scoredByAll(panel, penalty, rows.flat(), workers);
  const none = new Float64Array();
  return read.map(({ shared }, i): ScoredPair => {
    const [suspect, clean, halves] = rows[i] ?? [];
    const at = (place: number): Float64Array => scores[3 * i + place] ?? none;
    return {
      scores: Float64Array.from([...at(0), ...at(1)]),
      positive: new Uint8Array(at(0).length + at(1).length).fill(1, 0, at(0).length),
      cluster: Int32Array.from([...(suspect?.cluster ?? []), ...(clean?.cluster ?? [])]),
      shared,
      halves: { scores: at(2), cluster: halves?.cluster ?? new Int32Array() },
    };
  });
}

function suspectOf(
  pair: ScoredPair,
  settings: BagSettings,
  permutations: number,
): Pick<TrainedMonitor, "suspect" | "reason"> {
  const suspect = pair.positive.reduce((sum, mark) => sum + mark, 0);
  const rows = { suspect, clean: pair.positive.length - suspect };
  const smaller = Math.min(rows.suspect, rows.clean);
  if (smaller < leastRows) {
    return { suspect: null, reason: `fewer than ${leastRows} rows of one of the sets have a state` };
  }
  const curve = bagCurve(pair, settings);
  const p = labelP(pair, permutations, random(`${settings.seed} permuted`));
  return { suspect: { curve: curvePoints(curve, smaller), p, rows, shared: pair.shared }, reason: null };
}

function alarmsIn(pair: ScoredPair | undefined, splits: number, seed: string): readonly FalseAlarms[] {
  if (pair === undefined || splits === 0 || pair.halves.scores.length < 2 * leastRows) return [];
  return [
    alarmsOf("states.suspect", dealt, dealtSplits(pair.halves, splits, shuffles, seed)),
    ...(pair.shared && pair.scores.length >= 2 * leastRows
      ? [alarmsOf("states.suspect", swapped, swappedSplits(pair, splits, shuffles, seed))]
      : []),
  ];
}

/** The panel's part, and whether it holds for entities that were left out. */
function shownOf({
  entities,
  controls,
  mean,
}: LeftOut): Pick<TrainedMonitor, "entities" | "controls" | "mean" | "transfers"> {
  const shown = (of: LeftOut["entities"]): LeftOutSet[] =>
    of.map(({ set, rows, curve }) => {
      const points = curvePoints(curve, Math.min(rows.held, rows.neutral));
      const high = points[0]?.high ?? null;
      return { set, rows: { ...rows }, curve: points, inverted: high !== null && high < 0.5 };
    });
  const smallest = Math.min(...entities.map(({ rows }) => Math.min(rows.held, rows.neutral)));
  const points = curvePoints(mean, smallest);
  const reached = controls.map(({ curve }) => curve[0]?.estimate ?? 0.5);
  const control = reached.reduce((sum, area) => sum + area, 0) / Math.max(1, reached.length);
  const low = points[0]?.low ?? null;
  return {
    entities: shown(entities),
    controls: shown(controls),
    mean: points,
    transfers: low !== null && low > Math.max(0.5, control),
  };
}

function stateSet({ id, planted, rows }: ScoredSet, { of }: States): StateSet {
  const kept = rows.flatMap((row) => {
    const state = of.get(rowHash(row));
    return state === undefined ? [] : [{ state, cluster: row.cluster }];
  });
  return {
    ...{ id, planted: planted !== null, states: kept.map(({ state }) => state) },
    cluster: Int32Array.from(kept, ({ cluster }) => cluster),
  };
}
