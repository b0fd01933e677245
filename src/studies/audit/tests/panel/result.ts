import { z } from "zod";
import { type PanelEnd, trim } from "../../../../panel/panel-looks.ts";
import { panelResponse } from "../../../../panel/panel-response.ts";
import type { ScoredSet, ScoredSets } from "../../../../panel/scored-sets.ts";
import { promptsOf } from "../../../../panel/two-scorers.ts";
import { kinship, plantedResponse, usualKindRule } from "../../../../panel/which-kind.ts";
import { rowHash } from "../../../../scoring/score-block.ts";
import { pairName, systemHash } from "../../../../scoring/score-table.ts";
import { finiteInterval, finiteOrNull, interval } from "../../../../stats/distributions/interval.ts";
import type { Work } from "../../audit-test.ts";
import type { AuditInputs } from "../../inputs.ts";
import type { AuditConfig } from "../../settings.ts";
import type { PanelScores } from "./panel-scores.ts";
import { systemsOf } from "./panel-sets.ts";
import type { PanelReading } from "./reading.ts";

/** A number, or null where nothing could be computed. */
const figure = z.number().nullable();
const figures = z.array(figure);
/** Null where a part of it could not be computed. */
const bounds = interval.nullable();

/** Schema of what one scorer saw of one set under the panel's candidates. */
const panelFound = z.object({
  /** Candidates, in the order of all lists below. */
  prompts: z.array(z.object({ set: z.string(), about: z.string(), systems: z.array(z.string()) })),
  /** The set looked at first; `planted` numbers the candidate known to be in it. */
  sets: z.array(z.object({ id: z.string(), rows: z.int(), planted: z.int().nullable() })),
  /** Nats a token, `[prompt][set]`: as measured, the mean over the candidate's wordings. */
  shift: z.array(figures),
  /** Of that what the other candidates do not explain, double-centred. */
  centred: z.array(figures),
  z: figures,
  /** Of the set's centred cells, by candidate. */
  interval: z.array(bounds),
  rank: z.array(bounds),
  /** First over second candidate, nats a token. */
  margin: bounds,
  /** Share of resamples in which the first is first. */
  first: z.number(),
  /** The verdict "none of these": the largest z beside what sets without their true prompt reach. */
  none: z.object({
    best: figure,
    /** Null where the panel has too few sets to calibrate it. */
    threshold: z.number().nullable(),
    level: z.number(),
    rows: z.int(),
    /** The 95th percentile that each such set reached. */
    sets: z.array(z.object({ id: z.string(), high: figure })),
  }),
  verdict: z.object({ kind: z.enum(["named", "undecided", "none"]), candidate: z.int().nullable() }),
  /** Response to the panel's own plants, and its mean over its standard error: can this scorer see planted effects at all? */
  planted: z.array(z.object({ set: z.string(), shift: figure })),
  response: figure,
  sees: z.boolean(),
});
export type PanelFound = z.infer<typeof panelFound>;

/** Schema of one scorer's look at one set. */
const panelLook = z.object({
  /** Role that scored. */
  scorer: z.string(),
  model: z.string(),
  kin: kinship.nullable(),
  /** Rows of the set at each look, and the number of the look that was the last, from 1. */
  looks: z.array(z.int()),
  look: z.int(),
  /** Was it settled before all looks were taken? */
  early: z.boolean(),
  /** Rows with a score under every prompt, and without. */
  rows: z.int(),
  missing: z.array(z.object({ code: z.string(), rows: z.int() })),
  /** Scores of the panel's rows that ship with it and were not made anew, and all scores of the panel's rows. */
  shipped: z.object({ scores: z.int(), of: z.int() }),
  /** Rows of the set left out because their answers hold a word of a panel's list. */
  named: z.int(),
  /** Null where too few rows have a score. */
  found: panelFound.nullable(),
});
export type PanelLook = z.infer<typeof panelLook>;

/** Schema of all scorers' looks at one set. */
export const panelResult = z.object({
  /** Hash of the recipe's text and of the drawn answers. */
  recipe: z.string(),
  answers: z.string(),
  /** Model that the panel's answers were drawn with. */
  model: z.string(),
  scorers: z.array(panelLook),
});
export type PanelResult = z.infer<typeof panelResult>;

/** Puts the looks at one set into numbers. */
export function panelResultOf(
  number: number,
  { sets, ends }: PanelReading,
  { config, inputs, context: { models } }: Pick<Work, "config" | "inputs" | "context">,
): PanelResult | null {
  const { panel } = inputs;
  const set = sets.suspects[number];
  if (panel === null || set === undefined) return null;
  const { recipe, answersHash: answers } = panel;
  return {
    ...{ recipe: recipe.sha256, answers, model: recipe.model },
    scorers: ends(number).map(({ role, end, scores }, i) => {
      const { look, looks, state, suspect } = end;
      return {
        ...{ scorer: role, model: models[role]?.reference ?? config.scorer[i] ?? role },
        ...{ kin: config.kin[i] ?? null, looks: [...looks], look: look + 1, named: set.named },
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
      ...{ set, systems: [...systems], about: recipe.sets.find(({ id }) => id === set)?.about ?? set },
    })),
    sets: [suspect, ...references].map(({ id, cluster, planted: own }) => ({
      ...{ id, rows: cluster.length, planted: own },
    })),
    shift: shift.shift.map((row) => row.map(finiteOrNull)),
    centred: shift.centred.map((row) => row.map(finiteOrNull)),
    z: shift.z.map(finiteOrNull),
    interval: shift.interval.map(finiteInterval),
    rank: shift.rank.map(finiteInterval),
    margin: finiteInterval(shift.margin),
    first: shift.first,
    none: {
      best: finiteOrNull(Math.max(...shift.z)),
      ...{ threshold: finiteOrNull(none.threshold), level: none.level, rows: none.rows },
      sets: none.sets.map(({ id, best }) => ({
        ...{
          id,
          high: finiteOrNull(best.toSorted((a, b) => a - b)[Math.floor(0.95 * best.length)] ?? Number.NaN),
        },
      })),
    },
    verdict: { kind: verdict.kind, candidate: verdict.kind === "none" ? null : verdict.candidate },
    planted: planted.map((one) => ({ set: one.id, shift: finiteOrNull(one.shift) })),
    response: finiteOrNull(response),
    sees: response > usualKindRule.sees,
  };
}
