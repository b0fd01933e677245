import { z } from "zod";
import { type PanelEnd, panelLooks, trim } from "../../../../panel/panel-looks.ts";
import { panelResponse } from "../../../../panel/panel-response.ts";
import type { ScoredSet, ScoredSets } from "../../../../panel/scored-sets.ts";
import { promptsOf } from "../../../../panel/two-scorers.ts";
import { plantedResponse, usualKindRule } from "../../../../panel/which-kind.ts";
import { rowHash } from "../../../../scoring/score-block.ts";
import { pairName, systemHash } from "../../../../scoring/score-table.ts";
import type { Interval } from "../../../../stats/distributions/interval.ts";
import type { AnalyzeContext } from "../../../../study/study.ts";
import { type AuditConfig, kinships } from "../../config.ts";
import type { AuditInputs } from "../../inputs.ts";
import { lookSettings, type PanelScores, scorerRole, systemsOf } from "./panel-test.ts";

/** A number, or null where nothing could be computed. */
type Figure = number | null;
type Bounds = { readonly estimate: Figure; readonly low: Figure; readonly high: Figure };

/** What one scorer saw of one set under the panel's candidates. */
export type PanelFound = {
  /** Candidates, in the order of all lists below. */
  readonly prompts: readonly {
    readonly set: string;
    readonly about: string;
    readonly systems: readonly string[];
  }[];
  /** The set looked at first; `planted` numbers the candidate known to be in it. */
  readonly sets: readonly { readonly id: string; readonly rows: number; readonly planted: number | null }[];
  /**
   * Nats a token, `[prompt][set]`: as measured, the mean over the candidate's wordings; and of that what the other candidates do not
   * explain, double-centred.
   */
  readonly shift: readonly (readonly Figure[])[];
  readonly centred: readonly (readonly Figure[])[];
  readonly z: readonly Figure[];
  /** Of the set's centred cells, by candidate. */
  readonly interval: readonly Bounds[];
  readonly rank: readonly Bounds[];
  /** First over second candidate, nats a token. */
  readonly margin: Bounds;
  /** Share of resamples in which the first is first. */
  readonly first: number;
  /** The verdict "none of these": the largest z beside what sets without their true prompt reach. */
  readonly none: {
    readonly best: Figure;
    readonly threshold: number;
    readonly level: number;
    readonly rows: number;
    /** The 95th percentile that each such set reached. */
    readonly sets: readonly { readonly id: string; readonly high: Figure }[];
  };
  readonly verdict: { readonly kind: "named" | "undecided" | "none"; readonly candidate: number | null };
  /** Response to the panel's own plants, and its mean over its standard error: can this scorer see planted effects at all? */
  readonly planted: readonly { readonly set: string; readonly shift: Figure }[];
  readonly response: Figure;
  readonly sees: boolean;
};

/** One scorer's look at one set. */
export type PanelLook = {
  /** Role that scored. */
  readonly scorer: string;
  readonly model: string;
  readonly kin: (typeof kinships)[number] | null;
  /** Rows of the set at each look, and the number of the look that was the last, from 1. */
  readonly looks: readonly number[];
  readonly look: number;
  /** Was it settled before all looks were taken? */
  readonly early: boolean;
  /** Rows with a score under every prompt, and without. */
  readonly rows: number;
  readonly missing: readonly { readonly code: string; readonly rows: number }[];
  /** Scores of the panel's rows that ship with it and were not made anew, and all scores of the panel's rows. */
  readonly shipped: { readonly scores: number; readonly of: number };
  /** Rows of the set left out because their answers hold a word of a panel's list. */
  readonly named: number;
  /** Null where too few rows have a score. */
  readonly found: PanelFound | null;
};

/** All scorers' looks at one set. */
export type PanelResult = {
  /** Hash of the recipe's text and of the drawn answers. */
  readonly recipe: string;
  readonly answers: string;
  /** Model that the panel's answers were drawn with. */
  readonly model: string;
  readonly scorers: readonly PanelLook[];
};

const figure = z.number().nullable();
const bounds = z.object({ estimate: figure, low: figure, high: figure });
const cells = z.array(z.array(figure));
const foundSchema: z.ZodType<PanelFound> = z.object({
  prompts: z.array(z.object({ set: z.string(), about: z.string(), systems: z.array(z.string()) })),
  sets: z.array(z.object({ id: z.string(), rows: z.int(), planted: z.int().nullable() })),
  ...{ shift: cells, centred: cells },
  z: z.array(figure),
  interval: z.array(bounds),
  rank: z.array(bounds),
  margin: bounds,
  first: z.number(),
  none: z.object({
    best: figure,
    threshold: z.number(),
    level: z.number(),
    rows: z.int(),
    sets: z.array(z.object({ id: z.string(), high: figure })),
  }),
  verdict: z.object({ kind: z.enum(["named", "undecided", "none"]), candidate: z.int().nullable() }),
  planted: z.array(z.object({ set: z.string(), shift: figure })),
  response: figure,
  sees: z.boolean(),
});

/** Schema of it. */
export const panelSchema: z.ZodType<PanelResult> = z.object({
  recipe: z.string(),
  answers: z.string(),
  model: z.string(),
  scorers: z.array(
    z.object({
      scorer: z.string(),
      model: z.string(),
      kin: z.enum(kinships).nullable(),
      looks: z.array(z.int()),
      look: z.int(),
      early: z.boolean(),
      rows: z.int(),
      missing: z.array(z.object({ code: z.string(), rows: z.int() })),
      shipped: z.object({ scores: z.int(), of: z.int() }),
      named: z.int(),
      found: foundSchema.nullable(),
    }),
  ),
});

/** A scorer's look at a set, with what it rests on. */
export interface ScorerEnd {
  readonly role: string;
  readonly end: PanelEnd;
  readonly scores: PanelScores;
}

/** Every scorer's last look at a set, in the order of the command. */
export function panelEnds(
  set: ScoredSet,
  sets: ScoredSets,
  scores: readonly PanelScores[],
  config: AuditConfig,
  inputs: AuditInputs,
): readonly ScorerEnd[] {
  return scores.map((one, i) => ({
    role: scorerRole(i),
    scores: one,
    end: panelLooks(sets, one.mean, lookSettings(config, inputs)).end(set),
  }));
}

/** Puts the looks at one set into numbers. */
export function panelResultOf(
  set: ScoredSet,
  sets: ScoredSets,
  ends: readonly ScorerEnd[],
  config: AuditConfig,
  inputs: AuditInputs,
  { models }: Pick<AnalyzeContext, "models">,
): PanelResult | null {
  const { panel } = inputs;
  if (panel === null) return null;
  return {
    recipe: panel.recipe.sha256,
    answers: panel.answersHash,
    model: panel.recipe.model,
    scorers: ends.map(({ role, end, scores }, i): PanelLook => {
      const { look, looks, state, suspect } = end;
      return {
        ...{ scorer: role, model: models[role]?.reference ?? config.scorer[i] ?? role },
        ...{ kin: config.kin[i] ?? null, looks, look: look + 1, named: set.named },
        early: state === "stop" && look < looks.length - 1,
        rows: suspect.cluster.length,
        shipped: shippedOf(sets, scores),
        missing: missingOf(set, looks[look] ?? 0, sets, scores),
        found: foundOf(end, sets, config, inputs),
      };
    }),
  };
}

function missingOf(
  set: ScoredSet,
  count: number,
  sets: ScoredSets,
  { mean, missing }: PanelScores,
): PanelLook["missing"] {
  const systems = systemsOf(sets).map(systemHash);
  const codes = set.rows.slice(0, count).flatMap((row) => {
    const hash = rowHash(row);
    const lacks = systems.find((system) => mean(hash, system) === undefined);
    return lacks === undefined ? [] : [missing.get(pairName(hash, lacks)) ?? "not-asked"];
  });
  return Array.from(
    Map.groupBy(codes, (code) => code),
    ([code, list]) => ({ code, rows: list.length }),
  );
}

function shippedOf(sets: ScoredSets, { shipped }: PanelScores): PanelLook["shipped"] {
  const systems = systemsOf(sets).map(systemHash);
  const rows = sets.references.filter(({ sha256 }) => sha256 === null).flatMap((set) => set.rows);
  const pairs = rows.flatMap((row) => {
    const hash = rowHash(row);
    return systems.map((system) => shipped(hash, system));
  });
  return { scores: pairs.filter((known) => known).length, of: pairs.length };
}

function foundOf(
  { found, suspect, references }: PanelEnd,
  sets: ScoredSets,
  config: AuditConfig,
  inputs: AuditInputs,
): PanelFound | null {
  if (found === null || inputs.panel === null) return null;
  const { recipe } = inputs.panel;
  const { shift, none, verdict } = found;
  const { planted, plantedDraws } = panelResponse(suspect, references, promptsOf({ suspect, references }), {
    ...{ trim, draws: config.bootstrap, seed: `${inputs.seed} response` },
  });
  const response = plantedResponse({ planted: planted.map((one) => one.shift), plantedDraws });
  return {
    prompts: sets.candidates.map(({ set, systems }) => ({
      ...{ set, systems, about: recipe.sets.find(({ id }) => id === set)?.about ?? set },
    })),
    sets: [suspect, ...references].map(({ id, cluster, planted: own }) => ({
      ...{ id, rows: cluster.length, planted: own },
    })),
    shift: shift.shift.map((row) => row.map(figureOf)),
    centred: shift.centred.map((row) => row.map(figureOf)),
    z: shift.z.map(figureOf),
    interval: shift.interval.map(boundsOf),
    rank: shift.rank.map(boundsOf),
    margin: boundsOf(shift.margin),
    first: shift.first,
    none: {
      best: figureOf(Math.max(...shift.z)),
      ...{ threshold: none.threshold, level: none.level, rows: none.rows },
      sets: none.sets.map(({ id, best }) => ({
        ...{
          id,
          high: figureOf(best.toSorted((a, b) => a - b)[Math.floor(0.95 * best.length)] ?? Number.NaN),
        },
      })),
    },
    verdict: { kind: verdict.kind, candidate: verdict.kind === "none" ? null : verdict.candidate },
    planted: planted.map((one) => ({ set: one.id, shift: figureOf(one.shift) })),
    response: figureOf(response),
    sees: response > usualKindRule.sees,
  };
}

function figureOf(value: number): Figure {
  return Number.isFinite(value) ? value : null;
}

function boundsOf({ estimate, low, high }: Interval): Bounds {
  return { estimate: figureOf(estimate), low: figureOf(low), high: figureOf(high) };
}
