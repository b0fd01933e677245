import { CredenceError } from "../core/error.ts";
import { contentHash } from "../core/json.ts";
import type { Cell } from "./cells.ts";
import type { Design, Family, Item } from "./design.ts";

/** An item in the words of a family: what is measured in every cell. */
export interface Unit {
  readonly item: Item;
  readonly family: Family;
  /** Have the two slots of `swap` changed places? */
  readonly swapped: boolean;
}

/** A piece of a prompt: text of the template, or what stands in a slot. */
interface Piece {
  /** Message it stands in. */
  readonly message: number;
  /** Slot; null for the template's own words. */
  readonly slot: string | null;
  readonly text: string;
}

/** A prompt as it is sent. */
export interface Rendered {
  readonly messages: readonly { readonly role: "system" | "user" | "assistant"; readonly content: string }[];
  readonly pieces: readonly Piece[];
  /** SHA-256 of the messages. */
  readonly hash: string;
}

/** Puts a unit into a cell. */
export interface Renderer {
  readonly prompt: (cell: Cell, unit: Unit) => Rendered;
  /** Another text of the same cell and unit, such as a question of the gate. */
  readonly fill: (text: string, cell: Cell, unit: Unit) => string;
}

const slotMark = /\{([a-z][A-Za-z0-9]*)\}/g;

/** Names of the slots in a text. */
export function slotsIn(text: string): string[] {
  return [...text.matchAll(slotMark)].map(([, name = ""]) => name);
}

/**
 * Renders cells of a design.
 *
 * @throws CredenceError `input` at a slot that nothing fills
 */
export function renderer(design: Design): Renderer {
  const parts = design.prompt.map(({ text }) => split(text));
  const fill: Renderer["fill"] = (text, cell, unit) =>
    split(text)
      .map(({ slot, text: own }) => (slot === null ? own : standing(slot, cell, unit)))
      .join("");
  const standing = (slot: string, cell: Cell, unit: Unit): string => {
    const { item, family } = unit;
    const level = cell.levels[slot];
    if (level !== undefined) return inner(design.factors[slot]?.levels[level]?.text ?? "", unit, slot);
    if (Object.hasOwn(item.slots, slot)) return inner(item.slots[slot] ?? "", unit, slot);
    return familyValue(slot, unit) ?? lacks(slot, `the prompt of item ${item.id} in family ${family.id}`);
  };
  const inner = (text: string, unit: Unit, within: string): string =>
    text.replaceAll(slotMark, (_, slot: string) => {
      const own = slot === within ? undefined : unit.item.slots[slot];
      if (own !== undefined)
        return own.replaceAll(
          slotMark,
          (__, deeper: string) => familyValue(deeper, unit) ?? lacks(deeper, slot),
        );
      return familyValue(slot, unit) ?? lacks(slot, within);
    });
  const familyValue = (slot: string, { family, swapped }: Unit): string | undefined => {
    const [one, other] = design.swap ?? [];
    const name = !swapped ? slot : slot === one ? other : slot === other ? one : slot;
    return name !== undefined && Object.hasOwn(family.slots, name) ? family.slots[name] : undefined;
  };
  return {
    fill,
    prompt: (cell, unit) => {
      const pieces = parts.flatMap((own, message) =>
        own.map(
          ({ slot, text }): Piece => ({
            message,
            slot,
            text: slot === null ? text : standing(slot, cell, unit),
          }),
        ),
      );
      const messages = design.prompt.map(({ role }, message) => ({
        role,
        content: pieces
          .filter((piece) => piece.message === message)
          .map(({ text }) => text)
          .join("")
          .trim(),
      }));
      return { messages, pieces, hash: contentHash(messages) };
    },
  };
}

/** All units: every item in every family, tags swapped in every second one, evenly within an item and within a family. */
export function unitsOf(
  design: Pick<Design, "items" | "families" | "swap">,
  items: readonly Item[] = design.items,
  families: readonly Family[] = design.families,
): Unit[] {
  return items.flatMap((item, i) =>
    families.map((family, f) => ({ item, family, swapped: design.swap !== undefined && (i + f) % 2 === 1 })),
  );
}

/** What items share; the item itself where nothing is said. */
export function clusterOf({ id, cluster }: Item): string {
  return cluster ?? id;
}

function split(text: string): { readonly slot: string | null; readonly text: string }[] {
  const out: { slot: string | null; text: string }[] = [];
  let from = 0;
  for (const found of text.matchAll(slotMark)) {
    if (found.index > from) out.push({ slot: null, text: text.slice(from, found.index) });
    out.push({ slot: found[1] ?? "", text: "" });
    from = found.index + found[0].length;
  }
  if (from < text.length) out.push({ slot: null, text: text.slice(from) });
  return out;
}

function lacks(slot: string, where: string): never {
  throw new CredenceError("input", `nothing fills the slot {${slot}}`, {
    where,
    fix: "Name it among the factors, or in the slots of every item or of every family.",
  });
}
