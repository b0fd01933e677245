/** One way to spell an answer, as the tokens that would follow the prompt. */
export interface Spelling {
  readonly label: string;
  readonly path: readonly number[];
  /** Index of the longest other spelling that this one begins with, or -1. It stands for another answer. */
  readonly within: number;
}

/**
 * Spellings as token paths, shorter ones first, each an event of its own: "the next tokens are these". Spellings of the same tokens
 * count once; one that begins with another spelling of its own answer is left out, since that one counts it already; one that
 * begins with a spelling of another answer ("10" with "1") is taken from that answer's probability, so that together they
 * never come to more than 1.
 */
export function spellingsOf(
  answers: Readonly<Record<string, readonly string[]>>,
  tokenize: (text: string) => readonly number[],
): readonly Spelling[] {
  const sorted = Object.entries(answers)
    .flatMap(([label, texts]) => texts.map((text) => ({ label, path: tokenize(text) })))
    .filter(({ path }) => path.length > 0)
    .toSorted((a, b) => a.path.length - b.path.length);
  const kept: Spelling[] = [];
  for (const { label, path } of sorted) {
    const within = kept.findLastIndex((other) => other.path.every((token, i) => path[i] === token));
    const outer = kept[within];
    if (outer !== undefined && (outer.label === label || outer.path.length === path.length)) continue;
    kept.push({ label, path, within });
  }
  return kept;
}

/** Probability of each answer, from that of each spelling's path. */
export function answerProbabilities(
  labels: readonly string[],
  spellings: readonly Spelling[],
  probabilities: readonly number[],
): Record<string, number> {
  const sums = new Map(labels.map((label) => [label, 0]));
  const add = (label: string, probability: number): void => {
    sums.set(label, Math.max(0, (sums.get(label) ?? 0) + probability));
  };
  for (const [i, { label, within }] of spellings.entries()) {
    const probability = probabilities[i] ?? 0;
    add(label, probability);
    const outer = spellings[within];
    if (outer !== undefined) add(outer.label, -probability);
  }
  return Object.fromEntries(sums);
}
