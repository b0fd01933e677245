// Models that know made-up facts, for tests and simulations: they see nothing but the text of a request, and know nothing of the study that asks.
import { noUsage } from "../../src/core/outcome.ts";
import type { Model, ScoreRequest, TurnScores } from "../../src/models/model.ts";
import { type Random, random } from "../../src/stats/distributions/random.ts";

/**
 * What is planted. `bridges`: a tenth of the subjects come to their objects through a word; `dealt`: the same ties, but no subject's word is tied to the
 * subject's own object; `ties`: subject, word and object hang together and nothing goes through it; `priming`: what is tied to a subject helps with it;
 * `buffer`: any context helps.
 */
export type WorldKind = "bridges" | "dealt" | "ties" | "priming" | "buffer";

/** A made-up world: its facts, its words, and a model that lives in it. */
export interface RecallWorld {
  readonly facts: readonly { readonly subject: string; readonly object: string }[];
  readonly words: readonly { readonly word: string; readonly said: string }[];
  /** Subjects that are recalled through a word. */
  readonly bridged: ReadonlySet<string>;
  readonly model: Model;
}

const consonants = [..."bdfgklmnprstvz"];
const vowels = [..."aeiou"];
/** Nats. */
const known = 8;
const tie = 3;
const background = 0.5;
const noise = 0.5;
const help = 2.5;
const follow = 4;
/** Subjects tied to a word alike: of a planted group the first alone comes to its object through it. */
const group = 5;
const letters = 3;

/** Makes a world of so many facts; equal seeds give equal worlds. */
export function recallWorld(kind: WorldKind, seed: string, count = 120, wordCount = 48): RecallWorld {
  const source = random(`recall world ${seed}`);
  const taken = new Set<string>();
  const name = (syllables: number, start = ""): string => {
    for (;;) {
      const made = start + syllablesOf(syllables, source);
      if (taken.has(made.slice(0, 6))) continue;
      taken.add(made.slice(0, 6));
      return made;
    }
  };
  const words = Array.from({ length: wordCount }, () => ({
    word: name(3),
    said: Array.from({ length: 3 + source.int(3) }, () => syllablesOf(1 + source.int(3), source)).join(" "),
  }));
  const owner = Array.from({ length: count }, (_, i) => Math.floor(i / group) % wordCount);
  const facts = owner.map((word) => ({
    subject: name(3, words[word]?.word.slice(0, 3)),
    object: name(3),
  }));
  const planted = facts.flatMap((_, i) => (i % (2 * group) === 0 ? [i] : []));
  const tiedTo = owner;
  const pulls = new Map<string, number>();
  const dealt = source.shuffle(planted);
  for (const i of planted) {
    // One on makes sure that none keeps its own.
    const to = kind === "dealt" ? (dealt[(dealt.indexOf(i) + 1) % dealt.length] ?? 0) : i;
    pulls.set(`${tiedTo[i]} ${facts[to]?.object}`, tie);
    // Two other words call for the same object as much, and are tied to other subjects.
    for (const by of [1, 2])
      pulls.set(`${((tiedTo[i] ?? 0) + by * 7) % wordCount} ${facts[to]?.object}`, tie);
  }
  const bridged = new Set(kind === "bridges" ? planted.flatMap((i) => facts[i]?.subject ?? []) : []);
  return {
    ...{ facts, words, bridged },
    model: modelOf({ kind, facts, words, bridged, tiedTo, pulls, seed }),
  };
}

function syllablesOf(count: number, source: Random): string {
  return Array.from({ length: count }, () => source.pick(consonants) + source.pick(vowels)).join("");
}

interface Inner extends Omit<RecallWorld, "model"> {
  readonly kind: WorldKind;
  readonly tiedTo: readonly number[];
  readonly pulls: ReadonlyMap<string, number>;
  readonly seed: string;
}

/** What a text says, as far as this world understands it. */
interface Understood {
  /** The subject asked about, and whether its first letters are whole. */
  readonly subject: number;
  readonly whole: boolean;
  /** The word that is named in the last line. */
  readonly cue: number;
  /** What stands before the last line: a word as it is said, an object. */
  readonly thought: number;
  readonly object: number;
  /** Is the subject itself spoken of before the last line? */
  readonly direct: boolean;
  readonly context: boolean;
  readonly hash: number;
}

function modelOf({ kind, facts, words, bridged, tiedTo, pulls, seed }: Inner): Model {
  const subjects = new Map(facts.map(({ subject }, i) => [subject, i]));
  const objects = new Map(facts.map(({ object }, i) => [object, i]));
  const named = new Map(words.map(({ word }, i) => [word, i]));
  const start = hashOf(seed);
  const understand = (text: string): Understood => {
    const cut = text.lastIndexOf(
      "\n",
      text.includes("\nAnswer:") ? text.lastIndexOf("\nAnswer:") - 1 : text.length,
    );
    const [before, last] = [text.slice(0, cut + 1), text.slice(cut + 1)];
    const tokens = last.match(/[a-z-]+/g) ?? [];
    let [subject, cue, whole] = [-1, -1, true];
    for (const token of tokens) {
      const bare = token.replaceAll("-", "");
      const found = subjects.get(bare);
      if (found !== undefined) {
        subject = found;
        whole = bare === token || !token.slice(0, letters + 1).includes("-");
      }
      cue = named.get(token) ?? cue;
    }
    const inContext = before.match(/[a-z]+/g) ?? [];
    return {
      ...{ subject, cue, whole, context: before !== "", hash: hashOf(text) ^ start },
      thought: words.findIndex(({ said }) => before.includes(said)),
      object: inContext.reduce((found, token) => objects.get(token) ?? found, -1),
      direct: inContext.some((token) => subjects.has(token)),
    };
  };
  const seen = new Map<string, Understood>();
  const scored = ({ prompt, continuation }: ScoreRequest): number => {
    const text = prompt.kind === "text" ? prompt.text : JSON.stringify(prompt);
    const kept = seen.get(text) ?? understand(text);
    seen.set(text, kept);
    const next = continuation.replace(/[ .]/g, "");
    // Of what it has no word for every word is as unlikely, so that a text cut in two comes to the same.
    if (!named.has(next) && !objects.has(next)) return -6 * continuation.trim().split(" ").length;
    return -6 + said(kept, next);
  };
  /** Ties of a subject and a word, and of a word and an object. */
  const tied = (subject: number, word: number): number =>
    background * normalOf(hashOf(`${subject} ${word}`) ^ start) + (tiedTo[subject] === word ? tie : 0);
  const pull = (word: number, object: string): number =>
    background * normalOf(hashOf(`${word} ${object}`) ^ start) + (pulls.get(`${word} ${object}`) ?? 0);
  const said = (at: Understood, next: string): number => {
    const level = normalOf(hashOf(next) ^ start) + noise * normalOf(at.hash ^ hashOf(next));
    const word = named.get(next);
    if (word !== undefined) return level + (at.subject >= 0 ? tied(at.subject, word) : 0);
    const object = objects.get(next);
    if (at.cue >= 0) return level + pull(at.cue, next);
    if (at.subject < 0) return level;
    const right = facts[at.subject]?.object === next;
    const through = bridged.has(facts[at.subject]?.subject ?? "");
    const moved = at.object >= 0;
    let sum = level;
    if (right) sum += known - (through && !at.whole ? help : 0);
    if (right && kind === "buffer" && at.context) sum += help;
    if (at.thought >= 0) {
      sum += 0.3 * pull(at.thought, next);
      // Tied contexts move whatever is said in them, a little, whether or not anything goes through them.
      if (moved && at.object === object) sum += 1 + 0.2 * tied(at.subject, at.thought);
      if (right && kind === "priming") sum += 0.5 * tied(at.subject, at.thought);
      const own = through && tiedTo[at.subject] === at.thought;
      if (own && !moved && right) sum += help;
      if (own && moved) sum += at.object === object ? follow : right ? -follow / 2 : 0;
    } else if (moved && at.direct && at.object === object) sum += 2 * follow;
    return sum;
  };
  const score = (request: ScoreRequest): TurnScores[number] => ({ logProbs: [scored(request)] });
  return {
    reference: `scripted:recall-${kind}`,
    identity: { adapter: "scripted", name: `recall ${kind} ${seed}`, endpoint: null, fingerprint: null },
    caching: "none",
    contextTokens: null,
    concurrency: { start: 1, most: 1 },
    price: null,
    cacheRule: null,
    capabilities: {
      scoreInTurn: async ({ turns }) => ({ ok: true, value: turns.map(score), usage: noUsage }),
    },
    close: async () => {},
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** A standard normal from a hash. */
function normalOf(hash: number): number {
  const mixed = (seed: number): number => {
    let h = Math.imul(hash ^ seed, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
  };
  return Math.sqrt(-2 * Math.log(1 - mixed(0x9e3779b9))) * Math.cos(2 * Math.PI * mixed(0x7f4a7c15));
}
