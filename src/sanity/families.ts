import { sum } from "../stats/distributions/moments.ts";
import { sizesOf } from "../stats/resampling/effective-groups.ts";
import { maskedText, normalText } from "./normal-text.ts";
import { sharedPieces, shinglesOf } from "./shingles.ts";

/** Two texts that share so many of their pieces are near copies. */
const near = 0.8;
/** A text with fewer pieces than this is only ever equal to another: in so few words one word is much. */
const leastPieces = 20;
/** A piece that stands in more than this share of the different texts says nothing of who was copied from whom: a system message does. */
const common = 0.25;
/** Smallest pieces by which texts are looked up, and how many texts each is compared with at most. */
const lookedUp = 12;
const mostCompared = 40;

/** Which rows say the same. */
export interface Families {
  /** Number of each row's family, 0, 1, ... in the order in which they first come. */
  readonly of: Int32Array;
  /** Families of more than one row, and the rows in them. */
  readonly families: number;
  readonly rows: number;
  /** Of these rows, those whose text is equal to another's but for blanks at the ends. */
  readonly equal: number;
}

/**
 * Puts equal and nearly equal texts together. Equal is what is equal after NFC, without blanks at the ends, with dates, times and identifiers
 * masked; nearly equal what shares four fifths of its pieces of four words in a row with its family's first text. Pieces that stand in over
 * a quarter of all different texts do not count, so that a long system message in every run makes no family of them. 10,000 texts of
 * 500 words take about two seconds.
 *
 * @example familiesOf(["Pay it now.", "Pay it now. ", "Send it."]).of // [0, 0, 1]
 */
export function familiesOf(texts: Iterable<string>): Families {
  const byMasked = new Map<string, number>();
  const byNormal = new Map<string, number>();
  const content: number[] = [];
  const normal: number[] = [];
  const sketches: Uint32Array[] = [];
  for (const text of texts) {
    const whole = normalText(text);
    const masked = maskedText(whole);
    let number = byMasked.get(masked);
    if (number === undefined) {
      number = byMasked.size;
      byMasked.set(masked, number);
      sketches.push(shinglesOf(masked));
    }
    content.push(number);
    const same = byNormal.get(whole) ?? byNormal.size;
    byNormal.set(whole, same);
    normal.push(same);
  }
  const root = joined(sketches);
  const codes = new Map<number, number>();
  const of = Int32Array.from(content, (number) => {
    const family = root[number] ?? number;
    const code = codes.get(family) ?? codes.size;
    codes.set(family, code);
    return code;
  });
  const sizes = several(of);
  return { of, families: sizes.length, rows: sum(sizes), equal: sum(several(normal)) };
}

/** The first of its family, for each different text. */
function joined(sketches: readonly Uint32Array[]): Int32Array {
  const telling = withoutCommon(sketches);
  const root = Int32Array.from(sketches.keys());
  const rootOf = (number: number): number => {
    let at = number;
    while (root[at] !== at) at = root[at] ?? at;
    return at;
  };
  const known = new Map<number, number[]>();
  telling.forEach((pieces, number) => {
    if (pieces.length < leastPieces) return;
    const compared = new Set<number>();
    let found = false;
    for (const piece of pieces.subarray(0, lookedUp)) {
      for (const other of known.get(piece) ?? []) {
        if (compared.has(other) || compared.size >= mostCompared) continue;
        compared.add(other);
        if (sharedPieces(pieces, telling[other] ?? pieces) < near) continue;
        const [a, b] = [rootOf(number), rootOf(other)];
        root[Math.max(a, b)] = Math.min(a, b);
        found = true;
      }
    }
    // A family is found by its first text: a copy of a copy need not be like it.
    if (found) return;
    for (const piece of pieces.subarray(0, lookedUp)) {
      const there = known.get(piece);
      if (there === undefined) known.set(piece, [number]);
      else if (there.length < mostCompared) there.push(number);
    }
  });
  return root.map((_, number) => rootOf(number));
}

/** Sketches without the pieces that stand in too many of them. */
function withoutCommon(sketches: readonly Uint32Array[]): Uint32Array[] {
  const most = Math.max(2, common * sketches.length);
  const all = new Uint32Array(sketches.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const pieces of sketches) {
    all.set(pieces, at);
    at += pieces.length;
  }
  all.sort();
  const frequent = new Set<number>();
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to] === all[from]) to++;
    if (to - from > most) frequent.add(all[from] ?? 0);
    from = to;
  }
  return frequent.size === 0
    ? [...sketches]
    : sketches.map((pieces) => pieces.filter((piece) => !frequent.has(piece)));
}

/** How often each number comes that comes more than once. */
function several(numbers: Iterable<number>): number[] {
  return [...sizesOf(numbers).values()].filter((size) => size > 1);
}

/**
 * Groups that share a family are one: what is kept together in folds, nulls and draws.
 *
 * @param group of each row
 * @param family of each row, as `familiesOf` numbers them
 * @returns of each row the name of its group, or of one that it was joined with
 * @example joinedGroups(["a", "b", "c"], [0, 0, 1]) // ["a", "a", "c"]
 */
export function joinedGroups(group: readonly string[], family: ArrayLike<number>): string[] {
  const above = new Map<string, string>();
  const rootOf = (name: string): string => {
    let at = name;
    for (let next = above.get(at); next !== undefined; next = above.get(at)) {
      const after = above.get(next);
      if (after !== undefined) above.set(at, after);
      at = next;
    }
    return at;
  };
  const first = new Map<number, string>();
  group.forEach((name, row) => {
    const number = family[row] ?? -1;
    const there = first.get(number);
    if (there === undefined) {
      first.set(number, name);
      return;
    }
    const [a, b] = [rootOf(there), rootOf(name)];
    if (a !== b) above.set(b, a);
  });
  return group.map(rootOf);
}
