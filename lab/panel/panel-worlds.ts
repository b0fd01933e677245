import type { ShiftSet } from "../../src/panel/shift-table.ts";
import type { Random } from "../../src/stats/distributions/random.ts";

/** What a made-up score table is like. Nats a token. */
export interface PanelWorld {
  readonly candidates: number;
  /** Sets without a plant beside one planted set for each candidate. */
  readonly neutrals: number;
  readonly rows: number;
  /** Mean shift of a planted row under its candidate. */
  readonly effect: number;
  /** Standard deviation of what a candidate does to a set for no reason that is known, beyond what it does to all. */
  readonly likeness: number;
}

/** Rows are heavy-tailed (Student's t of 3), prompts have effects of their own, some candidates are loud, some sets like all of them. */
const noise = 0.05;
const promptEffect = 0.03;
const loudness = 0.05;
const openness = 0.05;

/** One world: how candidates, prompts and sets are; `draw` makes sets of it. */
export interface WorldSets {
  /** The panel: a set for each candidate, then the neutrals. */
  readonly panel: readonly ShiftSet[];
  /** A further set. `share` of its rows carry the plant. */
  draw(id: string, planted: number | null, rows: number, share?: number): ShiftSet;
}

/** Draws a world. */
export function panelWorld(world: PanelWorld, source: Random): WorldSets {
  const { candidates, neutrals, rows, effect, likeness } = world;
  const normals = (count: number, size: number): readonly number[] =>
    Array.from({ length: count }, () => size * source.normal());
  const loud = normals(candidates, loudness);
  const byPrompt = Array.from({ length: candidates }, () => normals(4 * rows, promptEffect));
  const draw = (id: string, planted: number | null, count: number, share = 1): ShiftSet => {
    const open = openness * source.normal();
    const likes = normals(candidates, likeness);
    const prompts = source.shuffle(Array.from({ length: 4 * rows }, (_, i) => i)).slice(0, count);
    const carries = prompts.map(() => source.float() < share);
    const common = prompts.map(() => noise * heavy(source));
    return {
      id,
      planted,
      cluster: Int32Array.from(prompts),
      shift: loud.map((loudOf, candidate) =>
        Float64Array.from(prompts, (prompt, row) => {
          const plant = planted === candidate && carries[row] === true ? effect : 0;
          const own = (byPrompt[candidate]?.[prompt] ?? 0) + noise * heavy(source) + (common[row] ?? 0);
          return loudOf + open + (likes[candidate] ?? 0) + plant + own;
        }),
      ),
    };
  };
  const panel = [
    ...Array.from({ length: candidates }, (_, candidate) => draw(`planted-${candidate}`, candidate, rows)),
    ...Array.from({ length: neutrals }, (_, i) => draw(`neutral-${i}`, null, rows)),
  ];
  return { panel, draw };
}

/** Student's t of 3 degrees of freedom, scaled to a variance of 1. */
function heavy(source: Random): number {
  const square = source.normal() ** 2 + source.normal() ** 2 + source.normal() ** 2;
  return source.normal() / Math.sqrt(square);
}
