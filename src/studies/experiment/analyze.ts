import type { GateResult } from "../../claims/claim.ts";
import { armContrasts, armRates } from "../../design/arm-table.ts";
import { contrastOf } from "../../design/contrasts.ts";
import type { ReplyTrial, ReplyValue } from "../../design/reply-experiment.ts";
import { sortedReplies } from "../../design/reply-outcomes.ts";
import { replyRole } from "../../design/reply-plan.ts";
import { comprehensionGate, notUnderstood, replyResultOf } from "../../design/reply-result.ts";
import { answerMode } from "../../design/reply-settings.ts";
import type { Analysis, AnalyzeContext, Outcomes } from "../../study/study.ts";
import { answerOf } from "./answer.ts";
import { resolveClaims } from "./claims.ts";
import type { ExperimentConfig } from "./config.ts";
import { contrastsOf } from "./declaration.ts";
import type { ExperimentInputs } from "./inputs.ts";
import type { ExperimentResults, Placebo } from "./results.ts";

/** Outcomes to results. */
export async function analyzeExperiment(
  config: ExperimentConfig,
  inputs: ExperimentInputs,
  outcomes: Outcomes<ReplyTrial, ReplyValue>,
  { random, models }: AnalyzeContext,
): Promise<Analysis<ExperimentResults>> {
  const { declared, experiment } = inputs;
  if (declared === null || experiment === null) {
    const results = tableResults(config, inputs);
    return {
      answer: answerOf(results, () => null),
      claims: resolveClaims(inputs, results),
      gates: [],
      warnings: [],
      results,
      cost: {},
    };
  }
  const { own } = declared;
  const sorted = (await sortedReplies([experiment], outcomes, random)).get(experiment.id);
  const replies = sorted === undefined ? null : replyResultOf(experiment, sorted, contrastsOf(own));
  const found = replies?.contrasts.find(({ id }) => id === own.placebo)?.found ?? null;
  const results: ExperimentResults = {
    ...{ version: 1, title: own.title, question: own.question, happens: own.happens, replies, table: null },
    mode: answerMode(config, [experiment], models[replyRole]?.capabilities ?? null),
    placebo:
      own.placebo === undefined || found === null ? null : placeboOf(own.placebo, found, config.margin),
  };
  const gate = replies === null ? null : comprehensionGate(replies);
  return {
    answer: answerOf(results, (id) => {
      const contrast = contrastsOf(own).find((one) => one.id === id);
      return replies === null || contrast === undefined ? null : notUnderstood(replies, experiment, contrast);
    }),
    claims: resolveClaims(inputs, results),
    gates: [...(gate === null ? [] : [{ ...gate, id: "comprehension" }]), ...placeboGate(results.placebo)],
    warnings: inputs.warnings,
    results,
    cost: {},
  };
}

/** Inside the margin it passes, wholly outside the run is invalid, else nobody knows. */
function placeboOf(
  id: string,
  { low, high }: { readonly low: number; readonly high: number },
  margin: number,
): Placebo {
  const [from, to] = [100 * low, 100 * high];
  const state =
    from > -margin && to < margin ? "passed" : from > margin || to < -margin ? "failed" : "undecided";
  return { id, state, margin };
}

function placeboGate(placebo: Placebo | null): GateResult[] {
  if (placebo === null || placebo.state !== "failed") return [];
  return [
    {
      id: "placebo",
      passed: false,
      reason: `what must make no difference makes one of more than ${placebo.margin} points (${placebo.id})`,
    },
  ];
}

function tableResults({ against: asked }: ExperimentConfig, { rows }: ExperimentInputs): ExperimentResults {
  const arms = armRates(rows);
  const against = asked ?? arms[0]?.arm ?? "";
  const { cells, contrasts } = armContrasts(
    arms.map(({ arm }) => arm),
    against,
  );
  return {
    ...{
      version: 1,
      title: "Outcomes measured elsewhere",
      question: `Do the arms differ from ${against}?`,
      happens: "it happens",
    },
    ...{ mode: "table", replies: null, placebo: null },
    table: { against, arms, contrasts: contrasts.map((one) => contrastOf(rows, cells, one)) },
  };
}
