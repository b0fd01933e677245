import { z } from "zod";
import { drive, testConfig, testInputs } from "../lab/monitor/drive.ts";
import { drawWorld, type VerdictWorld } from "../lab/monitor/verdict-worlds.ts";
import { upperBound } from "../src/stats/distributions/proportion.ts";
import { atLeast, modelOf, rowsOf } from "./monitor/verdict-simulation.ts";
import type { Simulation } from "./simulation.ts";

const trained = ["author", "bow", "probe-end", "ensemble-lr"] as const;
/** Of each trained arm: does its interval leave .5 out? Null where none is printed. */
const drawn = z.record(z.enum(trained), z.boolean().nullable());
type Draw = z.infer<typeof drawn>;

const usual = { runs: 100, groups: 20, prefix: 0, fresh: 0, states: 0 } as const;

/** Labels dealt by chance, runs written by three authors in turn: how often does the interval of an arm that is trained on such runs leave .5 out? */
export const monitorTrainedArms: Simulation<VerdictWorld, Draw> = {
  name: "monitor-trained-arms",
  analyses: 300,
  slice: 2,
  cases: [
    { name: "20 groups", ...usual },
    { name: "8 groups a class", ...usual, groups: 8, apart: true },
    { name: "every run twice", ...usual, runs: 120, fault: "copies" },
  ],
  draw: drawn,
  run: async (world, seed) => {
    const made = drawWorld(world, seed);
    const config = testConfig({
      arms: ["prefix", "fresh", ...trained],
      ...{ score: "choose", bootstrap: 300, permutations: 0, author: "meta.author" },
    });
    const rows = rowsOf(made, ["first", "second", "third"]);
    const { analysis } = await drive(testInputs(rows, config), config, modelOf(made), seed);
    const left = (wanted: string): boolean | null => {
      const auroc = analysis.results.arms.find(({ id }) => id === wanted)?.auroc ?? null;
      return auroc === null ? null : auroc.low > 0.5 || auroc.high < 0.5;
    };
    return {
      ...{ author: left("author"), bow: left("bow") },
      ...{ "probe-end": left("probe-end"), "ensemble-lr": left("ensemble-lr") },
    };
  },
  summarize: (draws) => ({
    analyses: draws.length,
    ...Object.fromEntries(
      trained.flatMap((arm) => {
        const printed = draws.filter((draw) => draw[arm] !== null).length;
        const left = draws.filter((draw) => draw[arm] === true).length;
        return [
          [`${arm} printed`, printed / draws.length],
          [`${arm} told from chance`, left / Math.max(1, printed)],
          [`${arm} at most`, Number(upperBound(left, Math.max(1, printed)).toFixed(4))],
        ];
      }),
    ),
  }),
  check: (summary, full) =>
    trained.flatMap((arm) => {
      const {
        analyses = 0,
        [`${arm} printed`]: printed = 0,
        [`${arm} told from chance`]: share = 0,
      } = summary;
      const count = Math.round(printed * analyses);
      const problems: string[] = [];
      // The promise, 5%, is broken where a one-sided test at .01 rejects it.
      if (atLeast(Math.round(share * count), count, 0.05) < 0.01)
        problems.push(`${arm} told from chance: ${(100 * share).toFixed(1)}% of ${count}`);
      if (full && printed < 0.95)
        problems.push(`${arm} printed: ${(100 * printed).toFixed(1)}% of ${analyses}`);
      return problems;
    }),
};
