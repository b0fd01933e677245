import { z } from "zod";
import { inWorld, judged } from "../lab/endpoint/in-world.ts";
import { random } from "../src/stats/distributions/random.ts";
import { prefillEvidence } from "../src/studies/endpoint/evidence/prefill.ts";
import { exchangesOf } from "../src/studies/endpoint/outcomes.ts";
import type { Simulation } from "./simulation.ts";

interface Case {
  readonly name: string;
  readonly mechanism: string;
}

interface Draw {
  /** The first verdict of any kind, looked for after every single call. */
  readonly first: "right" | "wrong" | "open";
  /** Calls until then, or all of them. */
  readonly calls: number;
}

const skills = [0.1, 0.5, 0.9];
const usages = ["honest", "omitted", "forged:true"];

/**
 * A verdict taken the moment any call first allows it, not at the end of a round: do error rates hold although the controls' rates are
 * known from a handful of calls?
 */
export const endpointAnytime: Simulation<Case, Draw> = {
  name: "endpoint-anytime",
  analyses: 400,
  slice: 6,
  cases: ["TRUE", "CLOSED", "CONT", "INSTR", "FLIP"].map((mechanism) => ({ name: mechanism, mechanism })),
  draw: z.object({ first: z.enum(["right", "wrong", "open"]), calls: z.number() }),
  run: async ({ mechanism }, seed) => {
    const draw = random(seed);
    const knobs = `mechanism=${mechanism},skill=${draw.pick(skills)},usage=${draw.pick(usages)}`;
    const { outcomes } = await inWorld(knobs, { seed, settings: { test: ["prefill"] } });
    const exchanges = exchangesOf(outcomes);
    for (let calls = 3; calls <= exchanges.length; calls++) {
      const { verdict, mechanism: named } = prefillEvidence(
        exchanges.slice(0, calls),
        null,
        draw.fork(String(calls)),
      );
      const word = verdict === "not honoured" ? (named ?? verdict) : verdict;
      const first = judged(mechanism, word);
      if (first !== "open") return { first, calls };
    }
    return { first: "open", calls: exchanges.length };
  },
  summarize: (draws) => ({
    analyses: draws.length,
    right: draws.filter(({ first }) => first === "right").length / draws.length,
    wrong: draws.filter(({ first }) => first === "wrong").length / draws.length,
    undecided: draws.filter(({ first }) => first === "open").length / draws.length,
    calls: draws.reduce((sum, { calls }) => sum + calls, 0) / draws.length,
  }),
  check: (summary, full) =>
    (summary.wrong ?? 1) > (full ? 0.02 : 0.34) ? [`wrong in ${summary.wrong}`] : [],
};
