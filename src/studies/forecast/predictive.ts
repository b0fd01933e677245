/** A forecast of a number: normal, or Student's t with `freedom` degrees of freedom around `location`. */
export type Predictive = {
  /** null: normal. */
  readonly freedom: number | null;
  readonly location: number;
  /** Standard deviation of the normal, scale of the t; in the unit of the series, doublings as a rule. */
  readonly scale: number;
};

/** A series on one axis: x ascends, y is on the scale that is forecast (log2 as a rule). */
export interface Trend {
  readonly x: readonly number[];
  readonly y: readonly number[];
}
