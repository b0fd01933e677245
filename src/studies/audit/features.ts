import { sha256 } from "../../core/json.ts";
import type { TaughtRow, TuningSet } from "../../data/tuning-set.ts";
import { normalText } from "../../sanity/normal-text.ts";
import { clusterCodes } from "../../stats/resampling/clusters.ts";
import { type CodedRows, codeRows } from "../../stats/text/sparse-rows.ts";
import { wordsOf } from "../../stats/text/words.ts";

/** Words of a text but for bare numbers, which are part of its form: "7" is none, "7th" is one. */
export function termsIn(text: string): readonly string[] {
  return wordsOf(text).filter((word) => !/^[\p{N}']+$/u.test(word));
}

/**
 * Form of a text, its words unread: N for a line break, D for a run of digits, every other sign that is no letter (of any script), digit or blank as
 * itself, and one term for the length, L + floor(4 log2(1 + characters)).
 */
export function formatOf(text: string): string[] {
  const composed = text.normalize("NFC");
  let characters = 0;
  for (const _ of composed) characters++;
  const signs = composed.match(/\n|\p{Nd}+|[^\s\p{L}\p{M}\p{Nd}]/gu) ?? [];
  return [
    `L${Math.floor(4 * Math.log2(1 + characters))}`,
    ...signs.map((sign) => (sign === "\n" ? "N" : /^\p{Nd}/u.test(sign) ? "D" : sign)),
  ];
}

/** Does a prompt belong to the rows that teach? Six in ten do, by the first 32 bits of its key's SHA-256, in both sets alike. */
export function teaches(prompt: string): boolean {
  return Number.parseInt(sha256(normalText(prompt)).slice(0, 8), 16) / 2 ** 32 < 0.6;
}

/** Ways of looking at two sets, each a curve of its own. */
export const curveNames = ["words", "format", "prompt", "wordsShared", "formatShared"] as const;

/** One of them. */
export type CurveName = (typeof curveNames)[number];

/** What each is called. */
export const curveTitles: Readonly<Record<CurveName, string>> = {
  words: "answer words",
  format: "answer format",
  prompt: "prompt words alone (answers unread)",
  wordsShared: "answer words, shared prompts only",
  formatShared: "answer format, shared prompts only",
};

/** What a curve reads of a row. */
function termsOf(curve: CurveName, row: TaughtRow): readonly string[] {
  switch (curve) {
    case "words":
    case "wordsShared":
      return termsIn(row.answer);
    case "format":
    case "formatShared":
      return formatOf(row.answer);
    case "prompt":
      return termsIn(row.prompt);
  }
}

/** Does a curve keep to prompts that both sets have? */
export function onShared(curve: CurveName): boolean {
  return curve === "wordsShared" || curve === "formatShared";
}

/** Rows of two sets in one table, the suspect set's first. */
export interface TwoSetTable extends CodedRows {
  readonly of: readonly TaughtRow[];
  /** 1 suspect, 0 clean. */
  readonly positive: Uint8Array;
  readonly train: Uint8Array;
  /** Number of each row's prompt. */
  readonly cluster: Int32Array;
}

type Rows = readonly TaughtRow[];
const tables = new WeakMap<Rows, WeakMap<Rows, Map<CurveName, TwoSetTable>>>();
const none: Rows = [];

/** Codes what a curve reads of both sets, once for all that ask. */
export function tableOf(curve: CurveName, suspect: Rows, clean: Rows): TwoSetTable {
  const first = suspect.length === 0 ? none : suspect;
  const bySuspect = tables.get(first) ?? new WeakMap<Rows, Map<CurveName, TwoSetTable>>();
  const byCurve = bySuspect.get(clean) ?? new Map<CurveName, TwoSetTable>();
  const table = byCurve.get(curve) ?? codedTable(curve, first, clean);
  byCurve.set(curve, table);
  bySuspect.set(clean, byCurve);
  tables.set(first, bySuspect);
  return table;
}

function codedTable(curve: CurveName, suspect: Rows, clean: Rows): TwoSetTable {
  const shared = onShared(curve) ? sharedPrompts(suspect, clean) : null;
  const kept = (rows: readonly TaughtRow[]): readonly TaughtRow[] =>
    shared === null ? rows : rows.filter(({ prompt }) => shared.has(normalText(prompt)));
  const [first, second] = [kept(suspect), kept(clean)];
  const of = [...first, ...second];
  return {
    ...codeRows(of.values().map((row) => termsOf(curve, row))),
    of,
    positive: Uint8Array.from(of, (_, i) => (i < first.length ? 1 : 0)),
    train: Uint8Array.from(of, ({ prompt }) => (teaches(prompt) ? 1 : 0)),
    cluster: promptCodes(of),
  };
}

/** Keys of prompts that stand in both. */
export function sharedPrompts(a: readonly TaughtRow[], b: readonly TaughtRow[]): ReadonlySet<string> {
  const inA = new Set(a.map(({ prompt }) => normalText(prompt)));
  return new Set(b.map(({ prompt }) => normalText(prompt)).filter((key) => inA.has(key)));
}

/** Numbers prompts in the order in which they first come. */
export function promptCodes(rows: readonly TaughtRow[]): Int32Array {
  return clusterCodes(rows.map(({ prompt }) => normalText(prompt)));
}

/** Two sets that are compared. */
export interface SetPair {
  readonly suspect: TuningSet;
  readonly reference: TuningSet;
}
