/**
 * Books the cells of a cache that all sequences share. A copied prefix costs no cells: both sequences point at the same ones, so
 * a cell is free only when no sequence points at it.
 */
export interface Cells {
  readonly free: number;
  /** Takes one cell; undefined when there is none. */
  take(): number | undefined;
  /** Another sequence points at these too. */
  share(cells: readonly number[]): void;
  /** One sequence lets go of these. */
  release(cells: readonly number[]): void;
  /** How many cells would be free if these sequences all let go. */
  held(sequences: readonly (readonly number[])[]): number;
}

/** An empty cache. */
export function cellBook(count: number): Cells {
  const pointers = new Uint16Array(count);
  const free = Array.from({ length: count }, (_, i) => count - 1 - i);
  const add = (cell: number, by: number): number => {
    const now = (pointers[cell] ?? 0) + by;
    pointers[cell] = now;
    return now;
  };
  return {
    get free() {
      return free.length;
    },
    take: () => {
      const cell = free.pop();
      if (cell !== undefined) add(cell, 1);
      return cell;
    },
    share: (cells) => {
      for (const cell of cells) add(cell, 1);
    },
    release: (cells) => {
      for (const cell of cells) if (add(cell, -1) === 0) free.push(cell);
    },
    held: (sequences) => {
      let only = 0;
      for (const cells of sequences) for (const cell of cells) if (add(cell, -1) === 0) only++;
      for (const cells of sequences) for (const cell of cells) add(cell, 1);
      return only;
    },
  };
}
