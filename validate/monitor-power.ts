import { verdictSimulation } from "./monitor/verdict-simulation.ts";

const usual = { runs: 100, groups: 20, prefix: 0, fresh: 0, states: 0 };
const blatant = { prefix: 3, fresh: 1, states: 3, probe: true } as const;

/** Is what is there found, so that silence is no safety, and are arms that seem perfect by a leak, or rank backwards, given no verdict? */
export const monitorPower = verdictSimulation({
  name: "monitor-power",
  analyses: 150,
  slice: 2,
  cases: [
    { name: "the label in the text", ...usual, ...blatant, fault: "labelInText", right: null },
    { name: "a word in every positive", ...usual, ...blatant, fault: "word", right: null },
    { name: "both arms rank backwards", ...usual, prefix: -2, fresh: -0.8, right: null },
    {
      ...{ name: "prefix worse by .15, 20 groups", ...usual, runs: 300, prefix: 0.72, fresh: 1.35 },
      ...{ right: { C1: "supported", beats: true }, power: "C1" },
    },
    {
      ...{ name: "prefix better by .15, 20 groups", ...usual, runs: 300, prefix: 1.35, fresh: 0.72 },
      ...{ right: { C1: "contradicted", beats: true }, power: "C1" },
    },
    {
      ...{ name: "a probe that sees, a prompt that does not", ...usual, runs: 160, states: 2 },
      ...{ right: { C2: "supported", beats: true }, power: "C2", probe: true },
    },
  ],
});
