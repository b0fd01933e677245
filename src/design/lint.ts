import { canonicalJson } from "../core/json.ts";
import { wordsOf } from "../stats/text/words.ts";
import { type Cell, cellsOf, neighbours } from "./cells.ts";
import type { Design, Item } from "./design.ts";
import { leakIn } from "./leak-words.ts";
import { clusterOf, type Rendered, renderer, slotsIn, type Unit, unitsOf } from "./render.ts";

/** Something in a design that breaks a comparison, or weakens it. */
export interface LintFinding {
  readonly severity: "error" | "warning";
  readonly code: "slot" | "one-slot" | "same-text" | "length" | "leak" | "few";
  readonly says: string;
}

/** Lengths of a factor's fillers may differ by this share, or by so many words. */
const slack = { share: 0.2, words: 3 };
/** What published results ask for. */
const enough = { families: 4, clusters: 20 };
const mostShown = 3;

/**
 * Looks at every prompt of a design: cells that differ in one factor differ in that factor's slot alone; no two cells or items have the same
 * text; a factor's fillers are of one length; no leak word stands where the situation can only be inferred.
 *
 * @param cells those that will be run; @param units the same
 */
export function lint(
  design: Design,
  cells: readonly Cell[] = cellsOf(design),
  units: readonly Unit[] = unitsOf(design),
): LintFinding[] {
  const slots = slotFindings(design);
  if (slots.length > 0) return slots;
  const { prompt } = renderer(design);
  const pairs = neighbours(cells);
  const faults = new Map<LintFinding["code"], string[]>();
  const add = (code: LintFinding["code"], says: string): void =>
    void faults.set(code, [...(faults.get(code) ?? []), says]);
  const hashes = new Map<string, string>();
  for (const [first, second] of twins([...new Set(units.map(({ item }) => item))]))
    add("same-text", `items ${first} and ${second} have the same texts: one of them would be counted twice`);
  for (const unit of units) {
    const name = `item ${unit.item.id}, family ${unit.family.id}`;
    const rendered = new Map(cells.map((cell) => [cell.id, prompt(cell, unit)]));
    for (const [id, { hash }] of rendered) {
      const before = hashes.get(hash);
      if (before !== undefined) add("same-text", `${name} in cell ${id} reads exactly as ${before}`);
      hashes.set(hash, `${name} in cell ${id}`);
    }
    for (const { a, b, factor } of pairs) {
      const other = differs(rendered.get(a.id), rendered.get(b.id), factor);
      if (other !== null)
        add("one-slot", `${name}: ${a.id} and ${b.id} differ in ${other}, not in ${factor} alone`);
    }
    for (const cell of cells.filter((one) => isInferable(design, one))) {
      const leak = leakIn(
        (rendered.get(cell.id)?.messages ?? []).map(({ content }) => content).join("\n"),
        design.leakWords,
      );
      if (leak !== null) add("leak", `${name}, cell ${cell.id}: “${leak}” says what should only be inferred`);
    }
  }
  return [
    ...[...faults].map(([code, all]): LintFinding => {
      const more = all.length > mostShown ? `; and ${all.length - mostShown} more` : "";
      return { severity: "error", code, says: `${all.slice(0, mostShown).join("; ")}${more}` };
    }),
    ...lengthFindings(design, units[0]),
    ...fewFindings(units),
  ];
}

/** Is one of the cell's levels marked as inferable? */
function isInferable({ factors }: Pick<Design, "factors">, { levels }: Pick<Cell, "levels">): boolean {
  return Object.entries(levels).some(([name, level]) => {
    const found = factors[name]?.levels[level];
    return found !== undefined && "inferable" in found && found.inferable === true;
  });
}

/** Items with the same texts. */
function twins(items: readonly Item[]): (readonly [string, string])[] {
  const seen = new Map<string, string>();
  return items.flatMap(({ id, slots }) => {
    const text = canonicalJson(slots);
    const before = seen.get(text);
    seen.set(text, id);
    return before === undefined ? [] : [[before, id] as const];
  });
}

/** Each factor's slot stands in the prompt once, and no text asks for another factor's. */
function slotFindings({ factors, prompt, items, families }: Design): LintFinding[] {
  const inPrompt = prompt.flatMap(({ text }) => slotsIn(text));
  const names = Object.keys(factors);
  const once = names.flatMap((name) => {
    const times = inPrompt.filter((slot) => slot === name).length;
    return times === 1 ? [] : [`the slot {${name}} stands ${times} times in the prompt: once is needed`];
  });
  const texts = [
    ...names.flatMap((name) =>
      Object.entries(factors[name]?.levels ?? {}).map(
        ([level, { text }]) => [`${name}=${level}`, text] as const,
      ),
    ),
    ...items.flatMap(({ id, slots }) => Object.values(slots).map((text) => [`item ${id}`, text] as const)),
    ...families.flatMap(({ id, slots }) =>
      Object.values(slots).map((text) => [`family ${id}`, text] as const),
    ),
  ];
  const nested = texts.flatMap(([where, text]) =>
    slotsIn(text).flatMap((slot) =>
      names.includes(slot) ? [`${where} holds the slot {${slot}} of another factor`] : [],
    ),
  );
  return [...once, ...nested].map((says) => ({ severity: "error", code: "slot", says }));
}

/** What differs beside the factor's own slot; null where nothing does. */
function differs(a: Rendered | undefined, b: Rendered | undefined, factor: string): string | null {
  const other = a?.pieces.find((piece, i) => piece.slot !== factor && piece.text !== b?.pieces[i]?.text);
  return other === undefined
    ? null
    : other.slot === null
      ? "words of the prompt"
      : `the slot {${other.slot}}`;
}

function lengthFindings(design: Design, unit: Unit | undefined): LintFinding[] {
  if (unit === undefined) return [];
  const { fill } = renderer(design);
  return Object.entries(design.factors).flatMap(([name, { levels }]): LintFinding[] => {
    const lengths = Object.entries(levels)
      .filter(([, level]) => !("unmatched" in level) || level.unmatched === undefined)
      .map(([id]) => ({
        id,
        words: wordsOf(fill(`{${name}}`, { id: "", levels: { [name]: id } }, unit)).length,
      }));
    const sorted = lengths.toSorted((a, b) => a.words - b.words);
    const [least, most] = [sorted[0], sorted.at(-1)];
    if (least === undefined || most === undefined) return [];
    if (most.words - least.words <= Math.max(slack.words, slack.share * most.words)) return [];
    const says = `fillers of ${name} are of unlike length: ${least.id} has ${least.words} words, ${most.id} has ${most.words}; match them, or say why not (unmatched)`;
    return [{ severity: "error", code: "length", says }];
  });
}

function fewFindings(units: readonly Unit[]): LintFinding[] {
  const families = new Set(units.map(({ family }) => family.id)).size;
  const clusters = new Set(units.map(({ item }) => clusterOf(item))).size;
  const few = (count: number, needed: number, what: string): LintFinding[] =>
    count >= needed
      ? []
      : [
          {
            severity: "warning",
            code: "few",
            says: `${what}: ${count}; what is found may be one of these, ${needed} or more are usual`,
          },
        ];
  return [
    ...few(families, enough.families, "surface families"),
    ...few(clusters, enough.clusters, "clusters of items"),
  ];
}
