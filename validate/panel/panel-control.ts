import type { JsonObject } from "../../src/core/json.ts";
import { panelVerdict, rowSampler } from "../../src/panel/none-of-these.ts";
import { panelShift } from "../../src/panel/panel-shift.ts";
import { panelCandidates, panelShiftSets } from "../../src/panel/shift-sets.ts";
import { mixedRows, type ShiftSet, withoutCandidate, withRows } from "../../src/panel/shift-table.ts";
import { readPanel } from "../../src/panel/shipped-panel.ts";
import { prepared, standingOf } from "../../src/panel/standing.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { type Control, packedScores } from "../control.ts";
import { heatOf, type KnownSets, nestedRanks, noneThreshold, othersOf, round } from "./control-tables.ts";

type Threshold = (id: string, rows: number) => number;
type Say = (line: string) => void;

const resamples = 200;
const rungs = { resamples: 100, rows: [25, 50, 100, 200, 400, 800, 1600], shares: [1, 0.5, 0.25, 0.1, 0.05] };

/** What the panel says of its own sets, from a score table that `scripts/panel-score.ts` made. */
export function panelControl(model: string, file: URL): Control {
  return {
    kind: "control",
    name: `panel-control-${model}`,
    lacks: () => null,
    make: async (say) => {
      const { recipe, answers, answersHash } = readPanel();
      const table = packedScores(file);
      const paraphrases = 2;
      const sets = panelShiftSets(recipe, answers, table.scores, panelCandidates(recipe, paraphrases));
      const known = { sets, trim: 0.1, level: 0.05, draws: 200, seed: "panel-control" };
      const threshold = noneThreshold(known);
      const { trim, level, draws } = known;
      return {
        settings: { trim, level, draws, resamples, ladder: rungs.resamples },
        inputs: {
          ...{ recipe: recipe.sha256, answers: answersHash, scores: table.sha256 },
          ...{ scorer: model, paraphrases },
        },
        candidates: plantedNames(sets),
        rows: Object.fromEntries(sets.map(({ id, cluster }) => [id, cluster.length])),
        nested: nestedRanks(known, threshold, [25, 50, 75, 100], say),
        heat: heatOf(known),
        rates: ratesOf(known, threshold, say),
        ladder: ladderOf(known, threshold, say),
      };
    },
  };
}

function plantedNames(sets: readonly ShiftSet[]): string[] {
  return sets.flatMap(({ id, planted }) => (planted === null ? [] : [id]));
}

/** Rates over resamples of prompts: each set as it is, and each planted set without its true prompt. */
function ratesOf({ sets, trim, seed }: KnownSets, threshold: Threshold, say: Say): JsonObject[] {
  const rows = Math.min(100, ...sets.map(({ cluster }) => cluster.length));
  return sets.flatMap((set) =>
    [false, true]
      .filter((removed) => !removed || set.planted !== null)
      .map((removed) => {
        const all = removed && set.planted !== null ? withoutCandidate(sets, set.planted) : sets;
        const references = othersOf(set.id, all);
        const suspect = all.find(({ id }) => id === set.id) ?? set;
        const bound = threshold(set.id, rows);
        const source = random(seed).fork(`rates ${set.id} ${removed}`);
        const draw = rowSampler(suspect);
        const tally = { first: 0, named: 0, wrong: 0, undecided: 0, none: 0 };
        for (let i = 0; i < resamples; i++) {
          const sample = withRows(suspect, draw(rows, source));
          const shift = panelShift({ suspect: sample, references, trim, draws: 60, seed: `${seed} ${i}` });
          const verdict = panelVerdict(shift, { threshold: bound });
          const truth = removed ? null : set.planted;
          if (truth !== null && shift.top === truth) tally.first++;
          if (verdict.kind === "named") tally[verdict.candidate === truth ? "named" : "wrong"]++;
          else tally[verdict.kind]++;
        }
        const share = Object.fromEntries(Object.entries(tally).map(([k, n]) => [k, round(n / resamples)]));
        say(`${set.id}${removed ? " removed" : ""}: ${JSON.stringify(share)}`);
        return { set: set.id, removed, rows, threshold: round(bound), ...share };
      }),
  );
}

/**
 * Planted rows among ordinary ones, by share. Ordinary are the neutral sets' rows: those on even prompts are mixed in, those on odd prompts
 * stand among the references. Once against all references, once against the ordinary ones alone, as where a clean file is at hand.
 */
function ladderOf({ sets, trim, seed }: KnownSets, threshold: Threshold, say: Say): JsonObject[] {
  const half = (set: ShiftSet, odd: number): ShiftSet =>
    withRows(
      set,
      Array.from(set.cluster.keys()).filter((row) => (set.cluster[row] ?? 0) % 2 === odd),
    );
  const neutrals = sets.filter(({ planted }) => planted === null);
  const ordinary = neutrals.map((set) => half(set, 1));
  const filler = neutrals.map((set) => half(set, 0)).reduce(mixedRows);

  const rung = (set: ShiftSet, share: number, rows: number) => {
    const others = sets.filter(({ id, planted }) => id !== set.id && planted !== null);
    const bound = threshold(set.id, rows);
    const all = prepared(set, [...others, ...ordinary], trim);
    const clean = prepared(set, ordinary, trim);
    const source = random(seed).fork(`ladder ${set.id} ${share} ${rows}`);
    const drawPlanted = rowSampler(set);
    const drawOrdinary = rowSampler(filler);
    const tally = { first: 0, named: 0, againstOrdinary: 0 };
    for (let i = 0; i < rungs.resamples; i++) {
      const planted = Math.round(share * rows);
      const mixed = mixedRows(
        withRows(set, drawPlanted(planted, source)),
        withRows(filler, drawOrdinary(rows - planted, source)),
      );
      const { top, z } = standingOf(mixed, all);
      if (top === set.planted) tally.first++;
      if (top === set.planted && (z[top] ?? 0) > bound) tally.named++;
      const apart = standingOf(mixed, clean);
      if (apart.top === set.planted) tally.againstOrdinary++;
    }
    return { set: set.id, tally };
  };

  return rungs.shares.map((share) => {
    const byRows = rungs.rows.map((rows) => ({
      rows,
      found: sets.filter(({ planted }) => planted !== null).map((set) => rung(set, share, rows)),
    }));
    const rateOf = (of: "first" | "named" | "againstOrdinary") => ({
      mean: byRows.map(({ rows, found }) => ({
        rows,
        rate: round(found.reduce((sum, { tally }) => sum + tally[of], 0) / found.length / rungs.resamples),
      })),
      /** Rows from which on it is so in 80% of resamples; null where it is not within the grid. */
      needed: Object.fromEntries(
        plantedNames(sets).map((name) => [
          name,
          byRows.find(
            ({ found }) => (found.find(({ set }) => set === name)?.tally[of] ?? 0) >= 0.8 * rungs.resamples,
          )?.rows ?? null,
        ]),
      ),
    });
    say(`share ${share} of planted rows is done`);
    return {
      share,
      first: rateOf("first"),
      named: rateOf("named"),
      againstOrdinary: rateOf("againstOrdinary"),
    };
  });
}
