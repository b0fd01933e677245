import { z } from "zod";
import { continuationValue } from "../../scoring/continuations.ts";
import type { Study } from "../../study/study.ts";
import { analyzeOutcomes } from "./analyze.ts";
import { boxValue, type RecallTrial, type RecallValue } from "./box/box-trials.ts";
import { recallClaims } from "./claims.ts";
import { type RecallConfig, recallConfig } from "./config.ts";
import { loadInputs, type RecallInputs, recallInputs } from "./inputs.ts";
import { foreseePlan, measureTrial, planTrials, requestOf, rolesOf } from "./plan.ts";
import { presentFindings } from "./present.ts";
import { type RecallResults, recallResults } from "./results.ts";
import { summary } from "./summary.ts";

/** Are facts recalled through other facts? Bridges are searched, then taken away and pointed elsewhere. */
export const recall: Study<RecallConfig, RecallInputs, RecallTrial, RecallValue, RecallResults> = {
  name: "recall",
  version: "1",
  summary,
  claims: recallClaims,
  config: recallConfig,
  results: recallResults,
  examples: [
    "credence recall --model local:smollm2-135m --dry-run",
    "credence recall --model local:smollm2-135m",
    "credence recall --box 4",
    "credence recall --model local:smollm2-135m --sets base64,symbols",
    'credence recall facts.csv --questions "The capital of {subject} is" --model http://127.0.0.1:8000/v1#NAME',
  ],
  roles: rolesOf,
  load: loadInputs,
  inputs: recallInputs,
  measuring: {
    value: z.union([continuationValue, boxValue]),
    plan: planTrials,
    request: requestOf,
    foresee: foreseePlan,
    measure: measureTrial,
  },
  analyze: analyzeOutcomes,
  present: presentFindings,
};
