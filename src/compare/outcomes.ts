import type { Json, JsonObject } from "../core/json.ts";
import { entryOf } from "../core/record.ts";
import type { RunRecord } from "../ledger/ledger.ts";
import { clusteredMean } from "../stats/contrasts/clustered-mean.ts";

/** What two runs measured of the same item under the same arm, as the first minus the second. */
export interface PairedOutcomes {
  readonly arm: string;
  /** A number that both runs give of a trial, such as `score`. */
  readonly figure: string;
  /** Items with a value in both runs, and those that have one in one of them alone. */
  readonly items: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Means over the items that both have. */
  readonly a: number;
  readonly b: number;
  /** Difference with its 95% interval, and the ends of the 99% one; items are what varies. Not finite with fewer than two items. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly at99: { readonly low: number; readonly high: number };
}

/** Arm and figure → item and place → its values. */
type Values = Map<
  string,
  { readonly arm: string; readonly figure: string; readonly of: Map<string, number[]> }
>;

/** Pairs what two runs measured, arm by arm and figure by figure. Repeats of a trial are averaged before they are paired. */
export async function pairedOutcomes(
  a: Pick<RunRecord, "records">,
  b: Pick<RunRecord, "records">,
): Promise<PairedOutcomes[]> {
  const [first, second] = [await valuesOf(a), await valuesOf(b)];
  return [...first].flatMap(([name, { arm, figure, of }]): PairedOutcomes[] => {
    const other = second.get(name)?.of;
    if (other === undefined) return [];
    const both = [...of.keys()].filter((key) => other.has(key));
    if (both.length === 0) return [];
    const mine = both.map((key) => mean(of.get(key)));
    const theirs = both.map((key) => mean(other.get(key)));
    const differences = mine.map((value, i) => value - (theirs[i] ?? 0));
    // Several questions about one item, such as those at its steps, hang together.
    const items = both.map(itemOf);
    const range = Math.max(...mine, ...theirs) - Math.min(...mine, ...theirs) || 1;
    const { estimate, low, high } = clusteredMean(differences, items, { range });
    const verdict = clusteredMean(differences, items, { range, level: 0.99 });
    return [
      {
        ...{ arm, figure, items: new Set(items).size },
        ...{ onlyA: of.size - both.length, onlyB: other.size - both.length },
        ...{ a: mean(mine), b: mean(theirs), estimate, low, high },
        at99: { low: verdict.low, high: verdict.high },
      },
    ];
  });
}

async function valuesOf(run: Pick<RunRecord, "records">): Promise<Values> {
  // A later record under a key replaces an earlier one.
  const last = new Map<string, { readonly arm: string; readonly place: string; readonly value: Json }>();
  for await (const { key, trial, result } of run.records()) {
    if (!("value" in result)) last.delete(key);
    else last.set(key, { arm: textOf(trial.arm), place: placeOf(trial), value: result.value });
  }
  const found: Values = new Map();
  for (const { arm, place, value } of last.values()) {
    for (const [figure, number] of numbersOf(value)) {
      const { of } = entryOf(found, `${arm}\u0000${figure}`, () => ({
        arm,
        figure,
        of: new Map<string, number[]>(),
      }));
      entryOf(of, place, () => []).push(number);
    }
  }
  return found;
}

/** Where a trial stands: its item and which of its questions. The model, the wording and the repeat may be others in the other run. */
function placeOf({ item, step }: JsonObject): string {
  return JSON.stringify([textOf(item), step ?? null]);
}

function itemOf(place: string): string {
  return place.slice(0, place.lastIndexOf(","));
}

/** Numbers and yes-or-no of a value, by name; a number that stands alone is called `value`. */
function numbersOf(value: Json): [string, number][] {
  if (typeof value === "number") return Number.isFinite(value) ? [["value", value]] : [];
  if (typeof value === "boolean") return [["value", value ? 1 : 0]];
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, part]): [string, number][] =>
    typeof part === "number" || typeof part === "boolean"
      ? numbersOf(part).map(([, number]) => [name, number])
      : [],
  );
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function mean(values: readonly number[] = []): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
