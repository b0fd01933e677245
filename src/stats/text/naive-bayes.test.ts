import assert from "node:assert/strict";
import { test } from "node:test";
import { near } from "../../../test/fixtures/stats/read.ts";
import { random } from "../distributions/random.ts";
import { naiveBayes, naiveBayesScores } from "./naive-bayes.ts";

const documents = ["Pay pay now", "wait", "pay", "wait wait", "now, unseen WAIT!"];
const positive = [1, 0, 1, 0, 1];
const fold = [0, 0, 0, 0, 1];

test("by hand: two words to one, add-one smoothing, unseen words left out", () => {
  // Positives: pay 3, now 1 (4 words); negatives: wait 3 (3 words); vocabulary 3.
  const [, , , , score] = naiveBayesScores(documents, positive, fold);
  const word = (inPositive: number, inNegative: number): number =>
    Math.log((inPositive + 1) / (4 + 3)) - Math.log((inNegative + 1) / (3 + 3));
  near(score, Math.log(2 / 2) + word(1, 0) + word(0, 3));
});

test("a document's own label does not reach its score", () => {
  const turned = positive.map((label, row) => (row === 4 ? 1 - label : label));
  const score = (labels: readonly number[]): number | undefined =>
    naiveBayesScores(documents, labels, fold)[4];
  assert.equal(score(turned), score(positive));
  assert.notEqual(score(positive.map((label) => 1 - label)), score(positive));
});

test("a prior from uneven classes", () => {
  const [, , , score] = naiveBayesScores(["a", "a", "a", "b"], [1, 1, 0, 0], [0, 0, 0, 1]);
  // "b" is in no training document, so only the prior speaks.
  near(score, Math.log(2));
});

test("words are runs of a to z, digits and apostrophes; names like `constructor` are only words", () => {
  const score = (text: string): number | undefined =>
    naiveBayesScores(["don't x1", "constructor", text], [1, 0, 1], [0, 0, 1])[2];
  assert.equal(score("DON'T-x1"), score("don't x1"));
  assert.notEqual(score("don t x1"), score("don't x1"));
  assert.ok((score("constructor __proto__") ?? 0) < 0);
});

test("training on one class gives an infinite score, not a guess", () => {
  assert.equal(naiveBayesScores(["a", "b"], [1, 0], [0, 1])[1], Number.POSITIVE_INFINITY);
});

test("many words, frequent ones, and one count for several foldings: the same as the formula written plainly", () => {
  const source = random("naive Bayes");
  const texts = Array.from({ length: 60 }, (_, row) =>
    [
      ...Array.from({ length: 400 }, () => `word${source.int(200_000)}`),
      ...Array.from({ length: 5 * row }, () => "often"),
    ].join(" "),
  );
  const labels = texts.map(() => source.int(2));
  const scorer = naiveBayes(texts.values()).odds;
  for (const folds of [texts.map((_, row) => row % 5), texts.map((_, row) => (row < 20 ? 7 : 1))])
    assert.deepEqual([...scorer(labels, folds)], plainly(texts, labels, folds));
});

function plainly(texts: readonly string[], labels: readonly number[], folds: readonly number[]): number[] {
  const words = texts.map((text) => text.split(" "));
  return words.map((own, row) => {
    const [negatives, positives] = [0, 1].map((side) =>
      words.filter((_, i) => folds[i] !== folds[row] && labels[i] === side),
    );
    const counts = [negatives, positives].map((documents = []) => countsOf(documents.flat()));
    const [no = new Map<string, number>(), yes = new Map<string, number>()] = counts;
    const sizes = counts.map((sides) => sides.values().reduce((sum, count) => sum + count, 0));
    const vocabulary = new Set([...no.keys(), ...yes.keys()]).size;
    let score = Math.log((positives?.length ?? 0) / (negatives?.length ?? 0));
    for (const [word, times] of countsOf(own)) {
      if (!no.has(word) && !yes.has(word)) continue;
      const inPositive = Math.log(((yes.get(word) ?? 0) + 1) / ((sizes[1] ?? 0) + vocabulary));
      const inNegative = Math.log(((no.get(word) ?? 0) + 1) / ((sizes[0] ?? 0) + vocabulary));
      score += times * (inPositive - inNegative);
    }
    return score;
  });
}

function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
