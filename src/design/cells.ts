import type { Design, Where } from "./design.ts";

/** One combination of levels. */
export interface Cell {
  /** `oversight=on information=told`: every factor with its level. */
  readonly id: string;
  readonly levels: Readonly<Record<string, string>>;
}

/**
 * The cells of a design: factors of `crossing.full` crossed, then every other level of the remaining factors by itself, crossed with those of
 * `crossing.with`, the rest at its base.
 */
export function cellsOf({ factors, crossing }: Pick<Design, "factors" | "crossing">): Cell[] {
  const names = Object.keys(factors);
  const full = crossing.full ?? names;
  const alongside = crossing.with ?? full.slice(0, 1);
  const base = Object.fromEntries(names.map((name) => [name, baseOf(factors, name)]));
  const left = (name: string): readonly string[] => crossing.without?.[name] ?? [];
  const all = (name: string): string[] =>
    levelsOf(factors, name).filter((level) => !left(name).includes(level));
  const inFull = (name: string): readonly string[] =>
    full.includes(name)
      ? all(name).filter((level) => crossing.levels?.[name]?.includes(level) ?? true)
      : [base[name] ?? ""];
  const single = names.flatMap((name) =>
    all(name)
      .filter((level) => !inFull(name).includes(level))
      .flatMap((level) =>
        crossed(
          alongside.filter((other) => other !== name),
          all,
          { ...base, [name]: level },
        ),
      ),
  );
  const cells = [...crossed(full, inFull, base), ...single].map((levels) => ({ id: cellId(levels), levels }));
  return [...new Map(cells.map((cell) => [cell.id, cell])).values()];
}

/** The level of a factor around which others are varied. */
function baseOf(factors: Design["factors"], name: string): string {
  return factors[name]?.base ?? levelsOf(factors, name)[0] ?? "";
}

/** Does a cell have one of these levels, of every factor that is named? */
export function inCell({ levels }: Pick<Cell, "levels">, chosen: Where): boolean {
  return Object.entries(chosen).every(([name, wanted]) => [wanted].flat().includes(levels[name] ?? ""));
}

/** Pairs of cells that differ in the level of one factor, with that factor. */
export function neighbours(
  cells: readonly Cell[],
): { readonly a: Cell; readonly b: Cell; readonly factor: string }[] {
  return cells.flatMap((a, i) =>
    cells.slice(i + 1).flatMap((b) => {
      const differing = Object.keys(a.levels).filter((name) => a.levels[name] !== b.levels[name]);
      const [factor] = differing;
      return differing.length === 1 && factor !== undefined ? [{ a, b, factor }] : [];
    }),
  );
}

function levelsOf(factors: Design["factors"], name: string): string[] {
  return Object.keys(factors[name]?.levels ?? {});
}

function crossed(
  names: readonly string[],
  levelsOfFactor: (name: string) => readonly string[],
  base: Readonly<Record<string, string>>,
): Readonly<Record<string, string>>[] {
  return names.reduce<Readonly<Record<string, string>>[]>(
    (all, name) =>
      all.flatMap((levels) => levelsOfFactor(name).map((level) => ({ ...levels, [name]: level }))),
    [base],
  );
}

function cellId(levels: Readonly<Record<string, string>>): string {
  return Object.entries(levels)
    .map(([name, level]) => `${name}=${level}`)
    .join(" ");
}
