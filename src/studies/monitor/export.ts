import { fieldAt } from "../../core/message.ts";
import { addUsage, type Missing, noUsage, type Usage } from "../../core/outcome.ts";
import type { RunScore, ScoredRun, ScoredRuns, ScoringArm } from "../../data/scored-runs.ts";
import type { AnalyzeContext } from "../../study/study.ts";
import { measuredOf } from "./arms.ts";
import { columnsOf } from "./columns.ts";
import type { MonitorConfig } from "./config.ts";
import { groundOf } from "./ground.ts";
import type { MonitorInputs } from "./inputs.ts";
import type { MonitorRow } from "./row.ts";
import type { ScoredArm } from "./scored-arm.ts";
import { promptedScores } from "./scores.ts";
import { type MonitorOutcomes, monitorRole } from "./trial.ts";

/** Every arm's score of every measured run, as the analysis computes them; prompted arms first, floors last. */
export async function scoredRuns(
  config: MonitorConfig,
  inputs: MonitorInputs,
  outcomes: MonitorOutcomes,
  context: AnalyzeContext,
): Promise<ScoredRuns> {
  // Without what the analysis says of the columns beside their scores.
  const ground = await groundOf({ ...config, permutations: 0 }, inputs, outcomes, context);
  const { rows } = ground;
  const scored = await promptedScores(ground);
  const { all: columns } = await columnsOf(ground, scored, []);
  const asked = await askedOf(outcomes);
  const measured = new Map(measuredOf(config).map((arm) => [arm.id, arm]));
  const prompted = new Map(scored.arms.map((arm) => [arm.id, arm]));
  const arms = columns.map(({ id, kind }): ScoringArm => {
    const arm = measured.get(id);
    const model = arm === undefined ? null : (context.models[arm.role ?? monitorRole]?.reference ?? null);
    return { id, kind, model };
  });
  const first = new Map<string, number>();
  for (const [index, { hash }] of rows.entries()) if (!first.has(hash)) first.set(hash, index);

  function* walk(): Generator<ScoredRun> {
    for (const [index, row] of rows.entries()) {
      const { hash, run, positive, group, author, suite } = row;
      const scores = columns.map(({ id, kind, scores: column }): RunScore => {
        const found = asked.get(keyOf(id, hash));
        const missing = prompted.get(id)?.reasons.get(index) ?? found?.missing ?? withoutReason(kind);
        // A run that is there twice was asked about once.
        const paid = first.get(hash) === index ? found : undefined;
        return {
          ...scoreOf(column[index] ?? Number.NaN, missing),
          mass: found === undefined || found.masses === 0 ? null : found.mass / found.masses,
          calls: paid?.calls ?? 0,
          usage: paid?.usage ?? noUsage,
        };
      });
      yield { run, label: labelOf(config, row), positive: positive === 1, group, author, suite, scores };
    }
  }
  return { arms, runs: { [Symbol.iterator]: walk } };
}

/** What asking one arm about one run came to, over steps and draws. */
interface Asked {
  mass: number;
  masses: number;
  missing: Missing | null;
  calls: number;
  usage: Usage;
}

/** All trials by arm and run, but those in which a run was written. */
async function askedOf(outcomes: MonitorOutcomes): Promise<ReadonlyMap<string, Asked>> {
  const sums = new Map<string, Asked>();
  for await (const { trial, result, calls, usage } of outcomes) {
    if (trial.mode === "act") continue;
    const key = keyOf(trial.arm, trial.item);
    const sum = sums.get(key) ?? { mass: 0, masses: 0, missing: null, calls: 0, usage: noUsage };
    sums.set(key, sum);
    sum.calls += calls;
    sum.usage = addUsage(sum.usage, usage);
    if ("missing" in result) {
      sum.missing ??= result.missing;
    } else if ("score" in result.value && result.value.mass !== undefined) {
      sum.mass += result.value.mass;
      sum.masses++;
    }
  }
  return sums;
}

function keyOf(arm: string, item: string): string {
  return `${arm} ${item}`;
}

function scoreOf(score: number, { kind, code, reason }: Missing): Pick<RunScore, "status" | "score" | "why"> {
  if (Number.isFinite(score)) return { status: "scored", score, why: null };
  return { status: kind === "censored" ? "missing" : kind, score: null, why: { code, reason } };
}

function withoutReason(kind: ScoredArm["kind"]): Missing {
  const derived = kind === "ensemble" || kind === "control";
  return {
    kind: "censored",
    code: derived ? "not-defined" : "no-score",
    reason: derived
      ? "it is made of other arms' scores, and this run lacks one of them or is none of those it is about"
      : "the arm gives this run no score",
  };
}

/** The label as the run's file has it; runs that the model wrote in the office carry their own. */
function labelOf(config: MonitorConfig, { run, written }: MonitorRow): string {
  const value = fieldAt(run.fields, written === true ? "label" : config.label) ?? null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
