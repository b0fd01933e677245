import { xoroshiro128plus, xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { sha256 } from "../../core/json.ts";
import { check } from "../arguments.ts";

/** A seeded source of randomness. The same seed and labels give the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  float(): number;
  /** Uniform whole number in [0, below). */
  int(below: number): number;
  /** Fills a list with uniform whole numbers in [0, below): the same as `int` again and again, about three times as fast. */
  fill(out: Int32Array, below: number): void;
  /** Puts marks or numbers into a random order where they stand: the same as `shuffleInPlace` by `int`, about three times as fast. */
  shuffleMarks(marks: Uint8Array | Int32Array): void;
  /** Standard normal (Box-Muller). */
  normal(): number;
  /** A shuffled copy (Fisher-Yates). */
  shuffle<T extends NonNullable<unknown> | null>(items: readonly T[]): T[];
  /** One item; throws RangeError on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** An independent stream under a label: adding one use of randomness does not move the others. */
  fork(label: string): Random;
}

/**
 * A generator (xoroshiro128+, seeded by SHA-256 of the seed's text).
 *
 * @example
 * const bootstrap = random("7").fork("bootstrap");
 * [bootstrap.int(6), bootstrap.int(6), bootstrap.float()] // [3, 4, 0.8888]
 */
export function random(seed: string): Random {
  check(typeof seed === "string", "seed", seed, "a text");
  let generator: RandomGenerator = xoroshiro128plus(Number.parseInt(sha256(seed).slice(0, 8), 16) | 0);
  const float = (): number => {
    const high = (generator.next() >>> 0) >>> 5;
    const low = (generator.next() >>> 0) >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  };
  const int = (below: number): number => Math.floor(float() * below);
  return {
    float,
    int,
    fill: (out, below) => {
      generator = xoroshiro128plusFromState(drawn(generator.getState(), out, below, 0));
    },
    shuffleMarks: (marks) => {
      const places = new Int32Array(Math.max(0, marks.length - 1));
      generator = xoroshiro128plusFromState(drawn(generator.getState(), places, marks.length, -1));
      let last = marks.length;
      for (const place of places) {
        const mark = marks[--last] ?? 0;
        marks[last] = marks[place] ?? 0;
        marks[place] = mark;
      }
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - float())) * Math.cos(2 * Math.PI * float()),
    shuffle: (items) => {
      const out = [...items];
      shuffleInPlace(out, int);
      return out;
    },
    pick: (items) => {
      const item = items[int(items.length)];
      if (item === undefined) throw new RangeError("pick from an empty list");
      return item;
    },
    fork: (label) => random(`${seed}\u0000${label}`),
  };
}

/** Puts items into a random order where they stand (Fisher & Yates); `int` gives whole numbers below its argument. */
export function shuffleInPlace<T>(
  items: { readonly length: number; [index: number]: T },
  int: (below: number) => number,
): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = int(i + 1);
    const a = items[i];
    const b = items[j];
    if (a === undefined || b === undefined) continue;
    items[i] = b;
    items[j] = a;
  }
}

/** The generator's four words, as `getState` gives them. */
type State = readonly number[];

/**
 * Fills `out` with uniform whole numbers below `below`, `below + change`, `below + 2 change`, and gives the state after them. xoroshiro128+ as pure-rand
 * steps it, its words in local variables: a call and four fields for each step take most of the time. Two steps are one `float`.
 */
function drawn(state: State, out: Int32Array, below: number, change: 0 | -1): number[] {
  let [s01 = 0, s00 = 0, s11 = 0, s10 = 0] = state;
  let [a0, a1, b0, b1] = [0, 0, 0, 0];
  let bound = below;
  for (let i = 0; i < out.length; i++) {
    const high = (s00 + s10) >>> 5;
    a0 = s10 ^ s00;
    a1 = s11 ^ s01;
    b0 = s00;
    b1 = s01;
    s00 = (b0 << 24) ^ (b1 >>> 8) ^ a0 ^ (a0 << 16);
    s01 = (b1 << 24) ^ (b0 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
    s10 = (a1 << 5) ^ (a0 >>> 27);
    s11 = (a0 << 5) ^ (a1 >>> 27);
    const low = (s00 + s10) >>> 6;
    a0 = s10 ^ s00;
    a1 = s11 ^ s01;
    b0 = s00;
    b1 = s01;
    s00 = (b0 << 24) ^ (b1 >>> 8) ^ a0 ^ (a0 << 16);
    s01 = (b1 << 24) ^ (b0 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
    s10 = (a1 << 5) ^ (a0 >>> 27);
    s11 = (a0 << 5) ^ (a1 >>> 27);
    out[i] = Math.floor(((high * 67108864 + low) / 9007199254740992) * bound);
    bound += change;
  }
  return [s01, s00, s11, s10];
}
