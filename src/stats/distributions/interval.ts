/** An estimate with its 95% interval. NaN where nothing can be estimated. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}
