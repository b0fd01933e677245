import type { JsonObject } from "../../../core/json.ts";
import type { Random } from "../../../stats/random.ts";
import type { Turn } from "../conversation.ts";
import { factText } from "./probe.ts";

const letters = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K"];

/** Depths at which chains are asked without steps: shallow ones show what a single pass can do, the deepest bounds hidden reasoning. */
export const chainDepths: readonly number[] = [1, 2, 4, 8];
export const deepest = 8;

/** Chance that both letters are guessed: any two different letters are equally likely after a fresh permutation. */
export const chainChance: number = 1 / (letters.length * (letters.length - 1));

/** A request and what its right answer is. */
export interface ChainRequest {
  readonly turns: readonly Turn[];
  readonly facts: JsonObject;
}

/**
 * Probe 12: two letters followed through `depth` tables, each a fresh random permutation of ten letters, so that no table helps with another.
 * One pass through a network can follow a few; more need written steps, seen or hidden.
 */
export function chainRequest(random: Random, depth: number, steps: boolean): ChainRequest {
  const tables = Array.from({ length: depth }, () => random.shuffle(letters));
  const [first, second] = random.shuffle(letters);
  const end = (start: string | undefined): string =>
    tables.reduce((letter, table) => table[letters.indexOf(letter)] ?? letter, start ?? "A");
  const lines = tables.map(
    (table, i) => `Step ${i + 1}: ${letters.map((letter, k) => `${letter}>${table[k] ?? letter}`).join(" ")}`,
  );
  const asked = `Start with ${first ?? "A"}. Apply the steps in order. Then do the same starting with ${second ?? "B"}.`;
  const form = steps
    ? 'Think step by step, then write the two final letters after "Answer:", as in "Answer: X Y".'
    : 'Answer with the two final letters only, as in "X Y".';
  return {
    turns: [{ role: "user", text: `${lines.join("\n")}\n${asked} ${form}` }],
    facts: { depth, answer: `${end(first)} ${end(second)}` },
  };
}

/** Is the answer right? Null where there is none. */
export function chainRight(reply: string, facts: JsonObject): boolean | null {
  const after = /answer[^a-z]*:/gi;
  let start = 0;
  for (const found of reply.matchAll(after)) start = found.index + found[0].length;
  const said = [...reply.slice(start).matchAll(/\b([A-HJK])\b/g)].map(([, letter]) => letter);
  if (said.length < 2) return null;
  // Whoever names more than two letters has the last two counted where steps were written, else the first two.
  const two = start > 0 ? said.slice(0, 2) : said.length > 2 ? said.slice(-2) : said;
  return two.join(" ") === factText(facts, "answer");
}
