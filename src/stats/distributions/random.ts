import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { sha256 } from "../../core/json.ts";
import { check } from "../arguments.ts";

/** A seeded source of randomness. The same seed and labels give the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  float(): number;
  /** Uniform whole number in [0, below). */
  int(below: number): number;
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
  const generator: RandomGenerator = xoroshiro128plus(Number.parseInt(sha256(seed).slice(0, 8), 16) | 0);
  const float = (): number => {
    const high = (generator.next() >>> 0) >>> 5;
    const low = (generator.next() >>> 0) >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  };
  const int = (below: number): number => Math.floor(float() * below);
  return {
    float,
    int,
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
