import type { Json } from "../../src/core/json.ts";
import { noUsage } from "../../src/core/outcome.ts";
import type { AuditOutcome, AuditTrial } from "../../src/studies/audit/audit-test.ts";

/** What a journal holds of a trial that was answered at once. */
export function outcomeOf(trial: AuditTrial, value: Json): AuditOutcome {
  return {
    ...{
      trial,
      key: "k",
      usage: noUsage,
      calls: 1,
      replayed: 0,
      attempts: 1,
      seconds: 0,
      session: 1,
      at: null,
    },
    result: { value },
  };
}
