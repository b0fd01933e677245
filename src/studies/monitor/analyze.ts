import type { JsonObject } from "../../core/json.ts";
import { runText } from "../../data/transcript.ts";
import { chatRow } from "../../data/write-jsonl.ts";
import { familiesOf } from "../../sanity/families.ts";
import type { Analysis, AnalyzeContext } from "../../study/study.ts";
import { answerOf } from "./answer.ts";
import { armResultOf } from "./arm-result.ts";
import { cacheWords } from "./cache-words.ts";
import { claimsOf } from "./claims.ts";
import { columnsOf } from "./columns.ts";
import type { MonitorConfig } from "./config.ts";
import { monitorCost } from "./cost.ts";
import { aboutOf } from "./findings/about.ts";
import { authorshipOf } from "./findings/authorship.ts";
import { budgetsOf } from "./findings/budgets.ts";
import { comparisonOf, pairsOf } from "./findings/comparisons.ts";
import { disagreementsOf } from "./findings/disagreements.ts";
import { onPolicyOf } from "./findings/on-policy.ts";
import { rivalsOf } from "./findings/rivals.ts";
import { floorsOverAll } from "./floors.ts";
import { type Ground, groundOf } from "./ground.ts";
import type { MonitorInputs } from "./inputs.ts";
import { plannedTokens } from "./planned-tokens.ts";
import { withRefits } from "./refits.ts";
import { resample } from "./resample.ts";
import type { MonitorResults } from "./results.ts";
import { type MonitorRow, parts } from "./row.ts";
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
  context.progress(0, "reading scores");
  const ground = await groundOf(config, inputs, outcomes, context);
  const { rows } = ground;
  const all = ground.inputs.rows;
  const columns = await columnsOf(ground, parts);

  context.progress(0.1, "resampling groups");
  const strata = strataOf(rows);
  const pairs = pairsOf(columns.all);
  const [scored, onPolicy, authorship, budgets] = await Promise.all([
    resample(ground, columns.all, pairs, strata.codes),
    onPolicyOf(ground, columns.prompted),
    authorshipOf(ground, columns.prompted),
    budgetsOf(ground, columns.all, plannedTokens(ground)),
  ]);
  const drawn = withRefits(ground, columns.all, pairs, strata.codes, scored);
  const results: MonitorResults = {
    version: 1,
    about: aboutOf(ground),
    sanity: [...ground.sanity.findings],
    arms: columns.all.map((arm, index) => armResultOf(ground, arm, drawn.arms[index])),
    armsLeftOut: columns.leftOut,
    rivals: rivalsOf(ground, columns.all),
    comparisons: pairs.map((pair, index) => comparisonOf(pair, drawn.pairs[index], ground)),
    ...{ onPolicy, authorship, budgets },
    disagreements: disagreementsOf(columns.prompted, rows),
    floorsAll: floorsOverAll(config, all, familyOf(ground, all)),
    strata: strata.absent,
  };
  const wrote = rows.filter(({ written }) => written === true);
  context.progress(0.95, "adding up the cost");
  const cost = await monitorCost(ground);
  return {
    answer: answerOf(results),
    ...claimsOf(results, config.margin),
    warnings: [...warningsOf(ground, results), ...cacheWords(cost).doubts],
    results,
    cost: { ...cost } satisfies JsonObject,
    ...(wrote.length === 0 ? {} : { files: { "runs.jsonl": wrote.map(({ run }) => chatRow(run)) } }),
  };
}

/** Families of all labelled runs; those of the measured ones are known. */
function familyOf({ rows, sanity }: Ground, all: readonly MonitorRow[]): Int32Array {
  return rows.length === all.length ? sanity.families.of : familiesOf(all.map(({ run }) => runText(run))).of;
}
