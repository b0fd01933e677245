import { verdictSimulation } from "./monitor/verdict-simulation.ts";

const alike = { runs: 100, groups: 20, prefix: 1, fresh: 1, states: 0, right: { beats: true } } as const;

/** How often is a difference called one where two arms are alike, and do intervals hold what was planted, from little evidence on? */
export const monitorNoDifference = verdictSimulation({
  name: "monitor-no-difference",
  analyses: 2000,
  slice: 3,
  cases: [
    { name: "20 groups", ...alike },
    { name: "8 groups a class", ...alike, groups: 8, apart: true },
    { name: "12 positives in 50 groups", ...alike, positives: 12, groups: 50 },
  ],
});
