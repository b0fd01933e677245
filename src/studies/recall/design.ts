import type { Searched } from "./inputs.ts";
import { mayBeSaid, saidBefore } from "./linter.ts";
import { strength } from "./search.ts";
import { knownOf, type Tables } from "./tables.ts";

/** What a fact is tested with; all numbers are those of facts, words and objects in their relation. */
export interface Design {
  readonly fact: number;
  /** The bridge that the search ranked first among those that may be said. */
  readonly word: number;
  /** Words that are as strongly tied to the object, and not to the subject. */
  readonly shams: readonly [number, number];
  /** Subjects tied to the bridge as strongly, whose answers it does not call for. */
  readonly others: readonly number[];
  /** The likeliest wrong answers: margins in contexts are against these. */
  readonly rivals: readonly number[];
  /** The object that the bridge is made to point at. */
  readonly target: number;
}

/** How far a fact can be tested, or why it cannot. */
export type Designed = Design | { readonly fact: number; readonly why: string };

const rivalsShown = 3;
/** Said of a fact whose right object has no better odds than all others together: contexts are shown for known facts alone. */
const notKnown = "the model does not give the right answer";

/**
 * Chooses what each fact of a relation is tested with, from the tables of the search alone. Shams are matched on the word's length, its log-probability and
 * on PMI(O | M); where facts before came out unbalanced, the next sham leans the other way.
 */
export function designs(relation: Searched, tables: Tables, others: number): readonly Designed[] {
  const { facts } = relation;
  const features = covariates(relation, tables);
  const imbalance = features.names.map(() => 0);
  return facts.map((fact, at) => {
    const object = tables.objectOf[at] ?? 0;
    const sayable = [...relation.pool.keys()].filter((word) => {
      const said = relation.pool[word]?.said ?? "";
      return mayBeSaid(said, fact) && !Number.isNaN(strength(tables, at, word, object));
    });
    if (Number.isNaN(tables.answers[at]?.[object] ?? Number.NaN))
      return { fact: at, why: "the model's answers could not be scored" };
    if (knownOf(tables, at).margin <= 0) return { fact: at, why: notKnown };
    const word = highest(sayable, (one) => strength(tables, at, one, object));
    if (word === undefined)
      return { fact: at, why: "every word's other wording holds the object or the subject" };
    const to = tables.toWord[at] ?? new Float64Array();
    // Words that the subject brings to mind no more than the middle one of the pool.
    const middle = median(sayable.map((one) => to[one] ?? 0));
    const candidates = sayable.filter(
      (one) => one !== word && (to[one] ?? 0) <= Math.min(middle, to[word] ?? 0),
    );
    const shams = matched(word, object, candidates, features, imbalance);
    const [first, second] = shams;
    if (first === undefined || second === undefined)
      return { fact: at, why: "no two words could be matched with the bridge" };
    const target = targetOf(relation, tables, at, word, shams);
    if (target === undefined) return { fact: at, why: "there is no other object to point at" };
    const rivals = [...tables.objects.keys()]
      .filter((one) => one !== object)
      .sort((a, b) => (tables.answers[at]?.[b] ?? 0) - (tables.answers[at]?.[a] ?? 0))
      .slice(0, rivalsShown);
    return {
      ...{ fact: at, word, shams: [first, second], rivals, target },
      others: subjectsAlike(relation, tables, { fact: at, word, target }, others),
    };
  });
}

/** Stand-ins of the same shape, for what a plan takes before anything is known. */
export function standIns(relation: Searched, others: number): readonly Design[] {
  const { facts, pool } = relation;
  const objects = [...new Set(facts.map(({ object }) => object))];
  return facts.map((fact, at) => {
    const object = objects.indexOf(fact.object);
    const word = (by: number): number => (at + by) % pool.length;
    const other = objects.flatMap((_, i) => (i === object ? [] : [i]));
    return {
      ...{ fact: at, word: word(0), shams: [word(1), word(2)], target: other[at % other.length] ?? 0 },
      rivals: other.slice(0, rivalsShown),
      others: facts.flatMap((_, i) => (i === at ? [] : [i])).slice(0, others),
    };
  });
}

/** What words are matched on, standardised over the pool. */
export interface Covariates {
  readonly names: readonly string[];
  /** Of a word and an object. */
  readonly of: (word: number, object: number) => readonly number[];
}

/** Form, frequency and pull on the object of every word of a relation. */
export function covariates({ pool }: Searched, { wordPrior, toObject }: Tables): Covariates {
  const scale = (values: readonly number[]): ((value: number) => number) => {
    const known = values.filter(Number.isFinite);
    const mean = known.reduce((a, b) => a + b, 0) / known.length;
    const sd = Math.sqrt(known.reduce((sum, one) => sum + (one - mean) ** 2, 0) / known.length) || 1;
    return (value) => (value - mean) / sd;
  };
  const letters = pool.map(({ said }) => said.length);
  const words = pool.map(({ said }) => said.split(" ").length);
  const byLetters = scale(letters);
  const byWords = scale(words);
  const byPrior = scale([...wordPrior]);
  const byPull = scale(toObject.flatMap((row) => [...row]));
  return {
    names: ["letters", "words", "log-probability of the word", "PMI of the object given the word"],
    of: (word, object) => [
      byLetters(letters[word] ?? 0),
      byWords(words[word] ?? 0),
      byPrior(wordPrior[word] ?? 0),
      byPull(toObject[word]?.[object] ?? 0),
    ],
  };
}

/** How much the pull on the object counts beside form and frequency. */
const weights = [0.5, 0.5, 0.5, 2];

function matched(
  word: number,
  object: number,
  candidates: readonly number[],
  { of }: Covariates,
  imbalance: number[],
): readonly number[] {
  const own = of(word, object);
  const gaps = (one: number): readonly number[] => of(one, object).map((value, i) => (own[i] ?? 0) - value);
  const chosen: number[] = [];
  for (let turn = 0; turn < 2; turn++) {
    const best = highest(
      candidates.filter((one) => !chosen.includes(one)),
      (one) =>
        -gaps(one).reduce((sum, gap, i) => {
          // What has come out too high so far pulls the next choice the other way.
          const after = gap + 0.5 * (imbalance[i] ?? 0);
          return sum + (weights[i] ?? 1) * after ** 2;
        }, 0),
    );
    if (best === undefined) break;
    for (const [i, gap] of gaps(best).entries())
      imbalance[i] = Math.max(-3, Math.min(3, (imbalance[i] ?? 0) + gap));
    chosen.push(best);
  }
  return chosen;
}

/** The object on which bridge and shams pull most alike; never one that any of their wordings holds. */
function targetOf(
  { pool }: Searched,
  { objects, objectOf, toObject }: Tables,
  fact: number,
  word: number,
  shams: readonly number[],
): number | undefined {
  const own = objectOf[fact];
  const pull = (one: number, object: number): number => toObject[one]?.[object] ?? 0;
  const free = [...objects.keys()].filter(
    (object) =>
      object !== own &&
      [word, ...shams].every((one) => saidBefore(pool[one]?.said ?? "", objects[object] ?? "") === null) &&
      // Neither may be read as the other.
      !(objects[object] ?? "").startsWith(objects[own ?? 0] ?? "") &&
      !(objects[own ?? 0] ?? "").startsWith(objects[object] ?? ""),
  );
  return highest(
    free,
    (object) => -shams.reduce((sum, sham) => sum + Math.abs(pull(word, object) - pull(sham, object)), 0),
  );
}

function subjectsAlike(
  { facts }: Searched,
  { toWord, toObject, objectOf }: Tables,
  { fact, word, target }: Pick<Design, "fact" | "word" | "target">,
  count: number,
): readonly number[] {
  const own = toWord[fact]?.[word] ?? 0;
  const pulls = toObject[word] ?? new Float64Array();
  // Half of the pull on the fact's own object at most, or no more than the middle object's.
  const most = Math.max(median([...pulls]), 0.5 * (pulls[objectOf[fact] ?? 0] ?? 0));
  const free = [...facts.keys()].filter(
    (one) =>
      objectOf[one] !== objectOf[fact] &&
      objectOf[one] !== target &&
      (pulls[objectOf[one] ?? 0] ?? Number.POSITIVE_INFINITY) <= most,
  );
  return free
    .sort((a, b) => Math.abs((toWord[a]?.[word] ?? 0) - own) - Math.abs((toWord[b]?.[word] ?? 0) - own))
    .slice(0, count);
}

function highest(items: readonly number[], of: (item: number) => number): number | undefined {
  let best: number | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    const value = of(item);
    if (value > most) {
      best = item;
      most = value;
    }
  }
  return best;
}

function median(values: readonly number[]): number {
  const sorted = values.filter((one) => !Number.isNaN(one)).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
