/** What came of a unit in a cell, once. */
export interface Observation {
  readonly item: string;
  readonly family: string;
  readonly cluster: string;
  readonly block: number;
  readonly cell: string;
  /** From 0 to 1: a chance, or whether it happened; null where it is missing (refused, unread, failed): then it is never a 0. */
  readonly value: number | null;
}
