import type { JsonObject } from "../../core/json.ts";
import { type EndpointOutcome, recordsOf } from "./outcomes.ts";
import type { Target } from "./targets.ts";
import { isCall, type MeasuredValue, type RecordValue } from "./trial.ts";

/**
 * `evidence.jsonl`: one line a call with what was sent, what came back and the hash under which the whole exchange is kept in the run,
 * to be sent to a provider. No key was ever in it.
 */
export function endpointFiles(
  targets: readonly Target[],
  outcomes: readonly EndpointOutcome[],
): Readonly<Record<string, readonly JsonObject[]>> {
  const records = recordsOf(outcomes);
  return {
    "evidence.jsonl": outcomes
      .filter(({ trial }) => isCall(trial))
      .map(({ trial, result, at }): JsonObject => {
        const { probe, arm, turns, cap, reasoning } = trial;
        return {
          endpoint: targets[trial.endpoint]?.reference,
          at: at === null ? null : new Date(at).toISOString(),
          ...{ probe, arm, cap, reasoning },
          sent: turns.map((turn): JsonObject => ({ role: turn.role, text: turn.text })),
          ...("missing" in result
            ? { missing: { code: result.missing.code, reason: result.missing.reason } }
            : { reply: { ...result.value }, ...recordOf(result.value, records) }),
        };
      }),
  };
}

function recordOf(value: MeasuredValue, records: ReadonlyMap<string, RecordValue>): JsonObject {
  const record = value.kind === "reply" && value.id !== null ? records.get(value.id) : undefined;
  return record === undefined ? {} : { record: { ...record } };
}
