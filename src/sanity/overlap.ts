import { normalText } from "./normal-text.ts";

/** What two sets of rows have in common. */
export interface Overlap {
  /** Different keys in both. */
  readonly keys: number;
  /** Rows of each set whose key the other set has. */
  readonly rows: readonly [number, number];
  /** Keys that are in both by this comparison, but would not be if texts were compared byte by byte. */
  readonly byForm: number;
}

/**
 * Keys, such as prompts, that stand in two sets: compared after NFC and without blanks at the ends, for the same prompt typed in another form, or
 * with a line end behind it, is the same prompt.
 *
 * @example overlapOf(["Why?\n", "How?"], ["Why?"]) // { keys: 1, rows: [1, 1], byForm: 1 }
 */
export function overlapOf(a: readonly string[], b: readonly string[]): Overlap {
  const [first, second] = [a, b].map((texts) => texts.map(normalText));
  const [inFirst, inSecond] = [new Set(first), new Set(second)];
  const common = new Set([...inFirst].filter((key) => inSecond.has(key)));
  const there = [new Set(a), new Set(b)] as const;
  const bytes = new Set([...there[0]].filter((text) => there[1].has(text)).map(normalText));
  const rowsIn = (texts: readonly string[] = []): number => texts.filter((key) => common.has(key)).length;
  return { keys: common.size, rows: [rowsIn(first), rowsIn(second)], byForm: common.size - bytes.size };
}
