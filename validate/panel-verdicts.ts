import { z } from "zod";
import { type PanelWorld, panelWorld } from "../lab/panel/panel-worlds.ts";
import { calibrateNone, panelVerdict } from "../src/panel/none-of-these.ts";
import { panelShift } from "../src/panel/panel-shift.ts";
import { withoutCandidate } from "../src/panel/shift-table.ts";
import { betaCdf } from "../src/stats/distributions/beta.ts";
import { random } from "../src/stats/distributions/random.ts";
import { holds } from "./coverage.ts";
import type { Simulation } from "./simulation.ts";

interface Case extends PanelWorld {
  readonly name: string;
  /** What the set looked at is: planted with a candidate, with one that is then removed, or with nothing. */
  readonly truth: "planted" | "removed" | "neutral";
  readonly suspectRows: number;
  /** Share of its rows that carry the plant. */
  readonly share: number;
}

interface Draw {
  readonly first: boolean;
  readonly named: boolean;
  readonly wrong: boolean;
  readonly none: boolean;
  /** Does the interval of the true candidate's cell hold the planted effect? Only without likeness, which it does not count. */
  readonly held: boolean;
}

const level = 0.05;
const world = { candidates: 10, neutrals: 2, rows: 100, effect: 0.045, likeness: 0 };
const likeness = 0.008;

/**
 * Does the panel name the right prompt, and only that? Made-up score tables with heavy tails, loud prompts and open sets; the set looked
 * at is drawn apart from the panel.
 */
export const panelVerdicts: Simulation<Case, Draw> = {
  name: "panel-verdicts",
  analyses: 100,
  slice: 8,
  cases: [
    { name: "planted, 100 rows", ...world, truth: "planted", suspectRows: 100, share: 1 },
    { name: "planted, 100 rows, likeness", ...world, likeness, truth: "planted", suspectRows: 100, share: 1 },
    { name: "half of 200 rows planted", ...world, truth: "planted", suspectRows: 200, share: 0.5 },
    { name: "true prompt removed, 100 rows", ...world, truth: "removed", suspectRows: 100, share: 1 },
    {
      ...{ name: "true prompt removed, 100 rows, likeness", ...world, likeness },
      ...{ truth: "removed", suspectRows: 100, share: 1 },
    },
    { name: "no plant, 100 rows", ...world, truth: "neutral", suspectRows: 100, share: 1 },
    {
      name: "no plant, 100 rows, likeness",
      ...world,
      likeness,
      truth: "neutral",
      suspectRows: 100,
      share: 1,
    },
    { name: "no plant, 40 rows", ...world, likeness, truth: "neutral", suspectRows: 40, share: 1 },
  ],
  draw: z.object({
    first: z.boolean(),
    named: z.boolean(),
    wrong: z.boolean(),
    none: z.boolean(),
    held: z.boolean(),
  }),
  run: (one, seed) => {
    const source = random(seed);
    const { panel, draw } = panelWorld(one, source);
    const planted = one.truth === "neutral" ? null : source.int(one.candidates);
    const drawn = draw("suspect", planted, one.suspectRows, one.share);
    const all = [drawn, ...panel];
    const sets = one.truth === "removed" && planted !== null ? withoutCandidate(all, planted) : all;
    const [suspect, ...references] = sets;
    if (suspect === undefined) throw new Error("a set was drawn");
    const shift = panelShift({ suspect, references, trim: 0.1, draws: 100, seed });
    const calibration = calibrateNone({
      ...{ sets: references, rows: one.suspectRows, trim: 0.1, level, resamples: 20, seed },
    });
    const verdict = panelVerdict(shift, calibration);
    const truth = one.truth === "planted" ? planted : null;
    const found = verdict.kind === "named" ? verdict.candidate : null;
    const due = one.effect * one.share;
    const interval = truth === null ? undefined : shift.interval[truth];
    return {
      first: truth !== null && shift.top === truth,
      named: truth !== null && found === truth,
      wrong: found !== null && found !== truth,
      none: verdict.kind === "none",
      held: interval !== undefined && holds(interval, due),
    };
  },
  summarize: (draws) => {
    const share = (held: (draw: Draw) => boolean): number =>
      Number((draws.filter(held).length / draws.length).toPrecision(4));
    return {
      analyses: draws.length,
      first: share(({ first }) => first),
      named: share(({ named }) => named),
      wrong: share(({ wrong }) => wrong),
      none: share(({ none }) => none),
      held: share(({ held }) => held),
    };
  },
  check: ({ analyses = 0, wrong = Number.NaN, first = 0 }, full) => {
    const problems: string[] = [];
    // A rate of false names that a level of 5% would give less than once in 1,000 runs, or in 10,000 slices.
    const count = Math.round(wrong * analyses);
    const tail = count === 0 ? 1 : betaCdf(level, count, analyses - count + 1);
    if (!(tail > (full ? 1e-3 : 1e-4)))
      problems.push(`wrong names in ${(100 * wrong).toFixed(1)}% of analyses`);
    if (first > 0 && first < (full ? 0.95 : 0.6)) problems.push(`the true prompt is first in ${first} only`);
    return problems;
  },
};
