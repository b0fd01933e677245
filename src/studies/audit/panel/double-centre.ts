/** Cells of candidates x sets: `cells[candidate][set]`, nats a token. */
export type Cells = readonly (readonly number[])[];

/**
 * Takes from each cell what its candidate does to sets that are not planted with it, and what its set does with all candidates:
 * a system prompt's mere presence shifts likelihoods, and loud prompts shift those of every set.
 *
 * The first set is the one looked at; the others are its references. A candidate's own mean is over the references alone, and
 * without those that are known to be planted with it: else its own plant would hide it. Cells that are known to be planted are left out of their set's mean too.
 *
 * @param planted by set, number of the candidate planted in it, or null
 */
export function doubleCentre(cells: Cells, planted: readonly (number | null)[]): Cells {
  const byPrompt = cells.map((row, candidate) => {
    const centre = mean(row.filter((_, set) => set > 0 && planted[set] !== candidate));
    return row.map((cell) => cell - centre);
  });
  const ofSet = planted.map((plant, set) =>
    mean(byPrompt.map((row) => row[set] ?? Number.NaN).filter((_, candidate) => candidate !== plant)),
  );
  return byPrompt.map((row) => row.map((cell, set) => cell - (ofSet[set] ?? Number.NaN)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
