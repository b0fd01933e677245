import { blank } from "./probes/blank.ts";
import { contradiction } from "./probes/contradiction.ts";
import { copy, oneToken } from "./probes/copy.ts";
import { countTurns } from "./probes/count-turns.ts";
import { openJson } from "./probes/open-json.ts";
import type { PrefillProbe } from "./probes/probe.ts";
import { readBack } from "./probes/read-back.ts";

/** All probes of the prefill that are read as one of a few outcomes, in the order in which they are sent. */
export const prefillProbes: readonly PrefillProbe[] = [
  copy,
  blank,
  contradiction,
  readBack,
  oneToken,
  openJson,
  countTurns,
];

/** The probe called `id`, or undefined. */
export function prefillProbe(id: string): PrefillProbe | undefined {
  return prefillProbes.find((probe) => probe.id === id);
}
