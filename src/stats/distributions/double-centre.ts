/** A table of rows x columns: `cells[row][column]`. */
export type Cells = readonly (readonly number[])[];

/** Sweeps converge by a factor of about the number of columns each; these are plenty. */
const mostSweeps = 100;
const settled = 1e-13;

/**
 * Takes from each cell what its row and its column have in common with the rest: the residuals of an additive model of rows and columns,
 * fitted by least squares without some cells that are known to stand out.
 *
 * The first column is the one looked at; the others are its references. Row means are fitted to the references alone, so that the column
 * looked at has no say in them; its own mean is over all rows. A reference's left-out cell would else hide the same in the column looked
 * at, and a mean over the other columns alone would lend every row another mixture of columns.
 *
 * @param leftOut by column, the row whose cell is left out of the fit, or null
 */
export function doubleCentre(cells: Cells, leftOut: readonly (number | null)[]): Cells {
  const ofRow = new Float64Array(cells.length);
  const ofColumn = new Float64Array(leftOut.length);
  const at = (row: number, column: number): number => cells[row]?.[column] ?? Number.NaN;
  const fitRow = (row: number): number => {
    let sum = 0;
    let count = 0;
    for (let column = 1; column < leftOut.length; column++) {
      if (leftOut[column] === row) continue;
      sum += at(row, column) - (ofColumn[column] ?? 0);
      count++;
    }
    return sum / count;
  };
  const fitColumn = (column: number): number => {
    let sum = 0;
    let count = 0;
    for (let row = 0; row < cells.length; row++) {
      if (leftOut[column] === row) continue;
      sum += at(row, column) - (ofRow[row] ?? 0);
      count++;
    }
    return sum / count;
  };
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let moved = 0;
    for (let row = 0; row < cells.length; row++) {
      const fitted = fitRow(row);
      moved = Math.max(moved, Math.abs(fitted - (ofRow[row] ?? 0)));
      ofRow[row] = fitted;
    }
    for (let column = 0; column < leftOut.length; column++) ofColumn[column] = fitColumn(column);
    if (!(moved > settled)) break;
  }
  return cells.map((line, row) =>
    line.map((cell, column) => cell - (ofRow[row] ?? 0) - (ofColumn[column] ?? 0)),
  );
}
