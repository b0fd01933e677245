import { blank } from "./probes/blank.ts";
import { contradiction } from "./probes/contradiction.ts";
import { copy, longCopy, longestCopy, oneToken } from "./probes/copy.ts";
import { countTurns } from "./probes/count-turns.ts";
import { fact } from "./probes/fact.ts";
import { lastWord } from "./probes/last-word.ts";
import { names } from "./probes/names.ts";
import { openJson } from "./probes/open-json.ts";
import type { PrefillProbe } from "./probes/probe.ts";
import { readBack } from "./probes/read-back.ts";

/** The probe of the first look at an endpoint. */
export const firstProbe: PrefillProbe = copy;

/** All probes of the prefill that are read as one of a few outcomes. */
export const prefillProbes: readonly PrefillProbe[] = [
  copy,
  longCopy,
  longestCopy,
  names,
  fact,
  contradiction,
  readBack,
  lastWord,
  oneToken,
  openJson,
  blank,
  countTurns,
];

/** The probe called `id`, or undefined. */
export function prefillProbe(id: string): PrefillProbe | undefined {
  return prefillProbes.find((probe) => probe.id === id);
}
