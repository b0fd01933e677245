import { z } from "zod";
import { inWorld, judged, said } from "../lab/endpoint/in-world.ts";
import { unseenTemplate } from "../lab/endpoint/unseen-template.ts";
import { clopperPearson } from "../src/stats/distributions/proportion.ts";
import { random } from "../src/stats/distributions/random.ts";
import type { Simulation } from "./simulation.ts";

interface Case {
  readonly name: string;
  readonly mechanism: string;
  /** Knobs that every run has beside those that are drawn. */
  readonly knobs?: string;
  /** Skills that are drawn from. */
  readonly skills?: readonly number[];
  readonly usages?: readonly string[];
  readonly apis?: readonly string[];
  readonly unseen?: boolean;
  /** Greatest share that may be called a fake, or honest, or by another name. */
  readonly mayBeWrong: number;
}

interface Draw {
  readonly verdict: "right" | "wrong" | "open";
  readonly honoured: boolean;
  readonly named: boolean;
  readonly calls: number;
}

const usages = ["honest", "omitted", "forged:true"];
const apis = ["chat", "responses", "messages"];
const skills = [0.1, 0.3, 0.5, 0.7, 0.9];
const reasonings = ["none", "shown:0.5", "declared:0.5", "covert:0.5"];
const templates = ["chatml", "llama3", "gemma", "mistral"];
const mechanisms = ["TRUE", "CLOSED", "CONT", "INSTR", "FLIP", "DROP", "FAKE-ECHO", "REJECT"];

/** Share of runs that go through real sockets. */
const sockets = 0.05;

/**
 * The confusion matrix of `credence endpoint`: every mechanism with thoughts, usage, API, template and skill drawn at random, then with a template and
 * tokenizer that the study was not made with, then what must not be taken for a fake.
 */
export const endpointMatrix: Simulation<Case, Draw> = {
  name: "endpoint-matrix",
  analyses: 400,
  slice: 8,
  cases: [
    ...mechanisms.map(
      (mechanism): Case => ({
        name: mechanism,
        mechanism,
        mayBeWrong: mechanism === "TRUE" ? 0.01 : 0.02,
      }),
    ),
    ...mechanisms.map(
      (mechanism): Case => ({
        name: `${mechanism}, a template never seen`,
        mechanism,
        unseen: true,
        mayBeWrong: mechanism === "TRUE" ? 0.01 : 0.02,
      }),
    ),
    { name: "raw completions", mechanism: "TRUE", apis: ["completions"], mayBeWrong: 0.01 },
    { name: "honest and quantised", mechanism: "TRUE", knobs: "noise=0.1", mayBeWrong: 0.01 },
    { name: "honest and echoing", mechanism: "TRUE", knobs: "echo=yes", mayBeWrong: 0.01 },
    { name: "honest and trimming", mechanism: "TRUE", knobs: "trim=yes", mayBeWrong: 0.01 },
    {
      name: "honest, slow and jittery",
      mechanism: "TRUE",
      knobs: "latency=400,jitter=300",
      mayBeWrong: 0.01,
    },
    { name: "honest, BOS and merges", mechanism: "TRUE", knobs: "bos=yes,merges=yes", mayBeWrong: 0.01 },
    {
      name: "honest, usage forged",
      mechanism: "TRUE",
      usages: ["forged:constant", "forged:noise"],
      mayBeWrong: 0.01,
    },
    ...["CLOSED", "CONT", "INSTR", "FLIP"].map(
      (mechanism): Case => ({
        name: `${mechanism}, perfect skill, no usage`,
        mechanism,
        skills: [1],
        usages: ["omitted"],
        mayBeWrong: 0.02,
      }),
    ),
  ],
  draw: z.object({
    verdict: z.enum(["right", "wrong", "open"]),
    honoured: z.boolean(),
    named: z.boolean(),
    calls: z.number(),
  }),
  run: async (one, seed) => {
    const draw = random(seed);
    const usage = draw.pick(one.usages ?? usages);
    const reasoning = draw.pick(
      reasonings.filter((kind) => usage === "honest" || !kind.startsWith("declared")),
    );
    const api = draw.pick(one.apis ?? apis);
    const knobs = [
      `mechanism=${one.mechanism}`,
      `usage=${usage}`,
      `reasoning=${reasoning}`,
      `api=${api}`,
      `skill=${draw.pick(one.skills ?? skills)}`,
      // Raw completions are asked in a plain form.
      `template=${api === "completions" ? "plain" : draw.pick(templates)}`,
      ...(one.knobs === undefined ? [] : [one.knobs]),
    ].join(",");
    const driven = await inWorld(knobs, {
      seed,
      settings: { test: ["prefill"] },
      socket: draw.float() < sockets,
      ...(one.unseen === true ? { template: unseenTemplate } : {}),
    });
    const word = said(driven);
    return {
      verdict: judged(one.mechanism, word),
      honoured: word === "honoured",
      named: word === one.mechanism,
      calls: driven.analysis.results.prefill?.calls ?? 0,
    };
  },
  summarize: (draws, { mechanism }) => {
    const n = draws.length;
    const count = (of: (draw: Draw) => boolean): number => draws.filter(of).length;
    const wrong = count(({ verdict }) => verdict === "wrong");
    const honoured = mechanism === "TRUE" ? 0 : count((draw) => draw.honoured);
    return {
      analyses: n,
      right: count(({ verdict }) => verdict === "right") / n,
      named: count(({ named }) => named) / n,
      undecided: count(({ verdict }) => verdict === "open") / n,
      wrong: wrong / n,
      wrongAtMost: clopperPearson(wrong, n, 0.9).high,
      calledHonest: honoured / n,
      calledHonestAtMost: clopperPearson(honoured, n, 0.9).high,
      calls: draws.reduce((sum, { calls }) => sum + calls, 0) / n,
    };
  },
  check: (summary, full) => {
    const slack = full ? 0 : 0.13;
    const problems: string[] = [];
    if ((summary.wrong ?? 1) > 0.02 + slack) problems.push(`wrong in ${summary.wrong}`);
    if ((summary.calledHonest ?? 1) > 0.01 + slack)
      problems.push(`a fake called honest in ${summary.calledHonest}`);
    return problems;
  },
};
