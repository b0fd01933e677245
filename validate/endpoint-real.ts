import { z } from "zod";
import { bankModels, readBank } from "../lab/endpoint/bank.ts";
import { driveEndpoint } from "../lab/endpoint/drive.ts";
import { type Banked, fromBank } from "../lab/endpoint/from-bank.ts";
import { clopperPearson } from "../src/stats/distributions/proportion.ts";
import type { Simulation } from "./simulation.ts";

interface Case extends Banked {
  readonly name: string;
  readonly model: string;
  /** Least share of runs that are honoured, of an honest server; 0 where none is promised. */
  readonly power: number;
}

interface Draw {
  readonly verdict: string;
  readonly honoured: number;
  readonly faked: number;
  readonly calls: number;
}

const accused = ["not honoured", "mixed"];
/**
 * Verdicts on real small models behind a proxy, at a temperature of 1: runs drawn from recorded replies (`lab/endpoint/bank`, `scripts/endpoint-bank.ts`).
 * Wrong is a fake called honoured, an honest server called a fake, and a bound beyond the true share.
 */
export const endpointReal: Simulation<Case, Draw> = {
  name: "endpoint-real",
  analyses: 20,
  slice: 1,
  cases: bankModels.flatMap((model): Case[] => {
    const row = (name: string, mechanism: Banked["mechanism"], share: number, power = 0): Case => ({
      ...{ name: `${model}, ${name}`, model, mechanism, share, power },
    });
    const honest = row("honest", "TRUE", 1, model === "qwen2.5-coder-0.5b" ? 0.5 : 0);
    const [closed, cont, instr] = [
      row("CLOSED", "CLOSED", 1),
      row("CONT", "CONT", 1),
      row("INSTR", "INSTR", 1),
    ];
    return model === "smollm2-135m"
      ? [honest, cont, instr]
      : [
          honest,
          closed,
          cont,
          instr,
          row("FLIP", "flip", 1),
          row("30% CONT", "CONT", 0.3),
          row("50% INSTR", "INSTR", 0.5),
        ];
  }),
  draw: z.object({ verdict: z.string(), honoured: z.number(), faked: z.number(), calls: z.number() }),
  run: async (one, seed) => {
    const { swap, fetch } = fromBank(readBank(one.model), one, seed);
    const { analysis } = await driveEndpoint("http://127.0.0.1:1/v1#m", {
      ...{ swap, fetch, seed, settings: { test: ["prefill"] }, width: 1 },
    });
    const { prefill } = analysis.results;
    if (prefill === null) throw new Error("the bank did not answer");
    const { verdict, shares } = prefill;
    return { verdict, honoured: shares.honoured.at95, faked: shares.faked.at95, calls: prefill.calls };
  },
  summarize: (draws, one) => {
    const n = draws.length;
    const share = (of: (draw: Draw) => boolean): number => draws.filter(of).length / n;
    const wrong = draws.filter((draw) => wrongIn(draw, one)).length;
    return {
      analyses: n,
      honoured: share(({ verdict }) => verdict === "honoured"),
      accused: share(({ verdict }) => accused.includes(verdict)),
      undecided: share(({ verdict }) => verdict === "undecided"),
      wrong: wrong / n,
      wrongAtMost: clopperPearson(wrong, n, 0.9).high,
      power: one.power,
      calls: draws.reduce((sum, { calls }) => sum + calls, 0) / n,
    };
  },
  check: ({ wrong = 1, honoured = 0, power = 0 }, full) => [
    ...(wrong > (full ? 0.05 : 0.5) ? [`wrong in ${wrong}`] : []),
    ...(full && honoured < power ? [`honoured in ${honoured} only, ${power} was promised`] : []),
  ],
};

/** Is what was said false? */
function wrongIn({ verdict, honoured, faked }: Draw, { mechanism, share }: Case): boolean {
  const open = mechanism === "TRUE" ? 1 : 1 - share;
  if (open === 1) return accused.includes(verdict);
  if (open === 0) return verdict === "honoured" || verdict === "mixed";
  return (verdict === "honoured" && honoured > open) || (accused.includes(verdict) && faked > share);
}
