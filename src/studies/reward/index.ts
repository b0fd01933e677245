import { random } from "../../stats/distributions/random.ts";
import type { Role, Study } from "../../study/study.ts";
import { rewardActions } from "./actions.ts";
import { analyzeEpisodes } from "./analyze.ts";
import { rewardClaims } from "./claims.ts";
import { modelsOf, type RewardConfig, rewardConfig } from "./config.ts";
import { loadInputs, type RewardInputs, rewardInputs } from "./inputs.ts";
import { measureTrial, requestOf } from "./measure.ts";
import { foreseePlan, planTrials } from "./plan.ts";
import { presentFindings } from "./present.ts";
import { type RewardResults, rewardResults } from "./results.ts";
import { summary } from "./summary.ts";
import { modelRole, type RewardTrial, type RewardValue, rewardValue } from "./trial.ts";

/** Does a model do what was asked, what the checker pays for, or does it reach for the score itself? */
export const reward: Study<RewardConfig, RewardInputs, RewardTrial, RewardValue, RewardResults> = {
  name: "reward",
  version: "1",
  summary,
  claims: rewardClaims,
  config: rewardConfig,
  results: rewardResults,
  examples: [
    "credence reward --model scripted:task-solver --size small",
    "credence reward --models http://127.0.0.1:8000/v1#old,http://127.0.0.1:8000/v1#new --size full",
    "credence reward --model anthropic:claude-haiku-4-5 --protocol tools --dry-run",
  ],
  actions: rewardActions,
  roles: (config): Role[] =>
    modelsOf(config).map((model, place) => ({
      name: modelRole(place),
      purpose: "acts in the folder",
      model,
      needs: [["generate"]],
    })),
  load: loadInputs,
  inputs: rewardInputs,
  measuring: {
    value: rewardValue,
    plan: planTrials,
    request: requestOf,
    foresee: (config, inputs) => foreseePlan(config, inputs, random("dry run")),
    measure: measureTrial,
  },
  analyze: analyzeEpisodes,
  present: presentFindings,
};
