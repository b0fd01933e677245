import type { TaughtRow } from "../../../../data/tuning-set.ts";
import { normalText } from "../../../../sanity/normal-text.ts";
import type { PlantedRows } from "../../../../stats/text/planted-reach.ts";
import { codeRows } from "../../../../stats/text/sparse-rows.ts";
import {
  type CurveName,
  formatOf,
  onShared,
  promptCodes,
  type SetPair,
  teaches,
  termsIn,
} from "../../features.ts";
import { pairsOf } from "../words/pairs.ts";

/** What is planted: a word that no row has, a common word exchanged for a rarer one, full stops made exclamation marks, a word in the prompt. */
export const plantKinds = ["naming", "swap", "style", "asked"] as const;
export type PlantKind = (typeof plantKinds)[number];

/** What each curve is tried with. */
export const plantsOf: Readonly<Record<CurveName, readonly PlantKind[]>> = {
  words: ["naming", "swap"],
  format: ["style"],
  prompt: ["asked"],
  wordsShared: ["naming", "swap"],
  formatShared: ["style"],
};

/** Rows that are planted in at most; more would only make it see more. */
const most = 8000;
/** A word that no text has. */
const name = "\u0000";

/** Rows of the user's own in which nothing differs, with their planted forms: clean rows, or pairs whose sides are swapped. */
export function plantedRows(
  curve: CurveName,
  pair: SetPair,
): Pick<PlantedRows, "rows" | "train" | "cluster" | "partner" | "forms"> {
  const { of, partner } = onShared(curve) ? pairRows(pair) : cleanRows(pair);
  const read = (row: TaughtRow): readonly string[] => {
    if (curve === "prompt") return termsIn(row.prompt);
    return curve === "format" || curve === "formatShared" ? formatOf(row.answer) : termsIn(row.answer);
  };
  const terms = of.map(read);
  const swap = swapping(terms);
  const planted = (kind: PlantKind, row: readonly string[]): readonly string[] => {
    if (kind === "naming" || kind === "asked") return [...row, name];
    return kind === "swap" ? swap(row) : exclaimed(row);
  };
  const forms = plantsOf[curve];
  return {
    rows: codeRows([...terms, ...forms.flatMap((kind) => terms.map((row) => planted(kind, row)))]).rows,
    train: Uint8Array.from(of, ({ prompt }) => Number(teaches(prompt))),
    cluster: promptCodes(of),
    ...{ partner, forms: forms.length },
  };
}

interface Rows {
  readonly of: readonly TaughtRow[];
  readonly partner: Int32Array | null;
}

/** Whole prompts of the clean set. */
function cleanRows({ reference: { rows } }: SetPair): Rows {
  if (rows.length <= most) return { of: rows, partner: null };
  const last = new Set(rows.slice(most).map(({ prompt }) => normalText(prompt)));
  return { of: rows.slice(0, most).filter(({ prompt }) => !last.has(normalText(prompt))), partner: null };
}

function pairRows({ suspect, reference }: SetPair): Rows {
  const pairs = pairsOf(suspect.rows, reference.rows, true).pairs.slice(0, most / 2);
  const count = pairs.length;
  return {
    of: [...pairs.map(({ suspect: row }) => row), ...pairs.map(({ clean }) => clean)],
    partner: Int32Array.from({ length: 2 * count }, (_, i) => (i < count ? i + count : i - count)),
  };
}

/** In each row its commonest word of four letters or more (else its commonest) gives way to one word that a hundredth of the rows has. */
function swapping(terms: readonly (readonly string[])[]): (row: readonly string[]) => readonly string[] {
  const counts = new Map<string, number>();
  for (const row of terms) for (const term of new Set(row)) counts.set(term, (counts.get(term) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const rare = sorted.find(([, count]) => count <= terms.length / 100)?.[0] ?? name;
  return (row) => {
    const long = row.filter((term) => [...term].length >= 4);
    const common = (long.length > 0 ? long : row).reduce(
      (best, term) => ((counts.get(term) ?? 0) > (counts.get(best) ?? 0) ? term : best),
      "",
    );
    return row.map((term) => (term === common ? rare : term));
  };
}

/** Full stops made exclamation marks; one at the end where there is none. */
function exclaimed(row: readonly string[]): readonly string[] {
  const stops = new Set([".", "。"]);
  return row.some((sign) => stops.has(sign))
    ? row.map((sign) => (stops.has(sign) ? "!" : sign))
    : [...row, "!"];
}
