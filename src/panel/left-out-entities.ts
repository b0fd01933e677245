import { z } from "zod";
import { random } from "../stats/distributions/random.ts";
import { type ProbeSplit, splitProbe } from "../stats/ranking/probe.ts";
import { clustersOf } from "../stats/resampling/clusters.ts";
import type { BagPoint, BagSettings, ScoredSets } from "../stats/text/bag-auroc.ts";
import { type BagCurves, bagCurves } from "../stats/text/bag-curves.ts";
import { type Task, taskAddress, type Workers } from "../study/workers.ts";
import { centredByPrompt, onPrompts, type StateSet } from "./centred-states.ts";

/** A set that the monitor never saw, told from neutral rows on prompts that it never saw either. */
interface HeldOut {
  readonly set: string;
  readonly rows: { readonly held: number; readonly neutral: number };
  readonly curve: readonly BagPoint[];
}

/** What a monitor learns that holds for an entity it never saw. */
export interface LeftOut {
  readonly entities: readonly HeldOut[];
  /** Neutral sets left out in the same way, as if something were planted in them. */
  readonly controls: readonly HeldOut[];
  /** Over entities; its interval is one over entities and prompts. Empty with fewer than two entities. */
  readonly mean: readonly BagPoint[];
  /** Median of the penalties that the fits chose; null where none was fitted. */
  readonly penalty: number | null;
}

const split: Task<ProbeSplit, { readonly scores: Float64Array; readonly penalty: number }> = {
  run: splitProbe,
  module: taskAddress(import.meta.url, "../stats/ranking/probe"),
  parse: (raw) =>
    z.object({ scores: z.instanceof(Float64Array), penalty: z.number().or(z.nan()) }).parse(raw),
};

const bagPoint = z.object({
  k: z.number(),
  estimate: z.number(),
  low: z.number().or(z.nan()),
  high: z.number().or(z.nan()),
});
const curves: Task<BagSettings & { readonly comparisons: readonly ScoredSets[] }, BagCurves> = {
  run: bagCurves,
  module: taskAddress(import.meta.url, "../stats/text/bag-curves"),
  parse: (raw) => z.object({ each: z.array(z.array(bagPoint)), mean: z.array(bagPoint) }).parse(raw),
};

/** Rows of a set below which nothing is said of it. */
const leastHeld = 10;

/**
 * Leaves out each planted set in turn: the monitor, a ridge logistic regression of planted against neutral rows, is fitted on all other sets on one
 * half of the prompts and scores the rows of the set that was left out, and neutral ones, on the other half; then the halves change places.
 * States are centred by prompt, before a fit over the sets that it may see.
 */
export async function leftOutEntities(
  sets: readonly StateSet[],
  settings: BagSettings,
  workers: Workers,
  progress: (fraction: number) => void = () => {},
): Promise<LeftOut> {
  const prompts = clustersOf(...sets.map(({ cluster }) => cluster));
  const dealt = random(`${settings.seed} halves`).shuffle(prompts);
  const middle = Math.ceil(dealt.length / 2);
  const halves = [new Set(dealt.slice(0, middle)), new Set(dealt.slice(middle))];
  let done = 0;
  const tried = await Promise.all(
    sets.map(async (held) => {
      const parts = await Promise.all(
        halves.map(async (half, i) => {
          const seen = sets.filter((set) => set !== held);
          const train = centredByPrompt(seen.map((set) => onPrompts(set, half)));
          const test = centredByPrompt(sets.map((set) => onPrompts(set, halves[1 - i] ?? half))).filter(
            ({ id, planted }) => id === held.id || !planted,
          );
          const found = await fitted(train, test, null, workers);
          progress((0.8 * ++done) / (2 * sets.length));
          return { test, ...found };
        }),
      );
      return { held, penalties: parts.map(({ penalty }) => penalty), ...comparison(held.id, parts) };
    }),
  );
  const enough = tried.filter(({ rows }) => Math.min(rows.held, rows.neutral) >= leastHeld);
  const entities = enough.filter(({ held }) => held.planted);
  const controls = enough.filter(({ held }) => !held.planted);
  const drawn = async (of: typeof enough, label: string): Promise<BagCurves> =>
    of.length === 0
      ? { each: [], mean: [] }
      : workers.run(curves, {
          ...{ ...settings, seed: `${settings.seed} ${label}` },
          comparisons: of.map(({ scored }) => scored),
        });
  const [ofEntities, ofControls] = await Promise.all([
    drawn(entities, "entities"),
    drawn(controls, "controls"),
  ]);
  progress(1);
  const named = (of: typeof enough, { each }: BagCurves): HeldOut[] =>
    of.map(({ held, rows }, i) => ({ set: held.id, rows, curve: each[i] ?? [] }));
  const penalties = entities
    .flatMap((one) => one.penalties)
    .filter((penalty) => !Number.isNaN(penalty))
    .sort((a, b) => a - b);
  return {
    entities: named(entities, ofEntities),
    controls: named(controls, ofControls),
    mean: entities.length < 2 ? [] : ofEntities.mean,
    penalty: penalties[Math.floor(penalties.length / 2)] ?? null,
  };
}

/** Scores of rows by a monitor fitted on all sets of the panel. */
export async function scoredByAll(
  sets: readonly StateSet[],
  penalty: number,
  rows: readonly StateSet[],
  workers: Workers,
): Promise<readonly Float64Array[]> {
  const { scores } = await fitted(centredByPrompt(sets), rows, penalty, workers);
  return cut(scores, rows);
}

/** Fits on the rows of some sets, centred, and scores those of others, one after another. */
async function fitted(
  train: readonly StateSet[],
  test: readonly StateSet[],
  penalty: number | null,
  workers: Workers,
): Promise<{ readonly scores: Float64Array; readonly penalty: number }> {
  const all = [...train, ...test];
  const width = all.find(({ states }) => states.length > 0)?.states[0]?.length ?? 0;
  const rows = all.flatMap((set) => set.states.map((state, i) => ({ set, state, cluster: set.cluster[i] })));
  const states = new Float32Array(rows.length * width);
  for (const [row, { state }] of rows.entries()) states.set(state, row * width);
  const taught = train.reduce((sum, set) => sum + set.states.length, 0);
  return workers.run(split, {
    ...{ states, width, penalty },
    positive: Uint8Array.from(rows, ({ set }) => Number(set.planted)),
    group: rows.map(({ cluster }) => String(cluster)),
    train: Int32Array.from({ length: taught }, (_, i) => i),
    test: Int32Array.from({ length: rows.length - taught }, (_, i) => taught + i),
  });
}

/** Scores of both halves beside one another: those of the set held out against the neutral ones. */
function comparison(
  held: string,
  parts: readonly { readonly test: readonly StateSet[]; readonly scores: Float64Array }[],
): { readonly scored: ScoredSets; readonly rows: HeldOut["rows"] } {
  const rows = parts.flatMap(({ test, scores }) =>
    cut(scores, test).flatMap((list, i) =>
      [...list].flatMap((score, row) =>
        Number.isNaN(score)
          ? []
          : [{ score, positive: Number(test[i]?.id === held), cluster: test[i]?.cluster[row] ?? 0 }],
      ),
    ),
  );
  const positives = rows.filter(({ positive }) => positive === 1).length;
  return {
    scored: {
      scores: Float64Array.from(rows, ({ score }) => score),
      positive: Uint8Array.from(rows, ({ positive }) => positive),
      cluster: Int32Array.from(rows, ({ cluster }) => cluster),
    },
    rows: { held: positives, neutral: rows.length - positives },
  };
}

function cut(scores: Float64Array, sets: readonly StateSet[]): readonly Float64Array[] {
  let from = 0;
  return sets.map(({ states }) => {
    const mine = scores.subarray(from, from + states.length);
    from += states.length;
    return mine;
  });
}
