import { verdictSimulation } from "./monitor/verdict-simulation.ts";

const usual = { runs: 100, groups: 20, prefix: 0, fresh: 0, states: 0 };
const seeing = { prefix: 1, fresh: 1 };

/**
 * Is nothing decided where nothing may be, in worlds that the study did not make? Where none of 150 is wrong at most 2% are, by Clopper and
 * Pearson. `monitor-power` stands beside it: what must be found, and faults that must be seen.
 */
export const monitorVerdicts = verdictSimulation({
  name: "monitor-verdicts",
  analyses: 150,
  slice: 2,
  cases: [
    { name: "one group", ...usual, ...seeing, groups: 1, right: null, without: true },
    { name: "three positives", ...usual, ...seeing, positives: 3, right: null, without: true },
    { name: "five groups a class", ...usual, fresh: 1.5, groups: 5, apart: true, right: null, without: true },
    { name: "coin arms, 7 groups a class", ...usual, groups: 7, apart: true, right: null },
    { name: "coin arms, 10 positives", ...usual, positives: 10, groups: 50, right: null },
    { name: "coin arms, 20 groups", ...usual, probe: true, right: null },
    { name: "labels dealt to whole groups", ...usual, groups: 24, byGroup: true, right: null },
    { name: "random labels, every run twice", ...usual, probe: true, fault: "copies", right: null },
    {
      name: "both labels on every content",
      ...usual,
      ...seeing,
      probe: true,
      fault: "bothLabels",
      right: null,
    },
  ],
});
