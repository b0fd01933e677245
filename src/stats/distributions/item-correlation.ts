import { checkCount, checkWhole } from "../arguments.ts";

/** Calls on one item and how many of them had the outcome. */
export interface ItemCounts {
  readonly hits: number;
  readonly calls: number;
}

/**
 * Correlation of a yes-no outcome between calls on one item, by one-way analysis of variance (Ridout, Demétrio & Firth 1999,
 * doi:10.1111/j.0006-341X.1999.00137.x), kept within [0, 1]. Noisy below some 20 items: where it decides, declare a value instead.
 *
 * @returns NaN with fewer than 2 items, without an item that had two calls, or where the outcome never varies
 * @example itemCorrelation([{ hits: 4, calls: 4 }, { hits: 0, calls: 4 }, { hits: 3, calls: 4 }]) // 0.75
 */
export function itemCorrelation(items: readonly ItemCounts[]): number {
  for (const [i, { hits, calls }] of items.entries()) {
    checkWhole(`items[${i}].calls`, calls, 1);
    checkCount(`items[${i}].hits`, hits, `items[${i}].calls`, calls);
  }
  const calls = items.reduce((sum, item) => sum + item.calls, 0);
  const mean = items.reduce((sum, item) => sum + item.hits, 0) / calls;
  if (items.length < 2 || calls === items.length || mean === 0 || mean === 1) return Number.NaN;
  const within =
    items.reduce((sum, item) => sum + (item.hits * (item.calls - item.hits)) / item.calls, 0) /
    (calls - items.length);
  const between =
    items.reduce((sum, item) => sum + item.calls * (item.hits / item.calls - mean) ** 2, 0) /
    (items.length - 1);
  const size = (calls - items.reduce((sum, item) => sum + item.calls ** 2, 0) / calls) / (items.length - 1);
  return Math.min(1, Math.max(0, (between - within) / (between + (size - 1) * within)));
}
