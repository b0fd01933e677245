import { z } from "zod";
import type { BenchRow } from "./bench.ts";

const kept = z.object({
  at: z.string(),
  /** In the row's unit. */
  ours: z.number().nullable(),
  ratio: z.number().nullable(),
  /** Processes that wanted the processor when the bench began (mean over a minute); null where that was not noted. */
  load: z.number().nullable(),
});
/** One measurement of a row. */
export type Kept = Readonly<z.infer<typeof kept>>;

const stored = z.object({
  benches: z.record(
    z.string(),
    z.object({
      at: z.string(),
      rows: z.array(
        z.looseObject({
          name: z.string(),
          ours: z.number().nullable(),
          ratio: z.number().nullable(),
          load: z.number().nullable().default(null),
          history: z.array(kept).default([]),
        }),
      ),
    }),
  ),
});

/** Measurements kept of a row. */
const most = 6;
/** A ratio this many times worse than the last one is named. */
const notable = 1.2;

/** Every row's measurements in a written file, oldest first, by bench and name. */
export function historyIn(file: unknown): (bench: string, name: string) => readonly Kept[] {
  const read = stored.safeParse(file);
  const benches = read.success ? read.data.benches : {};
  return (bench, name) => {
    const { at = "", rows = [] } = benches[bench] ?? {};
    const row = rows.find((one) => one.name === name);
    if (row === undefined) return [];
    const { ours, ratio, load, history } = row;
    return [...history.filter((one) => one.at !== at), { at, ours, ratio, load }].slice(-most);
  };
}

/**
 * How much worse a row is than when it was last measured, in words; null where it is not by a fifth or more. Ratios within one run are
 * compared, which a slower machine leaves alone, not seconds.
 */
export function worsening(row: BenchRow, history: readonly Kept[]): string | null {
  const last = history.findLast(({ ratio }) => ratio !== null);
  if (last?.ratio == null || row.ratio === null) return null;
  const factor = "atLeast" in row ? last.ratio / row.ratio : row.ratio / last.ratio;
  if (!(factor >= notable)) return null;
  return `${row.name}: ${factor.toFixed(2)} times worse than on ${last.at.slice(0, 10)} (ratio ${row.ratio.toPrecision(3)}, then ${last.ratio.toPrecision(3)})`;
}
