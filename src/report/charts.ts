/** Builders of Vega-Lite specs: pure functions from numbers to a `Figure`'s spec, in one look. */

export { axesChart } from "./charts/axes.ts";
export { collapseChart } from "./charts/collapse.ts";
export { costChart } from "./charts/cost.ts";
export { coverageChart } from "./charts/coverage.ts";
export { curvesChart } from "./charts/curves.ts";
export { cutoffMap } from "./charts/cutoff-map.ts";
export { fanChart, type Tick } from "./charts/fan.ts";
export { frontierChart } from "./charts/frontier.ts";
export { heatMap } from "./charts/heat-map.ts";
export { armsChart, differenceChart } from "./charts/intervals.ts";
export { rocChart } from "./charts/roc.ts";
