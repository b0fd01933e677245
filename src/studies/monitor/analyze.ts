import type { JsonObject } from "../../core/json.ts";
import { chatRow } from "../../data/write-jsonl.ts";
import { finiteInterval } from "../../stats/distributions/interval.ts";
import type { Analysis, AnalyzeContext } from "../../study/study.ts";
import { aboutOf } from "./about.ts";
import { armResultOf } from "./arm-result.ts";
import { cacheWords } from "./cache-words.ts";
import { claimsOf } from "./claims.ts";
import { columnsOf } from "./columns.ts";
import { comparisonOf, pairsOf } from "./compare.ts";
import type { MonitorConfig } from "./config.ts";
import { monitorCost } from "./cost.ts";
import { authorshipOf } from "./findings/authorship.ts";
import { budgetsOf } from "./findings/budgets.ts";
import { disagreementsOf } from "./findings/disagreements.ts";
import { floorsDescribed, floorsOverAll } from "./floors.ts";
import { type Ground, groundOf, labelled } from "./ground.ts";
import type { MonitorInputs } from "./inputs.ts";
import { rowsWritten } from "./own-runs.ts";
import { plannedTokens } from "./planned-tokens.ts";
import { resample } from "./resample.ts";
import type { MonitorResults } from "./results.ts";
import { parts } from "./row.ts";
import type { ScoredArm } from "./scored-arm.ts";
import { promptedScores } from "./scores.ts";
import { strataOf } from "./strata.ts";
import type { MonitorOutcomes } from "./trial.ts";
import { warningsOf } from "./warnings.ts";

/** From outcomes to results: scores, floors beside them, the bootstrap, comparisons, claims and cost. */
export async function analyzeOutcomes(
  config: MonitorConfig,
  inputs: MonitorInputs,
  outcomes: MonitorOutcomes,
  context: AnalyzeContext,
): Promise<Analysis<MonitorResults>> {
  const ground = await groundOf(config, inputs, outcomes, context);
  const { rows } = ground;
  const all = ground.inputs.rows;

  context.progress(0, "reading scores");
  const scored = await promptedScores(ground);
  const columns = await columnsOf(ground, scored, parts);
  const folding = { rows: all, folds: config.folds, parts };
  const onAll = rows.length === all.length ? columns.floors : await floorsDescribed(config, folding);

  context.progress(0.1, "resampling groups");
  const strata = strataOf(rows);
  const pairs = pairsOf(columns.all);
  const [drawn, onPolicy, authorship, budgets] = await Promise.all([
    resample(ground, columns.all, pairs, strata.codes),
    onOwnRuns(ground, columns.prompted),
    authorshipOf(ground, columns.prompted),
    budgetsOf(ground, columns.all, plannedTokens(config, ground.inputs, scored.mode)),
  ]);
  const results: MonitorResults = {
    version: 1,
    about: aboutOf(ground, scored.mode),
    arms: columns.all.map((arm, index) => armResultOf(ground, arm, drawn.arms[index])),
    armsLeftOut: columns.leftOut,
    comparisons: pairs.map((pair, index) => comparisonOf(pair, drawn.pairs[index], ground)),
    ...{ onPolicy, authorship, budgets },
    disagreements: disagreementsOf(columns.prompted, rows),
    floorsAll: floorsOverAll(onAll, all),
    strata: strata.absent,
  };
  const wrote = rows.filter(({ written }) => written === true);
  context.progress(0.95, "adding up the cost");
  const cost = await monitorCost(ground, scored.mode);
  return {
    ...claimsOf(results, config.margin),
    warnings: [...warningsOf(results, scored, wrote, config), ...cacheWords(cost).doubts],
    results,
    cost: { ...cost } satisfies JsonObject,
    ...(wrote.length === 0 ? {} : { files: { "runs.jsonl": wrote.map(({ run }) => chatRow(run)) } }),
  };
}

/** The prompted arms on the runs that the monitor model wrote itself: what C1 rests on. */
async function onOwnRuns(
  ground: Ground,
  prompted: readonly ScoredArm[],
): Promise<MonitorResults["onPolicy"]> {
  const at = rowsWritten(ground.rows, ground.model, "own");
  if (at.length === 0) return null;
  const rows = at.flatMap((row) => ground.rows[row] ?? []);
  const own = { ...ground, rows, ...labelled(rows) };
  const arms = prompted.map((arm) => ({
    ...arm,
    scores: Float64Array.from(at, (row) => arm.scores[row] ?? Number.NaN),
  }));
  const pairs = pairsOf(arms).filter(([a, b]) => a.id === "prefix" && b.id === "fresh");
  const drawn = await resample(own, arms, pairs, []);
  const [comparison = null] = pairs.map((pair, index) => comparisonOf(pair, drawn.pairs[index], own));
  return {
    rows: rows.length,
    positives: rows.filter(({ positive }) => positive === 1).length,
    arms: arms.map(({ id }, index) => ({ id, auroc: finiteInterval(drawn.arms[index]?.auroc) })),
    comparison,
  };
}
