import type { Outcome } from "../../core/outcome.ts";
import type { Exchange } from "./evidence/observations.ts";
import { withRecords } from "./records.ts";
import type { EndpointTrial, MeasuredValue, RecordValue } from "./trial.ts";

export type EndpointOutcome = Outcome<EndpointTrial, MeasuredValue>;

/** Outcomes of one endpoint that are replies, with the provider's own counts of tokens where a router keeps them. */
export function exchangesOf(outcomes: readonly EndpointOutcome[]): readonly Exchange[] {
  const replies = outcomes.flatMap(({ trial, result }) =>
    "value" in result && result.value.kind === "reply" ? [{ trial, value: result.value }] : [],
  );
  // What was refused only for want of a stream says nothing of the request.
  const streams = replies.some(({ trial }) => trial.members?.stream === true);
  const asked = streams ? replies.filter(({ trial }) => trial.members?.stream === true) : replies;
  // Where finished turns fail with a 500 as well, one for an unfinished turn is no answer to it.
  const down = outcomes.some(({ result }) => "missing" in result && result.missing.code === "http-500");
  const told = down
    ? asked.map(({ trial, value }) =>
        value.status === 500 ? { trial, value: { ...value, refused: false } } : { trial, value },
      )
    : asked;
  return withRecords(told, recordsOf(outcomes));
}

/** A router's records of calls, by their id. */
export function recordsOf(outcomes: readonly EndpointOutcome[]): ReadonlyMap<string, RecordValue> {
  return new Map(
    outcomes.flatMap(({ result }) =>
      "value" in result && result.value.kind === "record" ? [[result.value.id, result.value] as const] : [],
    ),
  );
}
