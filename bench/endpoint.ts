import { availableParallelism, loadavg } from "node:os";
import { inWorld, judged, said } from "../lab/endpoint/in-world.ts";
import { inProcess, streamed } from "../lab/in-process.ts";
import { random } from "../src/stats/distributions/random.ts";
import { endpoint } from "../src/studies/endpoint/index.ts";
import { targetsOf } from "../src/studies/endpoint/targets.ts";
import { type Bench, type BenchRow, benchRow } from "./bench.ts";

const seeds = 40;

/** What weighing many calls takes, and how many calls an endpoint with a clear answer takes. */
export const endpointBench: Bench = {
  name: "endpoint",
  run: async () => {
    const rows = [await analysis()];
    for (const mechanism of ["TRUE", "CONT", "DROP"]) rows.push(await callsOf(mechanism));
    return rows;
  },
};

async function analysis(): Promise<BenchRow> {
  const { config, outcomes } = await inWorld("reasoning=covert:0.1,skill=0.8", {
    settings: { reasoningCalls: 7200, stepCalls: 1000 },
  });
  const load = loadavg()[0]?.toFixed(1);
  let seconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const began = performance.now();
    await endpoint.analyze(config, { targets: targetsOf(config), saved: [] }, streamed(outcomes), {
      random: random("bench"),
      workers: inProcess,
      progress: () => {},
      registeredAt: "2026-01-01T00:00:00.000Z",
      models: {},
    });
    seconds = Math.min(seconds, (performance.now() - began) / 1000);
  }
  // As many calls as named, or the row is about something else.
  const enough = outcomes.length >= 9_000;
  return benchRow({
    ...{ name: "analysis of 10,000 calls", ours: enough ? (seconds * 10_000) / outcomes.length : null },
    ...{ rival: 5, ratioOf: "ours/rival", atMost: 1, unit: "s", rivalName: "a limit of 5 s" },
    note: `${outcomes.length} calls made in process, time per call times 10,000; best of 3; load average ${load} on ${availableParallelism()} cores`,
  });
}

async function callsOf(mechanism: string): Promise<BenchRow> {
  let calls = 0;
  const ends = { right: 0, open: 0, wrong: 0 };
  for (let seed = 0; seed < seeds; seed++) {
    const driven = await inWorld(`mechanism=${mechanism},skill=0.2`, {
      seed: `bench ${seed}`,
      settings: { test: ["prefill"] },
    });
    calls += driven.analysis.results.prefill?.calls ?? driven.outcomes.length;
    ends[judged(mechanism, said(driven))]++;
  }
  return benchRow({
    ...{ name: `calls until the prefill's verdict, ${mechanism}`, ours: calls / seeds },
    ...{ rival: 40, ratioOf: "ours/rival", atMost: 1, unit: "calls", rivalName: "a limit of 40" },
    note: `mean of ${seeds} seeds, skill .2, honest usage; ${ends.right} right, ${ends.open} undecided, ${ends.wrong} wrong`,
  });
}
