/** The word of a list that is most like what was typed, for "did you mean"; null where none is near. */
export function closest(typed: string, known: readonly string[]): string | null {
  const near = known
    .map((word) => ({ word, steps: editsBetween(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, steps }) => steps <= Math.max(1, Math.floor(Math.max(word.length, typed.length) / 3)))
    .toSorted((a, b) => a.steps - b.steps);
  return near[0]?.word ?? null;
}

/** Letters to put in, take out, change or swap with a neighbour until one word is the other (optimal string alignment). */
function editsBetween(a: string, b: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      row.push(Math.min(changed, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, swapped));
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
