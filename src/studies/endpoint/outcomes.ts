import type { Outcome } from "../../core/outcome.ts";
import type { Exchange } from "./evidence/observations.ts";
import { counts } from "./evidence/replies.ts";
import { firstProbe } from "./probes.ts";
import { withRecords } from "./records.ts";
import type { EndpointTrial, MeasuredValue, RecordValue } from "./trial.ts";

export type EndpointOutcome = Outcome<EndpointTrial, MeasuredValue>;

/** Outcomes of one endpoint that are replies, with the provider's own counts of tokens where a router keeps them. */
export function exchangesOf(outcomes: readonly EndpointOutcome[]): readonly Exchange[] {
  const replies = outcomes.flatMap(({ trial, result }) =>
    "value" in result && result.value.kind === "reply" ? [{ trial, value: result.value }] : [],
  );
  return withRecords(replies, recordsOf(outcomes));
}

/** A router's records of calls, by their id. */
export function recordsOf(outcomes: readonly EndpointOutcome[]): ReadonlyMap<string, RecordValue> {
  return new Map(
    outcomes.flatMap(({ result }) =>
      "value" in result && result.value.kind === "record" ? [[result.value.id, result.value] as const] : [],
    ),
  );
}

/** Is a request refused with the settings that switch reasoning off, and answered without them? */
export function refusesOff(exchanges: readonly Exchange[]): boolean {
  const first = exchanges.find(({ trial }) => trial.probe === firstProbe.id && trial.arm === "drop");
  const left = exchanges.some(({ trial, value }) => trial.probe === "settings" && counts(value));
  if (first === undefined || !left) return false;
  return first.value.status >= 400 && first.value.status < 500 && first.value.status !== 429;
}
