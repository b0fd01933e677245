import type { Observation } from "./observations.ts";

/** Replies that must read out the same hidden words before they are taken for words that stand there. */
const leastAlike = 3;
/** Letters by which two readings are the same. */
const alike = 16;

/** Hidden words that replies to unfinished turns read out. */
export interface Exposed {
  /** As the first of them reads, white space made plain. */
  readonly quote: string;
  readonly times: number;
  /** Replies in which hidden words would have been read out. */
  readonly of: number;
}

/**
 * What was read out of the conversation that was never sent. A weak model makes words up, each time others; what really stands there is read out
 * with the same beginning again and again. Null where nothing is.
 */
export function exposedIn(seen: readonly Observation[]): Exposed | null {
  const read = seen.filter(({ arm, hidden }) => arm === "target" && hidden !== null);
  const groups = Map.groupBy(
    read.filter(({ hidden }) => hidden !== ""),
    ({ hidden }) => keyOf(hidden ?? ""),
  );
  // The same question misread alike is one reading.
  const apart = [...groups.values()].map((group) => [
    ...new Map(group.map((one) => [one.item, one])).values(),
  ]);
  const most = apart.toSorted((a, b) => b.length - a.length)[0] ?? [];
  if (most.length < leastAlike) return null;
  return { quote: (most[0]?.hidden ?? "").slice(0, 120), times: most.length, of: read.length };
}

function keyOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .slice(0, alike);
}
