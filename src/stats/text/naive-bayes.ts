/** Words of a text: runs of letters a to z, digits and apostrophes, in lower case. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z0-9']+/g) ?? [];
}

/**
 * Out-of-fold log odds of positive by multinomial naive Bayes: add-one smoothing, vocabulary of the training folds, words
 * never seen in training left out (McCallum & Nigam 1998).
 *
 * @param fold of each row; a row is scored by what the other folds teach
 * @returns nats, one a row; infinite where the training folds hold one class only
 */
export function naiveBayesScores(
  documents: readonly string[],
  positive: ArrayLike<number>,
  fold: ArrayLike<number>,
): Float64Array {
  const numbers = new Map<string, number>();
  const counted = documents.map((text) => {
    const counts = new Map<number, number>();
    for (const word of wordsOf(text)) {
      const known = numbers.get(word);
      const number = known ?? numbers.size;
      if (known === undefined) numbers.set(word, number);
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    return counts;
  });
  const scores = new Float64Array(documents.length);
  for (const held of new Set(Array.from(fold))) {
    const model = train(counted, positive, fold, held, numbers.size);
    counted.forEach((counts, row) => {
      if (fold[row] !== held) return;
      let score = model.prior;
      for (const [word, times] of counts) score += times * (model.weights[word] ?? 0);
      scores[row] = score;
    });
  }
  return scores;
}

function train(
  counted: readonly ReadonlyMap<number, number>[],
  positive: ArrayLike<number>,
  fold: ArrayLike<number>,
  held: number,
  words: number,
): { readonly prior: number; readonly weights: Float64Array } {
  const seen = [new Float64Array(words), new Float64Array(words)] as const;
  const rows = [0, 0];
  const total = [0, 0];
  counted.forEach((counts, row) => {
    if (fold[row] === held) return;
    const side = positive[row] === 1 ? 1 : 0;
    rows[side] = (rows[side] ?? 0) + 1;
    for (const [word, times] of counts) {
      seen[side][word] = (seen[side][word] ?? 0) + times;
      total[side] = (total[side] ?? 0) + times;
    }
  });
  let vocabulary = 0;
  for (let word = 0; word < words; word++) if ((seen[0][word] ?? 0) + (seen[1][word] ?? 0) > 0) vocabulary++;
  const weights = new Float64Array(words);
  for (let word = 0; word < words; word++) {
    const [inNegative, inPositive] = [seen[0][word] ?? 0, seen[1][word] ?? 0];
    if (inNegative + inPositive === 0) continue;
    weights[word] =
      Math.log((inPositive + 1) / ((total[1] ?? 0) + vocabulary)) -
      Math.log((inNegative + 1) / ((total[0] ?? 0) + vocabulary));
  }
  return { prior: Math.log((rows[1] ?? 0) / (rows[0] ?? 0)), weights };
}
