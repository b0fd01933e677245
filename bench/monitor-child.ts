// Analyses scored runs in a process of its own, so that its memory can be told: prints {seconds, cpu, megabytes, rows}: wall seconds, CPU
// seconds of all threads together.
import { noUsage } from "../src/core/outcome.ts";
import { runHash } from "../src/data/run-hash.ts";
import { random } from "../src/stats/distributions/random.ts";
import { monitorConfig } from "../src/studies/monitor/config.ts";
import { monitor } from "../src/studies/monitor/index.ts";
import type { MonitorInputs } from "../src/studies/monitor/inputs.ts";
import type { MonitorRow } from "../src/studies/monitor/row.ts";
import { type MonitorTrial, type MonitorValue, trialsOf } from "../src/studies/monitor/trial.ts";
import type { Outcomes } from "../src/study/study.ts";
import { threads } from "../src/study/workers.ts";

const count = Number(process.argv[2]);
const source = random("bench/monitor");
const config = monitorConfig.parse({
  runs: ["-"],
  ...{ positive: ["yes"], negative: ["no"], group: ["g"], author: "a", suite: "s", score: "choose" },
  arms: ["prefix", "fresh", "length", "messages"],
});
const rows = Array.from({ length: count }, (_, index): MonitorRow => {
  const run = {
    id: `run ${index}`,
    source: "bench",
    messages: [
      { role: "user" as const, content: `Do number ${index}.${" Please.".repeat(index % 7)}` },
      { role: "assistant" as const, content: "Done." },
    ],
    fields: {},
  };
  const group = index % 1000;
  return {
    ...{ hash: runHash(run), run, positive: source.int(2) === 1 ? 1 : 0, measured: true },
    ...{ group: `task ${group}`, author: `author ${index % 11}`, suite: `suite ${group % 5}` },
  };
});
const inputs: MonitorInputs = {
  rows,
  about: { question: config.question, define: [], read: count, empty: [], leftOut: {}, notes: [] },
};
const outcomes: Outcomes<MonitorTrial, MonitorValue> = {
  [Symbol.asyncIterator]: async function* () {
    const noise = random("bench/monitor noise");
    const labels = new Map(rows.map(({ hash, positive }) => [hash, positive]));
    for (const trial of trialsOf(config, inputs, "choose")) {
      const score = 1 / (1 + Math.exp(-(labels.get(trial.item) ?? 0) - noise.normal()));
      yield {
        ...{ trial, key: "", result: { value: { score, mass: 1 } }, usage: noUsage },
        ...{ calls: 1, replayed: 0, attempts: 1, seconds: 0, session: 1, at: null },
      };
    }
  },
};
const cpuBefore = process.cpuUsage();
const began = performance.now();
const { results } = await monitor.analyze(config, inputs, outcomes, {
  random: random("1").fork("analyze"),
  workers: threads(),
  progress: () => {},
  registeredAt: "2026-01-01T00:00:00.000Z",
  models: {},
});
const seconds = (performance.now() - began) / 1000;
const used = process.cpuUsage(cpuBefore);
const cpu = (used.user + used.system) / 1e6;
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ seconds, cpu, megabytes, rows: results.arms[0]?.n })}\n`);
