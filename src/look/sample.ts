/** Rows spread evenly over all that pass by. */
export interface EvenSample<Row> {
  readonly take: (row: () => Row, size: number) => void;
  readonly kept: () => readonly Row[];
}

const mostRows = 600;
const mostSize = 6_000_000;

/** Keeps every row at first; when there are too many, or they are too large, every second one goes, and then every fourth is taken... */
export function evenSample<Row>(): EvenSample<Row> {
  let kept: { readonly row: Row; readonly size: number }[] = [];
  let size = 0;
  let stride = 1;
  let passed = 0;
  return {
    take: (row, length) => {
      if (passed++ % stride !== 0) return;
      kept.push({ row: row(), size: length });
      size += length;
      while (kept.length > mostRows || (size > mostSize && kept.length > 20)) {
        kept = kept.filter((_, i) => i % 2 === 0);
        size = kept.reduce((sum, one) => sum + one.size, 0);
        stride *= 2;
      }
    },
    kept: () => kept.map(({ row }) => row),
  };
}
