import type { ContinuationTable } from "../../scoring/continuations.ts";
import { kindOf } from "./bridges.ts";
import { type Design, type Designed, designs } from "./design.ts";
import { type Effects, effectsOf } from "./effects.ts";
import type { Searched } from "./inputs.ts";
import type { FactResult } from "./results.ts";
import { type Ruled, ruleFacts } from "./rule.ts";
import { type Known, knownOf, type Tables } from "./tables.ts";

/** A fact with all that was measured of it, before the rule. */
export interface MeasuredFact {
  readonly relation: Searched;
  readonly tables: Tables;
  readonly at: number;
  readonly known: Known;
  readonly design: Designed;
  readonly effects: Effects | null;
  readonly tiedMore: number | null;
}

/** Everything that was measured of a relation's facts. */
export function measuredFacts(
  relation: Searched,
  tables: Tables,
  table: ContinuationTable,
  others: number,
): readonly MeasuredFact[] {
  return designs(relation, tables, others).map((design) => ({
    ...{ relation, tables, design, at: design.fact, known: knownOf(tables, design.fact) },
    effects: "why" in design ? null : effectsOf(relation, design, table),
    tiedMore: "why" in design ? null : tiedMore(design, tables),
  }));
}

/** Does the model give the right answer better odds than all others of the relation together? */
export function isKnown({ known }: Pick<MeasuredFact, "known">): boolean {
  return known.margin > 0;
}

/** How much more the subject is tied to the bridge than the subjects it is compared with, in standard deviations over all subjects. */
function tiedMore({ word, fact, others }: Design, { toWord }: Tables): number | null {
  const all = toWord.map((row) => row[word] ?? 0);
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  const sd = Math.sqrt(all.reduce((sum, one) => sum + (one - mean) ** 2, 0) / all.length);
  if (others.length === 0 || !(sd > 0)) return null;
  const beside = others.reduce((sum, one) => sum + (all[one] ?? 0), 0) / others.length;
  return ((all[fact] ?? 0) - beside) / sd;
}

/** Facts as results hold them, in the order of the measured ones, with what the rule says of each. */
export function factResults(
  measured: readonly MeasuredFact[],
  q: number,
): { readonly facts: readonly FactResult[]; readonly ruled: readonly Ruled[] } {
  const ruled = ruleFacts(
    measured.map((one) => ({ known: isKnown(one), effects: one.effects, tiedMore: one.tiedMore })),
    q,
  );
  return { ruled, facts: measured.map((one, i) => resultOf(one, ruled[i])) };
}

function resultOf(one: MeasuredFact, ruled: Ruled | undefined): FactResult {
  const { relation, tables, at, known, design, effects } = one;
  const { subject = "", object = "" } = relation.facts[at] ?? {};
  const finite = (value: number | undefined): number | null =>
    value === undefined || !Number.isFinite(value) ? null : value;
  const head = { relation: relation.id, subject, object, margin: finite(known.margin), rank: known.rank };
  const state = stateOf(one, ruled);
  if ("why" in design || ruled === undefined)
    return {
      ...{ ...head, bridge: null, shams: [], target: null, tiedMore: null, effects: null, p: null, q: null },
      ...{ state, why: "why" in design ? design.why : null },
    };
  const own = tables.objectOf[at] ?? 0;
  const bridge = relation.pool[design.word];
  const toWord = tables.toWord[at]?.[design.word] ?? 0;
  const toObject = tables.toObject[design.word]?.[own] ?? 0;
  return {
    ...head,
    bridge:
      bridge === undefined
        ? null
        : {
            ...bridge,
            ...{ kind: kindOf({ subject, object }, bridge), toWord, toObject },
            strength: Math.min(toWord, toObject),
          },
    shams: design.shams.flatMap((word) => relation.pool[word] ?? []),
    target: tables.objects[design.target] ?? null,
    ...{ tiedMore: finite(one.tiedMore ?? undefined), effects, p: ruled.p, q: ruled.q, state },
    why: ruled.why,
  };
}

function stateOf(one: MeasuredFact, ruled: Ruled | undefined): FactResult["state"] {
  if (Number.isNaN(one.known.margin)) return "could not be tested";
  if (!isKnown(one)) return "not known";
  if (one.effects === null || ruled?.p === null || ruled === undefined) return "could not be tested";
  return ruled.mnemonic ? "mnemonic" : "not shown";
}
