/** Builders of Vega-Lite specs: pure functions from numbers to a `Figure`'s spec, in one look. */
export { costChart } from "./charts/cost.ts";
export { armsChart, differenceChart } from "./charts/intervals.ts";
export { rocChart } from "./charts/roc.ts";
