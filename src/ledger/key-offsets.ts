import { createHash } from "node:crypto";

/** Where a record lies in the journal. */
export interface Extent {
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes, without the line's end. */
  readonly length: number;
}

/** Keys of records → where each lies; about 30 bytes a key, so that a million trials fit. */
export interface KeyOffsets {
  has(key: string): boolean;
  get(key: string): Extent | undefined;
  /** A later record under the same key replaces the earlier. */
  set(key: string, extent: Extent): void;
  readonly size: number;
}

const isDigest = /^[0-9a-f]{64}$/;

/**
 * An open-addressing hash table over typed arrays. Of a key it keeps 128 bits (the first half of a SHA-256): two of a
 * million keys share them with a probability of about 1e-27.
 */
export function keyOffsets(): KeyOffsets {
  let capacity = 1024;
  let prints = new Uint32Array(capacity * 4);
  let offsets = new Float64Array(capacity);
  let lengths = new Uint32Array(capacity);
  let slots = new Int32Array(capacity * 2).fill(-1);
  let size = 0;
  const wanted = new Uint32Array(4);

  const find = (): number => {
    const mask = slots.length - 1;
    let slot = (wanted[0] ?? 0) & mask;
    for (;;) {
      const entry = slots[slot] ?? -1;
      if (entry < 0 || samePrint(prints, entry, wanted)) return slot;
      slot = (slot + 1) & mask;
    }
  };

  const grow = (): void => {
    capacity *= 2;
    prints = widened(prints, new Uint32Array(capacity * 4));
    offsets = widened(offsets, new Float64Array(capacity));
    lengths = widened(lengths, new Uint32Array(capacity));
    slots = new Int32Array(capacity * 2).fill(-1);
    for (let entry = 0; entry < size; entry++) {
      wanted.set(prints.subarray(entry * 4, entry * 4 + 4));
      slots[find()] = entry;
    }
  };

  const lookUp = (key: string): number => {
    fingerprint(key, wanted);
    return slots[find()] ?? -1;
  };

  return {
    has: (key) => lookUp(key) >= 0,
    get: (key) => {
      const entry = lookUp(key);
      return entry < 0 ? undefined : { offset: offsets[entry] ?? 0, length: lengths[entry] ?? 0 };
    },
    set: (key, { offset, length }) => {
      if (size === capacity) grow();
      fingerprint(key, wanted);
      const slot = find();
      let entry = slots[slot] ?? -1;
      if (entry < 0) {
        entry = size++;
        slots[slot] = entry;
        prints.set(wanted, entry * 4);
      }
      offsets[entry] = offset;
      lengths[entry] = length;
    },
    get size() {
      return size;
    },
  };
}

function samePrint(prints: Uint32Array, entry: number, wanted: Uint32Array): boolean {
  const at = entry * 4;
  return (
    prints[at] === wanted[0] &&
    prints[at + 1] === wanted[1] &&
    prints[at + 2] === wanted[2] &&
    prints[at + 3] === wanted[3]
  );
}

function fingerprint(key: string, into: Uint32Array): void {
  const digest = isDigest.test(key) ? key : createHash("sha256").update(key).digest("hex");
  for (let word = 0; word < 4; word++) into[word] = Number.parseInt(digest.slice(word * 8, word * 8 + 8), 16);
}

function widened<A extends Uint32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
