import { z } from "zod";
import { inWorld } from "../lab/endpoint/in-world.ts";
import type { Simulation } from "./simulation.ts";

interface Case {
  readonly name: string;
  /** Share of calls that reason in secret. */
  readonly rate: number;
  readonly skill: number;
  readonly cap: "charged" | "free";
}

interface Draw {
  /** Does the 95% interval hold the rate? */
  readonly covers: boolean;
  /** Is "at most x%" true? Also where no such thing is said. */
  readonly bounded: boolean;
  readonly verdict: string;
  /** The bound, where "no evidence (at most x%)" is said. */
  readonly bound: number | null;
}

const cases = [0, 0.02, 0.1, 0.5, 1].flatMap((rate) =>
  [0.5, 0.9].map((skill): Case => {
    // Where thoughts are charged to the cap small caps give them away too.
    const cap = skill === 0.5 ? "charged" : "free";
    return { name: `rate ${rate}, steps help to ${skill}, cap ${cap}`, rate, skill, cap };
  }),
);

/** Is the rate of reasoning in secret within its interval, and "at most x%" true, over whole runs of `credence endpoint`? */
export const endpointReasoning: Simulation<Case, Draw> = {
  name: "endpoint-reasoning",
  analyses: 200,
  slice: 4,
  cases,
  draw: z.object({
    covers: z.boolean(),
    bounded: z.boolean(),
    verdict: z.string(),
    bound: z.number().nullable(),
  }),
  run: async ({ rate, skill, cap }, seed) => {
    const { analysis } = await inWorld(
      `mechanism=TRUE,usage=omitted,reasoning=covert:${rate},skill=${skill},cap=${cap}`,
      {
        seed,
        settings: { test: ["reasoning"] },
      },
    );
    const { reasoning } = analysis.results;
    if (reasoning === null) throw new Error("a simulated endpoint did not answer");
    const { low, high, verdict } = reasoning;
    return {
      covers: low <= rate && rate <= high,
      bounded: verdict !== "no evidence" || rate <= high,
      verdict,
      bound: verdict === "no evidence" ? high : null,
    };
  },
  summarize: (draws, { rate }) => {
    const share = (of: (draw: Draw) => boolean): number => draws.filter(of).length / draws.length;
    const bounds = draws.flatMap(({ bound }) => (bound === null ? [] : [bound]));
    return {
      analyses: draws.length,
      coverage: share(({ covers }) => covers),
      bounded: share(({ bounded }) => bounded),
      covert: share(({ verdict }) => verdict === "covert"),
      falseAlarms: rate > 0 ? 0 : share(({ verdict }) => verdict === "covert"),
      meanBound: bounds.length === 0 ? 1 : bounds.reduce((sum, bound) => sum + bound, 0) / bounds.length,
    };
  },
  check: (summary, full) => {
    const least = full ? 0.93 : 0.24;
    const problems: string[] = [];
    for (const name of ["coverage", "bounded"])
      if ((summary[name] ?? 0) < least) problems.push(`${name} is ${summary[name]}`);
    if ((summary.falseAlarms ?? 1) > (full ? 0.01 : 0.25))
      problems.push(`false alarms ${summary.falseAlarms}`);
    return problems;
  },
};
