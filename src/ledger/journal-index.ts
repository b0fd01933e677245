/** Where each record of a journal lies: about 120 bytes a record, so that a million fit in memory. */
export interface JournalIndex {
  /** Adds a record; one under a known key takes its place. */
  add(key: string, offset: number, length: number): void;
  /** Number of the latest record under a key. */
  find(key: string): number | undefined;
  /** Offset and length in bytes of a record by its number. */
  place(number: number): { readonly offset: number; readonly length: number };
  /** Records, also those replaced. */
  readonly count: number;
  /** Different keys. */
  readonly keys: number;
}

/** An empty index. */
export function journalIndex(): JournalIndex {
  const numbers = new Map<string, number>();
  let offsets = new Float64Array(1024);
  let lengths = new Uint32Array(1024);
  let count = 0;
  return {
    add: (key, offset, length) => {
      if (count === offsets.length) {
        const wider = new Float64Array(count * 2);
        wider.set(offsets);
        offsets = wider;
        const longer = new Uint32Array(count * 2);
        longer.set(lengths);
        lengths = longer;
      }
      offsets[count] = offset;
      lengths[count] = length;
      numbers.set(key, count++);
    },
    find: (key) => numbers.get(key),
    place: (number) => ({ offset: offsets[number] ?? 0, length: lengths[number] ?? 0 }),
    get count() {
      return count;
    },
    get keys() {
      return numbers.size;
    },
  };
}
