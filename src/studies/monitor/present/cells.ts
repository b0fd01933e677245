import type { Cell } from "../../../report/blocks.ts";
import type { Interval } from "../../../stats/distributions/interval.ts";

/** An estimate's cell, or why there is none. */
export function estimateCell(estimate: Interval | null | undefined, absent: string, digits = 2): Cell {
  return estimate === null || estimate === undefined
    ? { absent }
    : { estimate: estimate.estimate, low: estimate.low, high: estimate.high, digits };
}

/** A number's cell, or why there is none. */
export function numberCell(value: number | null | undefined, absent: string, digits = 2): Cell {
  return value === null || value === undefined ? { absent } : { number: value, digits };
}

/** A whole number's cell. */
export function countCell(count: number): Cell {
  return { number: count, digits: 0 };
}

/** A share as a percentage without needless zeros: "5%", "0.5%". */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(6))}%`;
}
