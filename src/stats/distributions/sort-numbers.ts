/** Lists shorter than this are sorted by comparing. */
const short = 300;
/** Bits of a digit, and how many values it has. */
const bits = 11;
const values = 1 << bits;

let scratch = new Float64Array(0);
const counts = new Uint32Array(3 * values);

/**
 * Sorts numbers in place as `Float64Array.sort()` does, about three times as fast for some thousands: by three digits of the upper half of their bits, and what
 * is alike in that half by comparing. Where much is alike there without being equal it is left to `sort`. No NaN.
 *
 * For instance: sortNumbers(Float64Array.of(3, -1, 2)) // [-1, 2, 3]
 */
export function sortNumbers(list: Float64Array): Float64Array {
  const { length } = list;
  if (length < short) return list.sort();
  if (scratch.length < length) scratch = new Float64Array(2 * length);
  const first = new Uint32Array(list.buffer, list.byteOffset, 2 * length);
  counts.fill(0);
  for (let i = 0; i < length; i++) {
    const key = ordered(first[2 * i + upper] ?? 0);
    for (let digit = 0; digit < 3; digit++) {
      const at = digit * values + ((key >>> (digit * bits)) & (values - 1));
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  for (let digit = 0; digit < 3; digit++) {
    let before = 0;
    for (let at = digit * values; at < (digit + 1) * values; at++) {
      const count = counts[at] ?? 0;
      counts[at] = before;
      before += count;
    }
  }
  const other = scratch.subarray(0, length);
  const second = new Uint32Array(other.buffer, 0, 2 * length);
  moved(list, first, other, 0);
  moved(other, second, list, 1);
  moved(list, first, other, 2);
  list.set(other);
  return insertionSorted(list) ? list : list.sort();
}

/** Where the upper half of a number's bits stands, by the machine's order of bytes. */
const upper = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** The upper half of a number's bits as a whole number in the order of the numbers. */
function ordered(high: number): number {
  return (high >>> 31 === 1 ? ~high : high | 0x80000000) >>> 0;
}

function moved(from: Float64Array, halves: Uint32Array, to: Float64Array, digit: number): void {
  const shift = digit * bits;
  const base = digit * values;
  for (let i = 0; i < from.length; i++) {
    const at = base + ((ordered(halves[2 * i + upper] ?? 0) >>> shift) & (values - 1));
    const place = counts[at] ?? 0;
    counts[at] = place + 1;
    to[place] = from[i] ?? 0;
  }
}

/** Puts right what is nearly in order; false where it takes too many steps. */
function insertionSorted(list: Float64Array): boolean {
  let left = 8 * list.length;
  for (let i = 1; i < list.length; i++) {
    const value = list[i] ?? 0;
    let at = i;
    while (at > 0 && (list[at - 1] ?? 0) > value) {
      list[at] = list[at - 1] ?? 0;
      at--;
      if (left-- === 0) {
        list[at] = value;
        return false;
      }
    }
    list[at] = value;
  }
  return true;
}
