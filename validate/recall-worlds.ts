import { z } from "zod";
import { driveRecall } from "../lab/recall/drive.ts";
import { recallWorld, type WorldKind } from "../lab/recall/worlds.ts";
import type { Simulation } from "./simulation.ts";

interface World {
  readonly name: string;
  readonly kind: WorldKind;
  readonly facts: number;
}

interface Draw {
  readonly supported: boolean;
  readonly planted: number;
  readonly found: number;
  /** Called mnemonics without being planted. */
  readonly wrong: number;
  /** p of the search over all words. */
  readonly search: number;
}

/** Share of false ones that a list may have on average. */
const q = 0.1;
/** Share of planted facts that must be found. */
const power = 0.6;
/** Share of worlds with planted bridges whose claim must be supported: 12 facts of 120 are few for a verdict at 1%. */
const leastSupported = 0.6;

/**
 * What a run says of made-up models: planted bridges are found with few false ones; the same ties dealt out, ties without a bridge, priming and any context
 * that helps give no mnemonic and no verdict.
 */
export const recallWorlds: Simulation<World, Draw> = {
  name: "recall-worlds",
  analyses: 50,
  slice: 2,
  cases: [
    { name: "bridges in a tenth of the facts", kind: "bridges", facts: 120 },
    { name: "the same ties, dealt out", kind: "dealt", facts: 80 },
    { name: "ties that nothing goes through", kind: "ties", facts: 80 },
    { name: "what is tied to a subject helps", kind: "priming", facts: 80 },
    { name: "any context helps", kind: "buffer", facts: 80 },
  ],
  draw: z.object({
    supported: z.boolean(),
    planted: z.number(),
    found: z.number(),
    wrong: z.number(),
    search: z.number(),
  }),
  run: async ({ kind, facts }, seed) => {
    const world = recallWorld(kind, seed, facts);
    const { analysis } = await driveRecall(world, seed);
    const called = analysis.results.facts.filter(({ state }) => state === "mnemonic");
    const right = called.filter(({ subject }) => world.bridged.has(subject)).length;
    return {
      supported: analysis.claims[0]?.verdict === "supported",
      planted: world.bridged.size,
      found: right,
      wrong: called.length - right,
      search: analysis.results.relations[0]?.search[0]?.p ?? 1,
    };
  },
  summarize: (draws) => {
    const mean = (of: (draw: Draw) => number): number =>
      Number((draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length).toPrecision(4));
    const planted = mean((draw) => draw.planted);
    return {
      analyses: draws.length,
      planted,
      power: planted === 0 ? 0 : Number((mean((draw) => draw.found) / planted).toPrecision(4)),
      // False ones over all called, 0 where none is called: its mean is the false discovery rate.
      fdr: mean(({ wrong, found }) => (wrong === 0 ? 0 : wrong / (wrong + found))),
      any: mean(({ wrong }) => Number(wrong > 0)),
      supported: mean(({ supported }) => Number(supported)),
      searchAt5: mean(({ search }) => Number(search <= 0.05)),
    };
  },
  check: (summary, full) => {
    const { analyses = 0, planted = 0, power: found = 0, fdr = 1, supported = 1, any = 1 } = summary;
    const most = (rate: number): number => rate + (full ? 3 : 4) * Math.sqrt((rate * (1 - rate)) / analyses);
    if (planted > 0) {
      return [
        ...(fdr > q ? [`a share of ${fdr} of those called is false, more than ${q}`] : []),
        ...(full && found < power ? [`${found} of the planted are found, fewer than ${power}`] : []),
        ...(full && supported < leastSupported ? [`supported in a share of ${supported} only`] : []),
      ];
    }
    return [
      ...(supported > most(0.01) ? [`supported in a share of ${supported} where nothing is planted`] : []),
      ...(any > most(q) ? [`a mnemonic is called in a share of ${any} where none is planted`] : []),
    ];
  },
};
