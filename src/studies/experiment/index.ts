import { powerAction } from "../../design/power-action.ts";
import type { ReplyExperiment, ReplyTrial, ReplyValue } from "../../design/reply-experiment.ts";
import { prepared, replyValue } from "../../design/reply-experiment.ts";
import { measureReply, replyRequest } from "../../design/reply-measuring.ts";
import { foreseenReplies, planReplies, replyRole } from "../../design/reply-plan.ts";
import { answerMode, capabilitiesAtHand, replyRoles, replySettings } from "../../design/reply-settings.ts";
import { random } from "../../stats/distributions/random.ts";
import type { Study } from "../../study/study.ts";
import { analyzeExperiment } from "./analyze.ts";
import { experimentClaims } from "./claims.ts";
import { type ExperimentConfig, experimentConfig } from "./config.ts";
import { type ExperimentInputs, experimentInputs, loadInputs } from "./inputs.ts";
import { presentExperiment } from "./present.ts";
import { type ExperimentResults, experimentResults } from "./results.ts";
import { summary } from "./summary.ts";

/** A factorial experiment of one's own: a YAML file says what is varied, on what, how the outcome is read and what is claimed. */
export const experiment: Study<
  ExperimentConfig,
  ExperimentInputs,
  ReplyTrial,
  ReplyValue,
  ExperimentResults
> = {
  name: "experiment",
  version: "1",
  summary,
  claims: experimentClaims,
  config: experimentConfig,
  results: experimentResults,
  examples: [
    "credence experiment deadline.yaml --dry-run",
    "credence experiment deadline.yaml --model http://127.0.0.1:8000/v1#my-model --blocks 3",
    "credence experiment deadline.yaml --items 12 --families 1",
    "credence experiment --power --items 24 --families 4 --blocks 3",
    "credence experiment --from outcomes.csv --item task --arm condition --outcome cheated --repeat run",
  ],
  actions: [powerAction({ items: 20, clusters: 20, families: 1 })],
  // What the outcome is stands in the file: letters can be asked for as chances or as words, written replies as words alone.
  roles: (config) => (config.from === null ? replyRoles(config, true) : []),
  load: loadInputs,
  inputs: experimentInputs,
  measuring: {
    value: replyValue,
    plan: async function* (config, { experiment: asked }, context) {
      if (asked === null) return;
      const mode = answerMode(config, [asked], context.models[replyRole]?.capabilities ?? null);
      yield* planReplies([prepared(asked)], replySettings(config, mode), context.random);
    },
    request: (trial, { experiment: asked }) => replyRequest(trial, prepared(given(asked))),
    foresee: (config, { experiment: asked }, atHand) => {
      if (asked === null)
        return { trials: [], bounds: [], notes: ["no model and no calls: the table is enough"] };
      const mode = answerMode(config, [asked], capabilitiesAtHand(atHand));
      return foreseenReplies([prepared(asked)], replySettings(config, mode), random("dry run"));
    },
    measure: (trial, { experiment: asked }, tools) => measureReply(trial, prepared(given(asked)), tools),
  },
  analyze: analyzeExperiment,
  present: presentExperiment,
};

function given(asked: ReplyExperiment | null): ReplyExperiment {
  if (asked === null) throw new Error("a table of outcomes has no trials");
  return asked;
}
