import type { RegisteredModel } from "../../core/identity.ts";
import type { JsonObject } from "../../core/json.ts";
import { chatRow } from "../../data/write-jsonl.ts";
import { finiteInterval } from "../../stats/distributions/interval.ts";
import type { Analysis, AnalyzeContext, Outcomes } from "../../study/study.ts";
import { aboutOf } from "./about.ts";
import { armResultOf } from "./arm-result.ts";
import { cacheWords } from "./cache-words.ts";
import { aboveChance, resolvePrefixWorse, resolveProbeBetter } from "./claims.ts";
import { columnsOf } from "./columns.ts";
import { comparisonsOf, pairsOf } from "./compare.ts";
import type { MonitorConfig } from "./config.ts";
import { monitorCost } from "./cost.ts";
import { authorshipOfArms } from "./findings/authorship.ts";
import { budgetsOf } from "./findings/budgets.ts";
import { disagreementsOf } from "./findings/disagreements.ts";
import { floorsDescribed, floorsOverAll } from "./floors.ts";
import { type MonitorInputs, measuredRows } from "./inputs.ts";
import { rowsWritten } from "./own-runs.ts";
import { plannedTokens } from "./planned-tokens.ts";
import { type Labelled, resample } from "./resample.ts";
import type { MonitorResults } from "./results.ts";
import { codesOf, labelsOf, type MonitorRow, parts } from "./row.ts";
import type { DescribedArm } from "./scored-arm.ts";
import { promptedScores } from "./scores.ts";
import { saidOf } from "./sentences.ts";
import { strataOf } from "./strata.ts";
import { type MonitorTrial, type MonitorValue, monitorRole } from "./trial.ts";
import { warningsOf } from "./warnings.ts";
import { withWritten } from "./written.ts";

/** From outcomes to results: scores, floors beside them, the bootstrap, comparisons, claims and cost. */
export async function analyzeOutcomes(
  config: MonitorConfig,
  inputs: MonitorInputs,
  outcomes: Outcomes<MonitorTrial, MonitorValue>,
  context: AnalyzeContext,
): Promise<Analysis<MonitorResults>> {
  const all = await withWritten(inputs, outcomes);
  const rows = measuredRows(all);
  const model = context.models[monitorRole];

  context.progress(0, "reading scores");
  const scored = await promptedScores(config, all, outcomes);
  const columns = await columnsOf(config, rows, scored, outcomes, context, parts);
  const { prompted } = columns;
  const onAll =
    rows.length === all.rows.length
      ? columns.floors
      : await floorsDescribed(config, { rows: all.rows, folds: config.folds, parts });

  context.progress(0.1, "resampling groups");
  const data = dataOf(rows);
  const tokens = plannedTokens(config, all, scored.mode);
  const strata = strataOf(rows);
  const pairs = pairsOf(columns.all);
  const [resampled, onPolicy, authorship, budgets] = await Promise.all([
    resample(config, columns.all, { ...data, strata: strata.codes, pairs }, context),
    onOwnRuns(config, prompted, rows, model, context),
    authorshipOfArms(config, prompted, rows, model, data, context),
    budgetsOf(config, columns.all, rows, { ...data, tokens }, context),
  ]);
  const arms = columns.all.map((arm) => armResultOf(arm, rows, data.positive, resampled));
  const comparisons = comparisonsOf(pairs, columns.all, data, resampled);
  const results: MonitorResults = {
    version: 1,
    about: aboutOf(config, all, rows, scored.mode, model),
    arms,
    armsLeftOut: columns.leftOut,
    comparisons,
    onPolicy,
    authorship,
    disagreements: disagreementsOf(prompted, rows),
    budgets,
    floorsAll: floorsOverAll(onAll, all.rows),
    strata: strata.absent,
  };
  const wrote = rows.filter(({ written }) => written === true);
  context.progress(0.95, "adding up the cost");
  const cost = await monitorCost(config, all, outcomes, scored.mode, context.models);
  // Where there are runs of the monitor's own, C1 and its gate rest on them alone.
  const gate =
    onPolicy === null
      ? aboveChance(
          arms.filter(({ kind }) => kind === "prompted"),
          "",
        )
      : aboveChance(
          onPolicy.arms,
          onPolicy.rows === rows.length ? "" : " on the runs the model wrote itself",
        );
  const both = comparisons.find(({ a, b }) => a === "prefix" && b === "fresh");
  const prefixWorse = resolvePrefixWorse({
    difference: onPolicy?.comparison ?? both,
    gate,
    rows: rows.length,
    own: onPolicy?.rows ?? 0,
    ownPositives: onPolicy?.positives ?? 0,
    margin: config.margin,
  });
  return {
    claims: saidOf([prefixWorse, resolveProbeBetter(comparisons, arms)], results),
    gates: gate === null ? [] : [gate],
    warnings: [...warningsOf(results, scored, wrote, config), ...cacheWords(cost).doubts],
    results,
    cost: { ...cost } satisfies JsonObject,
    ...(wrote.length === 0 ? {} : { files: { "runs.jsonl": wrote.map(({ run }) => chatRow(run)) } }),
  };
}

/** The prompted arms on the runs that the monitor model wrote itself: what C1 rests on. */
async function onOwnRuns(
  config: MonitorConfig,
  prompted: readonly DescribedArm[],
  rows: readonly MonitorRow[],
  model: RegisteredModel | undefined,
  context: AnalyzeContext,
): Promise<MonitorResults["onPolicy"]> {
  const at = rowsWritten(rows, model, "own");
  if (at.length === 0) return null;
  const own = at.flatMap((row) => rows[row] ?? []);
  const arms = prompted.map((arm) => ({
    ...arm,
    scores: Float64Array.from(at, (row) => arm.scores[row] ?? Number.NaN),
  }));
  const pairs = [["prefix", "fresh"]] as const;
  const data = dataOf(own);
  const resampled = await resample(config, arms, { ...data, strata: {}, pairs }, context);
  return {
    rows: own.length,
    positives: own.filter(({ positive }) => positive === 1).length,
    arms: arms.map(({ id }) => ({ id, auroc: finiteInterval(resampled.arm(id)?.auroc) })),
    comparison: comparisonsOf(pairs, arms, data, resampled)[0] ?? null,
  };
}

function dataOf(rows: readonly MonitorRow[]): Labelled {
  return { positive: labelsOf(rows), cluster: codesOf(rows.map(({ group }) => group)) };
}
