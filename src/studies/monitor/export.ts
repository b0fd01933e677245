import { fieldAt } from "../../core/message.ts";
import { type Missing, noUsage } from "../../core/outcome.ts";
import type { RunScore, ScoredRun, ScoredRuns, ScoringArm } from "../../data/scored-runs.ts";
import type { AnalyzeContext } from "../../study/study.ts";
import { meanOf } from "./answers.ts";
import { measuredOf } from "./arms.ts";
import { columnsOf } from "./columns.ts";
import type { MonitorConfig } from "./config.ts";
import { groundOf } from "./ground.ts";
import type { MonitorInputs } from "./inputs.ts";
import type { MonitorRow } from "./row.ts";
import type { ScoredArm } from "./scored-arm.ts";
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
  const { rows, answers } = ground;
  const { all: columns } = await columnsOf(ground, []);
  const measured = new Map(measuredOf(config).map((arm) => [arm.id, arm]));
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
      const scores = columns.map(({ id, kind, scores: column, answered }): RunScore => {
        const found = answers.arms.get(id)?.runs.get(hash);
        const unread = found?.steps.get(run.messages.length)?.missing;
        const missing = answered?.reasons.get(index) ?? unread ?? withoutReason(kind);
        // A run that is there twice was asked about once.
        const paid = first.get(hash) === index ? found : undefined;
        return {
          ...scoreOf(column[index] ?? Number.NaN, missing),
          mass: found === undefined ? null : meanOf(found.mass),
          calls: paid?.calls ?? 0,
          usage: paid?.usage ?? noUsage,
        };
      });
      yield { run, label: labelOf(config, row), positive: positive === 1, group, author, suite, scores };
    }
  }
  return { arms, runs: { [Symbol.iterator]: walk } };
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
