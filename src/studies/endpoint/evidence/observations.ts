import type { PrefillProbe } from "../probes/probe.ts";
import { prefillProbe } from "../probes.ts";
import type { EndpointTrial, EndpointValue } from "../trial.ts";
import { beginsWith, counts, cutToFit, starved, withoutEcho } from "./replies.ts";

/** A reply with the request it answers. */
export interface Exchange {
  readonly trial: EndpointTrial;
  readonly value: EndpointValue;
}

/** A reply read as one of its probe's outcomes. */
export interface Observation {
  readonly probe: string;
  readonly arm: string;
  readonly item: string;
  readonly outcome: string;
  /** Does the reply go on as an open turn would, be the unfinished turn taken off first where it stands in front? */
  readonly fits: boolean;
  /** Characters of the unfinished turn. */
  readonly length: number;
  /** Of a probe that reads out what stands in front: words that were never sent, empty where there are none; null of any other. */
  readonly hidden: string | null;
}

/** Text of the unfinished turn that a trial sends or emulates. */
export function prefillOf({ facts }: EndpointTrial): string {
  return typeof facts.prefill === "string" ? facts.prefill : "";
}

/** Number of the round that a trial was sent in, from 0. */
export function roundIn({ facts }: EndpointTrial): number {
  return typeof facts.round === "number" ? facts.round : 0;
}

/** Fewest replies in which an echo could show before it is called the server's habit, and the share that must have it. */
const leastShown = 2;
const habit = 0.8;

/**
 * Does the endpoint put the prefill in front of what it returns? That alone is a format, not a fake. Told from probes in which an answer
 * made afresh does not begin with the prefill.
 */
export function echoes(exchanges: readonly Exchange[]): boolean {
  const shown = exchanges.filter(
    ({ trial, value }) =>
      trial.arm === "target" &&
      counts(value) &&
      prefillProbe(trial.probe)?.showsEcho === true &&
      value.text.trim() !== "",
  );
  const echoed = shown.filter(({ trial, value }) => beginsWith(value.text, prefillOf(trial)));
  return shown.length >= leastShown && echoed.length >= habit * shown.length;
}

/** Reads every reply that counts. Of one that was told to begin with the prefill it is taken off, as a proxy would. */
export function observations(exchanges: readonly Exchange[], echo: boolean): Observation[] {
  return exchanges.flatMap(({ trial, value }) => {
    const probe = prefillProbe(trial.probe);
    if (probe === undefined || !counts(value)) return [];
    const prefill = prefillOf(trial);
    const text =
      trial.arm === "instr"
        ? cutToFit(value.text, prefill)
        : trial.arm === "target" && echo
          ? withoutEcho(value.text, prefill)
          : value.text;
    if (starved({ ...value, text })) return [];
    return [
      {
        ...{ probe: probe.id, arm: trial.arm, item: trial.item, length: prefill.length },
        outcome: probe.classify(text, trial.facts),
        fits: probe.classify(cutToFit(text, prefill), trial.facts) === probe.continued,
        hidden: probe.hidden?.(text, trial.facts) ?? null,
      },
    ];
  });
}

/** How often each outcome of a probe came in an arm, in the order of the probe's outcomes. */
export function countsOf(seen: readonly Observation[], probe: PrefillProbe, arm: string): number[] {
  return probe.outcomes.map(
    (outcome) =>
      seen.filter((one) => one.probe === probe.id && one.arm === arm && one.outcome === outcome).length,
  );
}
