import type { RegisteredModel } from "../../core/identity.ts";
import type { JsonObject } from "../../core/json.ts";
import { chatRow } from "../../data/write-jsonl.ts";
import { finiteInterval } from "../../stats/distributions/interval.ts";
import type { Analysis, AnalyzeContext, Outcomes } from "../../study/study.ts";
import { aboutOf } from "./about.ts";
import { armResult, type DescribedArm } from "./arm-result.ts";
import { promptedArm } from "./arms.ts";
import { cacheWords } from "./cache-words.ts";
import { aboveChance, resolvePrefixWorse, resolveProbeBetter } from "./claims.ts";
import { compare, pairsOf } from "./compare.ts";
import type { MonitorConfig } from "./config.ts";
import { monitorCost } from "./cost.ts";
import { derivedScores } from "./derived-scores.ts";
import { authorshipOfArms } from "./findings/authorship.ts";
import { budgetsOf } from "./findings/budgets.ts";
import { disagreementsOf } from "./findings/disagreements.ts";
import { type FloorScores, floorScores, floorsOverAll, labelsOf, usableFloors } from "./floors.ts";
import { type MonitorInputs, measuredRows } from "./inputs.ts";
import { rowsWritten } from "./own-runs.ts";
import { plannedTokens } from "./planned-tokens.ts";
import { probesDescribed } from "./probe-scores.ts";
import { resample } from "./resample.ts";
import type { Comparison, MonitorResults } from "./results.ts";
import type { MonitorRow } from "./row.ts";
import { type PromptedScores, promptedScores } from "./scores.ts";
import { saidOf } from "./sentences.ts";
import { codesOf, leaveOutOf, strataOf } from "./strata.ts";
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
  const positive = labelsOf(rows);
  const cluster = codesOf(rows.map(({ group }) => group));
  const strata = strataOf(rows);
  const model = context.models[monitorRole];

  context.progress(0, "reading scores");
  const scored = await promptedScores(config, all, outcomes);
  const { floors, leftOut } = usableFloors(config);
  const prompted = promptedDescribed(config, scored, rows, positive);
  const onMeasured = floorScores(floors, rows, config.folds);
  const onAll = rows.length === all.rows.length ? onMeasured : floorScores(floors, all.rows, config.folds);
  const derived = derivedScores(config, rows, prompted, model);
  const described = [
    ...prompted,
    ...(await probesDescribed(config, rows, outcomes, context)),
    ...derived.described,
    ...onMeasured.map((floor) => floorDescribed(floor, rows, positive)),
  ];

  context.progress(0.1, "resampling groups");
  const pairs = pairsOf(described);
  const data = { positive, cluster };
  const [resampled, onPolicy, authorship, budgets] = await Promise.all([
    resample(config, described, { ...data, strata: strata.codes, pairs }, context),
    onOwnRuns(config, prompted, rows, model, context),
    authorshipOfArms(prompted, rows, model, { ...data, draws: config.bootstrap }, context),
    budgetsOf(config, described, rows, { ...data, tokens: plannedTokens(config, all, scored.mode) }, context),
  ]);
  const arms = described.map((arm) => armResult(arm, rows, positive, resampled));
  const byId = new Map(described.map((arm) => [arm.id, arm]));
  const comparisons = pairs.flatMap(([first, second]) => {
    const a = byId.get(first);
    const b = byId.get(second);
    return a === undefined || b === undefined ? [] : [compare(a, b, positive, cluster, resampled)];
  });
  const results: MonitorResults = {
    version: 1,
    about: aboutOf(config, all, rows, scored.mode, model),
    arms,
    armsLeftOut: [...leftOut, ...derived.leftOut],
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
    warnings: [...warningsOf(results, scored, wrote, config.trusted), ...cacheWords(cost).doubts],
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
  const own = rowsWritten(rows, model, "own");
  if (own.length === 0) return null;
  const arms = prompted.map((arm) => ({
    ...arm,
    scores: Float64Array.from(own, (row) => arm.scores[row] ?? Number.NaN),
  }));
  const positive = Uint8Array.from(own, (row) => rows[row]?.positive ?? 0);
  const cluster = codesOf(own.map((row) => rows[row]?.group ?? ""));
  const pair = ["prefix", "fresh"] as const;
  const resampled = await resample(config, arms, { positive, cluster, strata: {}, pairs: [pair] }, context);
  const [a, b] = pair.map((id) => arms.find((arm) => arm.id === id));
  const comparison: Comparison | null =
    a === undefined || b === undefined ? null : compare(a, b, positive, cluster, resampled);
  return {
    rows: own.length,
    positives: positive.reduce((sum, label) => sum + label, 0),
    arms: arms.map(({ id }) => ({ id, auroc: finiteInterval(resampled.arm(id)?.auroc) })),
    comparison,
  };
}

function promptedDescribed(
  config: MonitorConfig,
  { arms, mode }: PromptedScores,
  rows: readonly MonitorRow[],
  positive: Uint8Array,
): DescribedArm[] {
  return arms.map((scored): DescribedArm => {
    const { id, title, about } = promptedArm(config, scored.id);
    const part = (name: "suite" | "author"): DescribedArm["leaveOut"]["suite"] =>
      leaveOutOf(scored.scores, rows, positive, name, false);
    return {
      id,
      title,
      about,
      kind: "prompted",
      scores: scored.scores,
      prompted: scored,
      probability: mode !== null,
      constantWithin: null,
      leaveOut: { suite: part("suite"), author: part("author") },
    };
  });
}

function floorDescribed(
  { arm, scores, heldOut }: FloorScores,
  rows: readonly MonitorRow[],
  positive: Uint8Array,
): DescribedArm {
  const part = (name: "suite" | "author"): DescribedArm["leaveOut"]["suite"] => {
    const held = heldOut[name];
    return held === null ? null : leaveOutOf(held, rows, positive, name, arm.trained);
  };
  return {
    id: arm.id,
    title: arm.title,
    about: arm.about,
    kind: "floor",
    scores,
    prompted: null,
    probability: false,
    constantWithin: arm.constantWithin,
    leaveOut: { suite: part("suite"), author: part("author") },
  };
}
