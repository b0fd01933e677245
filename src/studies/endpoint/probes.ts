import { blank } from "./probes/blank.ts";
import { contradiction } from "./probes/contradiction.ts";
import { copy, oneToken } from "./probes/copy.ts";
import { countTurns } from "./probes/count-turns.ts";
import { openJson } from "./probes/open-json.ts";
import type { PrefillProbe } from "./probes/probe.ts";
import { readBack } from "./probes/read-back.ts";

/** The probe of the first look at an endpoint. */
export const firstProbe: PrefillProbe = copy;

/** All probes of the prefill that are read as one of a few outcomes. */
export const prefillProbes: readonly PrefillProbe[] = [
  copy,
  blank,
  contradiction,
  readBack,
  oneToken,
  openJson,
  countTurns,
];

/**
 * What each round of the prefill's question sends; rounds after the first are repeated until the answer is safe or calls run out. Short rounds
 * stop earlier; the probes that tell most come first.
 */
export const rounds: readonly (readonly PrefillProbe[])[] = [
  [copy, blank],
  [contradiction],
  [oneToken],
  [readBack],
  [openJson, copy],
  [countTurns, blank],
  [oneToken, contradiction],
];

/** The probe called `id`, or undefined. */
export function prefillProbe(id: string): PrefillProbe | undefined {
  return prefillProbes.find((probe) => probe.id === id);
}
