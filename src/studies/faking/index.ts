import { powerAction } from "../../design/power-action.ts";
import {
  type Prepared,
  prepared,
  type ReplyTrial,
  type ReplyValue,
  replyValue,
} from "../../design/reply-experiment.ts";
import { measureReply, replyRequest } from "../../design/reply-measuring.ts";
import { foreseenReplies, planReplies, replyRole } from "../../design/reply-plan.ts";
import { answerMode, capabilitiesAtHand, replyRoles, replySettings } from "../../design/reply-settings.ts";
import { random } from "../../stats/distributions/random.ts";
import type { Study } from "../../study/study.ts";
import { analyzeFaking } from "./analyze.ts";
import { asAsked } from "./asked.ts";
import { fakingClaims } from "./claims.ts";
import { type FakingConfig, fakingConfig } from "./config.ts";
import { type FakingInputs, fakingInputs, loadInputs } from "./inputs.ts";
import { presentFaking } from "./present.ts";
import { type FakingResults, fakingResults } from "./results.ts";
import { summary } from "./summary.ts";

/** How much of the gap between watched and unwatched replies carries over to other roles, and survives when the situation can only be inferred? */
export const faking: Study<FakingConfig, FakingInputs, ReplyTrial, ReplyValue, FakingResults> = {
  name: "faking",
  version: "1",
  summary,
  claims: fakingClaims,
  config: fakingConfig,
  results: fakingResults,
  examples: [
    "credence faking --model http://127.0.0.1:8000/v1#my-model --dry-run",
    "credence faking --model openai:gpt-5-mini --answer written --blocks 3",
    "credence faking --power --items 40 --blocks 5",
    "credence faking --model qwen2.5-coder-1.5b --size small --items 20 --families 1",
    "credence faking --model http://127.0.0.1:8000/v1#my-model --scenario desk,tier",
  ],
  actions: [powerAction({ items: 40, clusters: 20, families: 4 })],
  roles: (config) => replyRoles(config, true),
  load: loadInputs,
  inputs: fakingInputs,
  measuring: {
    value: replyValue,
    plan: (config, inputs, context) => {
      const mode = answerMode(config, inputs.experiments, context.models[replyRole]?.capabilities ?? null);
      return planReplies(asAsked(inputs, mode).map(prepared), replySettings(config, mode), context.random);
    },
    request: (trial, inputs) => replyRequest(trial, of(trial, inputs)),
    foresee: (config, inputs, atHand) => {
      const mode = answerMode(config, inputs.experiments, capabilitiesAtHand(atHand));
      const plan = foreseenReplies(
        asAsked(inputs, mode).map(prepared),
        replySettings(config, mode),
        random("dry run"),
      );
      const note =
        "Chances of two letters leave no room for notes: the levels of the factor `pad` are left out (--answer written has them).";
      return mode === "choose" && config.size !== "small" ? { ...plan, notes: [...plan.notes, note] } : plan;
    },
    measure: (trial, inputs, tools) => measureReply(trial, of(trial, inputs), tools),
  },
  analyze: analyzeFaking,
  present: presentFaking,
};

function of(trial: ReplyTrial, inputs: FakingInputs): Prepared {
  const found = asAsked(inputs, trial.mode).find(({ id }) => id === trial.experiment);
  if (found === undefined)
    throw new Error(`the plan names scenario ${trial.experiment}, which the run has not`);
  return prepared(found);
}
