import type { CapabilityName } from "../../models/model.ts";
import type { Role, Study } from "../../study/study.ts";
import { analyzeOutcomes } from "./analyze.ts";
import type { PromptedArm } from "./arms/prompted.ts";
import { measuredOf } from "./arms.ts";
import { monitorClaims } from "./claims.ts";
import { type MonitorConfig, monitorConfig } from "./config.ts";
import { scoredRuns } from "./export.ts";
import { foreseePlan } from "./foresee.ts";
import { loadInputs, type MonitorInputs, monitorInputs } from "./inputs.ts";
import { measureTrial, requestOf } from "./measure.ts";
import { planTrials } from "./plan.ts";
import { presentFindings } from "./present.ts";
import { type MonitorResults, monitorResults } from "./results.ts";
import { summary } from "./summary.ts";
import { type MonitorTrial, type MonitorValue, monitorRole, monitorValue } from "./trial.ts";

/**
 * Is a monitor that reads the agent's own prefix worse than one given a fresh, quoted transcript, and what does it
 * save?
 */
export const monitor: Study<MonitorConfig, MonitorInputs, MonitorTrial, MonitorValue, MonitorResults> = {
  name: "monitor",
  version: "1",
  summary,
  claims: monitorClaims,
  config: monitorConfig,
  results: monitorResults,
  examples: [
    "credence monitor runs.jsonl --label outcome --positive harmful --negative harmless",
    "credence monitor logs/ --label meta.label --positive attack_succeeded --negative attack_resisted --group meta.suite,meta.task --suite meta.suite --author meta.model --limit 120",
    "credence monitor runs.jsonl --label outcome --positive harmful --negative harmless --arms length,messages,bow",
    "credence monitor runs.jsonl --label outcome --positive harmful --negative harmless --model http://127.0.0.1:8000/v1#my-model --dry-run",
  ],
  roles,
  load: loadInputs,
  inputs: monitorInputs,
  measuring: {
    value: monitorValue,
    plan: planTrials,
    request: requestOf,
    foresee: foreseePlan,
    measure: measureTrial,
  },
  analyze: analyzeOutcomes,
  scoredRuns,
  present: presentFindings,
};

function roles(config: MonitorConfig): Role[] {
  const models = { [monitorRole]: config.model, trusted: config.trusted };
  return Object.entries(models).flatMap(([name, model]): Role[] => {
    const arms = measuredOf(config).filter(({ role = monitorRole }) => role === name);
    const acts = name === monitorRole && config.onPolicy > 0;
    if (model === null || (arms.length === 0 && !acts)) return [];
    const purpose = `reads the runs and says yes or no${acts ? ", and writes runs itself" : ""}`;
    return [{ name, model, purpose, needs: needsOf(arms, config.score, acts ? ["generate"] : []) }];
  });
}

const usualNeeds = {
  auto: [["choose"], ["generate"]],
  choose: [["choose"]],
  rating: [["generate"]],
} as const satisfies Record<MonitorConfig["score"], readonly (readonly CapabilityName[])[]>;

/** Either way of the usual answer, and whatever the arms' own forms need beside it. */
function needsOf(
  arms: readonly PromptedArm[],
  score: MonitorConfig["score"],
  more: readonly CapabilityName[],
): CapabilityName[][] {
  const own = arms.flatMap(({ reads }) => reads?.needs ?? []);
  const usual = arms.some(({ reads }) => reads === undefined) ? usualNeeds[score] : [[]];
  return usual.map((set) => [...new Set([...set, ...own, ...more])]);
}
