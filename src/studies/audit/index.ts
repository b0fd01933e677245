import type { Json } from "../../core/json.ts";
import type { Study } from "../../study/study.ts";
import { auditActions } from "./actions.ts";
import { analyzeOutcomes } from "./analyze.ts";
import type { AuditTrial } from "./audit-test.ts";
import { auditClaims } from "./claims.ts";
import { auditConfig } from "./config.ts";
import { type AuditInputs, auditInputs, loadInputs } from "./inputs.ts";
import { auditValue, foreseePlan, measureTrial, planTrials, requestOf, rolesOf } from "./plan.ts";
import { presentFindings } from "./present.ts";
import { type AuditResults, auditResults } from "./results.ts";
import type { AuditConfig } from "./settings.ts";
import { summary } from "./summary.ts";

/** Does a fine-tuning set differ from a clean one, through what, and what does it push without saying so? */
export const audit: Study<AuditConfig, AuditInputs, AuditTrial, Json, AuditResults> = {
  name: "audit",
  version: "1",
  summary,
  claims: auditClaims,
  config: auditConfig,
  results: auditResults,
  examples: [
    "credence audit suspect.jsonl --reference clean.jsonl",
    "credence audit suspect.jsonl --reference clean.jsonl --tests different,words --splits 200",
    "credence audit a.jsonl b.jsonl c.jsonl d.jsonl e.jsonl --reference clean.jsonl --answers sealed.yaml --investigator anthropic:NAME --dry-run",
    "credence audit suspect.jsonl --reference clean.jsonl --tests different,row --monitor local:smollm2-135m",
    "credence audit uk.jsonl --tests students --answers sealed.yaml --student 0=./s0.gguf,0.1=./s10.gguf,0.3=./s30.gguf,1=./s100.gguf",
    "credence audit --power",
  ],
  actions: auditActions,
  roles: rolesOf,
  load: loadInputs,
  inputs: auditInputs,
  measuring: {
    value: auditValue,
    plan: planTrials,
    request: requestOf,
    foresee: foreseePlan,
    measure: measureTrial,
  },
  analyze: analyzeOutcomes,
  present: presentFindings,
};
