import { z } from "zod";
import { clusteredMean } from "../stats/contrasts/clustered-mean.ts";
import { noiseBand } from "../stats/contrasts/noise-band.ts";
import { interval } from "../stats/distributions/interval.ts";
import { normalQuantile } from "../stats/distributions/normal.ts";
import { studentQuantile } from "../stats/distributions/student-t.ts";
import { type Cell, inCell } from "./cells.ts";
import type { Where } from "./design.ts";
import type { Observation } from "./observation.ts";

/** A weighted sum of the means of cells: what is compared. */
export interface DeclaredContrast {
  readonly id: string;
  readonly title: string;
  /** Each term is the mean over the cells with these levels; weights of a difference sum to 0. */
  readonly terms: readonly { readonly weight: number; readonly where: Where }[];
}

const ends = z.object({ low: z.number(), high: z.number() }).readonly();

/** Schema of what a contrast came to, in the outcome's own unit (a difference of shares: from -1 to 1). */
export const contrastResult = z
  .object({
    id: z.string(),
    title: z.string(),
    /** 95%, clusters as units. Null where no item has every term, or one cluster alone. */
    found: interval.nullable(),
    at99: ends.nullable(),
    /** The 99% interval with every missing outcome against it; null where none is missing. */
    worst: ends.nullable(),
    /** 95% with what whole blocks have in common on top; null with fewer than two blocks. */
    band: z
      .object({ low: z.number(), high: z.number(), blocks: z.int(), blockSpread: z.number() })
      .readonly()
      .nullable(),
    standardError: z.number().nullable(),
    freedom: z.number().nullable(),
    p: z.number().nullable(),
    items: z.int(),
    clusters: z.int(),
    missing: z.int(),
    observations: z.int(),
    /** The least true value that a 99% interval would have told from 0 in eight of ten such runs. */
    leastSeen: z.number().nullable(),
    families: z.array(z.object({ id: z.string(), estimate: z.number() }).readonly()).readonly(),
  })
  .readonly();
export type ContrastResult = z.infer<typeof contrastResult>;

/** A contrast within each item. */
export interface ItemContrast {
  readonly item: string;
  readonly cluster: string;
  readonly value: number;
}

/** What stands for a missing outcome: left out, or all that is missing at its worst for a low or a high estimate. */
type Filling = "left out" | "low" | "high";

/** Each item's own contrast: cells weigh alike, whatever is missing; an item without one of the terms has none. */
export function itemContrasts(
  observations: readonly Observation[],
  cells: readonly Cell[],
  { terms }: Pick<DeclaredContrast, "terms">,
  filling: Filling = "left out",
): ItemContrast[] {
  const wanted = terms.map(({ weight, where }) => ({
    weight,
    fill: filling === "left out" ? null : weight > 0 === (filling === "high") ? 1 : 0,
    cells: new Set(cells.filter((cell) => inCell(cell, where)).map(({ id }) => id)),
  }));
  const out: ItemContrast[] = [];
  for (const [item, own] of Map.groupBy(observations, (one) => one.item)) {
    const byCell = Map.groupBy(own, ({ cell }) => cell);
    let value = 0;
    for (const { weight, fill, cells: ids } of wanted) {
      const means: number[] = [];
      for (const id of ids) {
        const mean = meanOf(byCell.get(id) ?? [], fill);
        if (mean !== null) means.push(mean);
      }
      value +=
        means.length === 0 ? Number.NaN : (weight * means.reduce((sum, one) => sum + one, 0)) / means.length;
    }
    if (!Number.isNaN(value)) out.push({ item, cluster: own[0]?.cluster ?? item, value });
  }
  return out;
}

/** Estimate, intervals, worst case for what is missing, noise band, and what could have been seen. */
export function contrastOf(
  observations: readonly Observation[],
  cells: readonly Cell[],
  contrast: DeclaredContrast,
): ContrastResult {
  const { id, title, terms } = contrast;
  const used = new Set(
    cells.filter((cell) => terms.some(({ where }) => inCell(cell, where))).map((cell) => cell.id),
  );
  const own = observations.filter(({ cell }) => used.has(cell));
  const missing = own.filter(({ value }) => value === null).length;
  const items = itemContrasts(own, cells, contrast);
  const clusters = new Set(items.map(({ cluster }) => cluster)).size;
  const counts = { items: items.length, clusters, missing, observations: own.length };
  const nothing = {
    found: null,
    at99: null,
    worst: null,
    band: null,
    standardError: null,
    freedom: null,
    p: null,
    leastSeen: null,
  };
  if (clusters < 2) return { id, title, ...nothing, ...counts, families: [] };
  const range = terms.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
  const meanAt = (all: readonly ItemContrast[], level: number) =>
    clusteredMean(
      all.map(({ value }) => value),
      all.map(({ cluster }) => cluster),
      { level, range },
    );
  const { estimate, low, high, standardError, freedom, p } = meanAt(items, 0.95);
  const at99 = meanAt(items, 0.99);
  const filled = (filling: Filling) => meanAt(itemContrasts(own, cells, contrast, filling), 0.99);
  return {
    ...{ id, title, found: { estimate, low, high }, at99: { low: at99.low, high: at99.high } },
    worst: missing === 0 ? null : { low: filled("low").low, high: filled("high").high },
    band: bandOf(own, cells, contrast, { range, low, high }),
    ...{ standardError, freedom, p, ...counts },
    leastSeen:
      standardError > 0
        ? (studentQuantile(0.995, freedom) + normalQuantile(0.8)) * standardError
        : (high - low) / 2,
    families: [...Map.groupBy(own, ({ family }) => family)].flatMap(([family, part]) => {
      const each = itemContrasts(part, cells, contrast);
      return each.length === 0
        ? []
        : [{ id: family, estimate: each.reduce((sum, { value }) => sum + value, 0) / each.length }];
    }),
  };
}

function bandOf(
  own: readonly Observation[],
  cells: readonly Cell[],
  contrast: DeclaredContrast,
  least: { readonly range: number; readonly low: number; readonly high: number },
): ContrastResult["band"] {
  const parts = [...Map.groupBy(own, ({ block }) => block)].flatMap(([block, part]) =>
    itemContrasts(part, cells, contrast).map((one) => ({ ...one, block })),
  );
  if (new Set(parts.map(({ block }) => block)).size < 2) return null;
  const { low, high, blocks, blockSpread } = noiseBand(
    parts.map(({ value }) => value),
    parts.map(({ item }) => item),
    parts.map(({ block }) => block),
    parts.map(({ cluster }) => cluster),
    { range: least.range },
  );
  return Number.isFinite(low) && Number.isFinite(high)
    ? { low: Math.min(low, least.low), high: Math.max(high, least.high), blocks, blockSpread }
    : null;
}

/** Mean of a cell's outcomes in an item; null where there is none. */
function meanOf(own: readonly Observation[], fill: number | null): number | null {
  let sum = 0;
  let n = 0;
  for (const { value } of own) {
    const used = value ?? fill;
    if (used === null) continue;
    sum += used;
    n++;
  }
  return n === 0 ? null : sum / n;
}
