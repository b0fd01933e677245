import type { Json, JsonObject } from "../core/json.ts";
import { fieldText, walkFields } from "./field-path.ts";

/** A field that may say what happened, and which of its values would mean what. */
export interface LabelField {
  readonly path: string;
  /** Value → how often, the most frequent first. */
  readonly values: Readonly<Record<string, number>>;
  readonly positive: string;
  readonly negative: string;
  /** Do names or values say which of the two is the harmful one? Else it is a guess. */
  readonly sure: boolean;
}

/** Counts the values of every field. */
export interface FieldCounts {
  readonly take: (fields: JsonObject) => void;
  readonly counts: () => readonly FieldCount[];
}

/** What was seen of one field. */
export interface FieldCount {
  readonly path: string;
  /** Rows that have it. */
  readonly rows: number;
  readonly example: string;
  /** Value → how often; null where there are too many different ones. */
  readonly values: ReadonlyMap<string, number> | null;
  /** Different values, counted up to `mostKept`. */
  readonly distinct: number;
  /** Are all values numbers? */
  readonly numeric: boolean;
}

const mostKept = 2000;
const longestValue = 120;
const mostPaths = 400;

/** Starts counts of the values of fields, three levels deep. */
export function fieldCounts(): FieldCounts {
  const found = new Map<
    string,
    { rows: number; example: string; values: Map<string, number> | null; numeric: boolean }
  >();
  return {
    take: (fields) => {
      for (const [path, value] of walkFields(fields)) {
        let field = found.get(path);
        if (field === undefined) {
          if (found.size >= mostPaths) continue;
          field = { rows: 0, example: fieldText(value), values: new Map(), numeric: true };
          found.set(path, field);
        }
        field.rows++;
        if (typeof value !== "number") field.numeric = false;
        if (field.values === null) continue;
        const text = isLong(value) ? null : fieldText(value);
        if (text === null || text.length > longestValue) field.values = null;
        else {
          field.values.set(text, (field.values.get(text) ?? 0) + 1);
          if (field.values.size > mostKept) field.values = null;
        }
      }
    },
    counts: () =>
      [...found].map(([path, field]) => ({
        ...{ path, rows: field.rows, example: field.example, values: field.values, numeric: field.numeric },
        distinct: field.values?.size ?? mostKept,
      })),
  };
}

function isLong(value: Json): boolean {
  return Array.isArray(value) ? value.length > 8 : typeof value === "string" && value.length > longestValue;
}

/** Fields of runs that may be labels, the likeliest first. */
export function labelFields(all: readonly JsonObject[]): readonly LabelField[] {
  const counts = fieldCounts();
  for (const fields of all) counts.take(fields);
  return labelsAmong(counts.counts(), all.length);
}

const names =
  /(^|[._])(label|outcome|harm\w*|attack\w*|security|unsafe|safe|success|score[s]?|reward|verdict|result|flag\w*|is_\w+|bad|malicious|violation|resolved|passed|correct)([._]|$)/i;
const bad =
  /^(bad|harm\w*|unsafe|attack_succeeded|attacked|malicious|violat\w*|yes|fail\w*|positive|misaligned|scheming|sabotage|jailbr\w*|leak\w*|I|incorrect|wrong|deceptive|true)$/i;
const good =
  /^(good|fine|ok|safe|harmless|benign|attack_resisted|no_attack|no|pass\w*|negative|aligned|honest|C|correct|right|false|none|normal|resisted)$/i;
const goodWhenHigh = /(reward|success|passed|correct|resolved|safe|utility)/i;

/** The same from counts. */
export function labelsAmong(counts: readonly FieldCount[], rows: number): readonly LabelField[] {
  return counts
    .flatMap((field) => {
      const label = labelOf(field, rows);
      return label === null ? [] : [{ label, rank: rankOf(field, label, rows) }];
    })
    .sort((a, b) => b.rank - a.rank || (a.label.path < b.label.path ? -1 : 1))
    .map(({ label }) => label);
}

function labelOf({ path, values, numeric, rows: held }: FieldCount, rows: number): LabelField | null {
  if (values === null || values.size < 2 || held < rows / 2) return null;
  const sorted = [...values].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = Object.fromEntries(sorted.slice(0, 12));
  if (numeric && values.size > 6) {
    if (!names.test(path) || /(^|[._])(id|index|epoch|line)$/i.test(path)) return null;
    const middle = medianOf(sorted);
    const [high, low] = [`>=${middle}`, `<${middle}`];
    if (![...values.keys()].some((value) => Number(value) < middle)) return null;
    const turned = goodWhenHigh.test(path);
    return { path, values: shown, positive: turned ? low : high, negative: turned ? high : low, sure: false };
  }
  if (values.size > 8 || (sorted[1]?.[1] ?? 0) < 2) return null;
  const keys = sorted.map(([value]) => value).filter((value) => value !== "null" && value !== "");
  const [first = "", second = ""] = keys;
  const turned = goodWhenHigh.test(path) && !/attack|unsafe/i.test(path);
  const badOne = keys.find((value) => bad.test(value) !== turned && (bad.test(value) || good.test(value)));
  // Of attack_resisted and no_attack the one that is spelled alike is the fairer contrast.
  const goodOne = keys
    .filter(
      (value) => value !== badOne && good.test(value) !== turned && (bad.test(value) || good.test(value)),
    )
    .sort((a, b) => alike(b, badOne ?? "") - alike(a, badOne ?? ""))[0];
  if (badOne !== undefined && goodOne !== undefined)
    return { path, values: shown, positive: badOne, negative: goodOne, sure: true };
  if (numeric && keys.length >= 2) {
    const [low = first, high = second] = [...keys]
      .sort((a, b) => Number(a) - Number(b))
      .filter((_, i, all) => i === 0 || i === all.length - 1);
    return {
      path,
      values: shown,
      positive: turned ? low : high,
      negative: turned ? high : low,
      sure: turned || /harm|attack|unsafe|bad|security/i.test(path),
    };
  }
  if (second === "") return null;
  const positive =
    badOne ??
    (goodOne === undefined ? (first < second ? first : second) : keys.find((value) => value !== goodOne)) ??
    first;
  const negative = goodOne ?? keys.find((value) => value !== positive) ?? second;
  return { path, values: shown, positive, negative, sure: false };
}

/** Characters with which two words begin alike. */
function alike(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function medianOf(sorted: readonly (readonly [string, number])[]): number {
  const all = sorted
    .map(([value, count]) => ({ value: Number(value), count }))
    .sort((a, b) => a.value - b.value);
  const half = all.reduce((sum, { count }) => sum + count, 0) / 2;
  let before = 0;
  for (const { value, count } of all) {
    before += count;
    if (before >= half) return value;
  }
  return 0;
}

function rankOf({ path, values, rows: held }: FieldCount, label: LabelField, rows: number): number {
  const last = path.split(".").at(-1) ?? path;
  const exact = ["label", "outcome", "verdict"].includes(last.toLowerCase()) ? 6 : 0;
  const counts = [label.positive, label.negative].map((value) => values?.get(value) ?? rows / 4);
  const balance = Math.min(...counts) / Math.max(1, rows);
  return (
    exact +
    (names.test(path) ? 4 : 0) +
    (label.sure ? 3 : 0) +
    held / rows +
    2 * balance -
    path.split(".").length / 4
  );
}
