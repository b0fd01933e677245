import type { Random } from "../stats/distributions/random.ts";
import type { Cell } from "./cells.ts";
import type { Unit } from "./render.ts";

/** A unit in a cell, in one of the blocks. */
export interface Placed {
  readonly cell: Cell;
  readonly unit: Unit;
  /** 0, 1, ...: every block holds every unit in every cell once. */
  readonly block: number;
}

/**
 * The order of measuring: whole blocks one after another, in each of them every unit in every cell once, shuffled. A model that drifts then drifts
 * across all cells alike, and what blocks have in common can be told from what items have (`noiseBand`).
 */
export function interleaved(
  {
    cells,
    units,
    blocks,
  }: { readonly cells: readonly Cell[]; readonly units: readonly Unit[]; readonly blocks: number },
  random: Random,
): Placed[][] {
  return Array.from({ length: blocks }, (_, block) =>
    random
      .fork(`block ${block}`)
      .shuffle(units.flatMap((unit) => cells.map((cell) => ({ cell, unit, block })))),
  );
}
