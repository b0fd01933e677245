import { z } from "zod";
import { driveEndpoint } from "../lab/endpoint/drive.ts";
import { type Outside, ordinary, outside } from "../lab/endpoint/outside.ts";
import { clopperPearson } from "../src/stats/distributions/proportion.ts";
import type { Simulation } from "./simulation.ts";

interface Case {
  readonly name: string;
  readonly server: Partial<Outside>;
  /** Share of unfinished turns that are left open; null where it depends on their length. */
  readonly open: number | null;
  /** Verdicts that are right, of which enough must come. */
  readonly right: readonly string[];
  /** Least share of right verdicts that is promised; 0 where none is. */
  readonly power: number;
}

interface Draw {
  readonly verdict: string;
  readonly mechanism: string | null;
  readonly honoured: number;
  readonly faked: number;
  readonly calls: number;
}

const accused = ["not honoured", "mixed"];

function honest(name: string, server: Partial<Outside>, power: number): Case {
  return { name: `honest, ${name}`, server, open: 1, right: ["honoured"], power };
}

function fake(name: string, server: Partial<Outside>, power: number): Case {
  return { name, server, open: 0, right: accused, power };
}

function mixture(mechanism: Outside["mechanism"], share: number): Case {
  return {
    name: `${share * 100}% ${mechanism}`,
    ...{ server: { mechanism, share }, open: 1 - share, right: accused, power: 0 },
  };
}

/**
 * Verdicts on servers that the study was not made with: honest ones with every way of counting tokens, fakes, mixtures, a gate by length. Wrong is a
 * fake called honoured, an honest server called a fake, and a bound beyond the true share.
 */
export const endpointOutside: Simulation<Case, Draw> = {
  name: "endpoint-outside",
  analyses: 150,
  slice: 3,
  cases: [
    honest("counts by formula", { usage: "formula" }, 0.8),
    honest("counts by formula, imitates well", { usage: "formula", skill: 0.8 }, 0),
    honest("counts by characters", { usage: "characters" }, 0.8),
    honest("random counts", { usage: "random" }, 0.8),
    honest("imitates now and then", { skill: 0.4 }, 0),
    honest("never misses, no counts", { keeps: 1, skill: 0.05, usage: "omitted" }, 0.8),
    fake("careful instruction, dressed counts", { mechanism: "INSTR", usage: "dressed" }, 0.8),
    fake("careful instruction, honest counts", { mechanism: "INSTR" }, 0.8),
    fake("careful instruction, no counts", { mechanism: "INSTR", usage: "omitted" }, 0.8),
    fake("CLOSED, counts by formula", { mechanism: "CLOSED", usage: "formula" }, 0.8),
    fake("CLOSED, imitates well, dressed counts", { mechanism: "CLOSED", skill: 0.8, usage: "dressed" }, 0),
    fake("CONT, no counts", { mechanism: "CONT", usage: "omitted" }, 0.8),
    fake("FAKE-ECHO", { mechanism: "FAKE-ECHO" }, 0.8),
    ...(["CLOSED", "INSTR", "CONT"] as const).flatMap((mechanism) =>
      [0.1, 0.2, 0.3, 0.5].map((share) => mixture(mechanism, share)),
    ),
    {
      name: "honours up to 60 characters",
      ...{ server: { mechanism: "CLOSED", openUpTo: 60 }, open: null, right: accused, power: 0.8 },
    },
  ],
  draw: z.object({
    verdict: z.string(),
    mechanism: z.string().nullable(),
    honoured: z.number(),
    faked: z.number(),
    calls: z.number(),
  }),
  run: async ({ server }, seed) => {
    const { analysis } = await driveEndpoint("http://127.0.0.1:1/v1#m", {
      fetch: outside({ ...ordinary, ...server }, seed),
      settings: { test: ["prefill"] },
      seed,
      // One after the other: draws follow the order of the calls.
      width: 1,
    });
    const { prefill } = analysis.results;
    if (prefill === null) throw new Error("an outside server did not answer");
    const { verdict, mechanism, shares, calls } = prefill;
    return { verdict, mechanism, calls, honoured: shares.honoured.at95, faked: shares.faked.at95 };
  },
  summarize: (draws, one) => {
    const n = draws.length;
    const share = (of: (draw: Draw) => boolean): number => draws.filter(of).length / n;
    const wrong = draws.filter((draw) => wrongIn(draw, one)).length;
    return {
      analyses: n,
      right: share(({ verdict }) => one.right.includes(verdict)),
      honoured: share(({ verdict }) => verdict === "honoured"),
      mixed: share(({ verdict }) => verdict === "mixed"),
      undecided: share(({ verdict }) => verdict === "undecided"),
      wrong: wrong / n,
      wrongAtMost: clopperPearson(wrong, n, 0.9).high,
      otherName: share(
        ({ verdict, mechanism }) =>
          verdict === "not honoured" && mechanism !== null && mechanism !== one.server.mechanism,
      ),
      power: one.power,
      calls: draws.reduce((sum, { calls }) => sum + calls, 0) / n,
    };
  },
  check: (summary, full) => {
    const { wrong = 1, otherName = 1, right = 0, power = 0, analyses = 1 } = summary;
    // A promise is broken where a one-sided binomial test rejects it at 1%.
    const above = (share: number, limit: number): boolean =>
      clopperPearson(Math.round(share * analyses), analyses, 0.98).low > limit;
    return [
      ...(above(wrong, 0.02) ? [`wrong in ${wrong}`] : []),
      ...(above(otherName, 0.02) ? [`another name in ${otherName}`] : []),
      ...(full && clopperPearson(Math.round(right * analyses), analyses, 0.98).high < power
        ? [`right in ${right} only, ${power} was promised`]
        : []),
    ];
  },
};

/** Is what was said false? A bound may lie beyond the true share in 5% of runs; the rest is never right. */
function wrongIn({ verdict, honoured, faked }: Draw, { open }: Case): boolean {
  if (open === null) return verdict === "honoured";
  if (open === 1) return accused.includes(verdict);
  if (open === 0) return verdict === "honoured" || verdict === "mixed";
  if (verdict === "honoured") return honoured > open;
  return accused.includes(verdict) && (faked > 1 - open || (verdict === "mixed" && honoured > open));
}
