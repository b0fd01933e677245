/** Cells of candidates x sets: `cells[candidate][set]`, nats a token. */
export type Cells = readonly (readonly number[])[];

/** Sweeps converge by a factor of about the number of sets each; these are plenty. */
const mostSweeps = 100;
const settled = 1e-13;

/**
 * Takes from each cell what its candidate does to sets that are not planted with it, and what its set does with all candidates:
 * a system prompt's mere presence shifts likelihoods, and loud prompts shift those of every set.
 *
 * The first set is the one looked at; the others are its references. Prompt and set means are those of an additive model, fitted to the
 * references' cells by least squares without the cells that are known to be planted: a candidate's own plant would else hide it, and a
 * mean over the other sets alone would lend every candidate another mixture of sets. The set looked at has no say in the prompt means; its own mean is over all candidates.
 *
 * @param planted by set, number of the candidate planted in it, or null
 */
export function doubleCentre(cells: Cells, planted: readonly (number | null)[]): Cells {
  const prompt = new Float64Array(cells.length);
  const set = new Float64Array(planted.length);
  const at = (candidate: number, column: number): number => cells[candidate]?.[column] ?? Number.NaN;
  const fitPrompt = (candidate: number): number => {
    let sum = 0;
    let count = 0;
    for (let column = 1; column < planted.length; column++) {
      if (planted[column] === candidate) continue;
      sum += at(candidate, column) - (set[column] ?? 0);
      count++;
    }
    return sum / count;
  };
  const fitSet = (column: number): number => {
    let sum = 0;
    let count = 0;
    for (let candidate = 0; candidate < cells.length; candidate++) {
      if (planted[column] === candidate) continue;
      sum += at(candidate, column) - (prompt[candidate] ?? 0);
      count++;
    }
    return sum / count;
  };
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let moved = 0;
    for (let candidate = 0; candidate < cells.length; candidate++) {
      const fitted = fitPrompt(candidate);
      moved = Math.max(moved, Math.abs(fitted - (prompt[candidate] ?? 0)));
      prompt[candidate] = fitted;
    }
    for (let column = 0; column < planted.length; column++) set[column] = fitSet(column);
    if (!(moved > settled)) break;
  }
  return cells.map((row, candidate) =>
    row.map((cell, column) => cell - (prompt[candidate] ?? 0) - (set[column] ?? 0)),
  );
}
