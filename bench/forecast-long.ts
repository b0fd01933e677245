import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { random } from "../src/stats/distributions/random.ts";
import { bestBend } from "../src/studies/forecast/bend.ts";
import type { Trend } from "../src/studies/forecast/predictive.ts";
import { type BenchRow, benchRow } from "./bench.ts";

const used = z.object({ cpu: z.number(), megabytes: z.number() });
const reply = z.object({
  seconds: z.number(),
  megabytes: z.number(),
  version: z.string(),
  bends: z.array(z.number()),
  squares: z.number(),
});

/** Points of the series, how long the whole command may take at most, in seconds of processor time, and the share of that it keeps to. */
const sizes = [
  { points: 400, limit: 5, atMost: 0.6 },
  { points: 1600, limit: 5, atMost: 0.8 },
  { points: 5000, limit: 20, atMost: 0.5 },
] as const;

/** How long a person waits for the forecasts of a long series of their own, and the search for its bend against numpy's. */
export async function longRows(): Promise<readonly BenchRow[]> {
  const whole: ((typeof sizes)[number] & z.infer<typeof used>)[] = [];
  for (const size of sizes) whole.push({ ...size, ...(await wholeCommand(size.points)) });
  const load = `load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`;
  const times = (from: number, to: number): number =>
    (whole.find(({ points }) => points === to)?.cpu ?? Number.NaN) /
    (whole.find(({ points }) => points === from)?.cpu ?? Number.NaN);
  const [from, to] = [1600, 5000];
  const exponent = Math.log(times(from, to)) / Math.log(to / from);
  return [
    ...whole.map(({ points, limit, atMost, cpu, megabytes }) =>
      benchRow({
        name: `credence forecast, ${points.toLocaleString("en")} points`,
        ...{ ours: cpu, rival: limit, ratioOf: "ours/rival", atMost, unit: "s of CPU" },
        rivalName: `a limit of ${limit} s`,
        note: `the whole command with all models and its report; peak ${megabytes.toFixed(0)} MB; ${load}`,
      }),
    ),
    benchRow({
      name: "growth from 1,600 to 5,000 points",
      ...{ ours: times(from, to), rival: (to * Math.log(to)) / (from * Math.log(from)) },
      ...{ ratioOf: "ours/rival", atMost: 1, unit: "times as long", rivalName: "n log n" },
      note: `the whole command grows with the ${exponent.toFixed(2)}th power of the points; from 400 to 1,600 points ${times(400, from).toFixed(1)} times as long; ${load}`,
    }),
    await bendRow("refit", 200, 100),
    await bendRow("cumulative", 1600, 1),
  ];
}

/** Processor time of all threads, and memory at its peak. */
async function wholeCommand(points: number): Promise<z.infer<typeof used>> {
  const folder = mkdtempSync(join(tmpdir(), "credence-forecast-"));
  try {
    const { x, y } = walk(points);
    const rows = x.map((date, i) => `${date.toFixed(5)},${2 ** (y[i] ?? 0)}`);
    writeFileSync(join(folder, "own.csv"), `date,value\n${rows.join("\n")}\n`);
    const told =
      "process.on('exit',()=>{const{user,system}=process.cpuUsage();" +
      "console.error(JSON.stringify({cpu:(user+system)/1e6,megabytes:process.resourceUsage().maxRSS/1024}))})";
    const launcher = fileURLToPath(new URL("../bin/credence.js", import.meta.url));
    const { stderr } = await promisify(execFile)(
      process.execPath,
      ["--import", `data:text/javascript,${told}`, launcher, "forecast", "own.csv"],
      { cwd: folder, env: { ...process.env, CREDENCE_HOME: join(folder, "home") }, maxBuffer: 1e8 },
    );
    return used.parse(JSON.parse(stderr.trim().split("\n").at(-1) ?? ""));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A walk that rises 20 doublings in 14 years. */
function walk(points: number): Trend {
  const source = random(`walk ${points}`);
  let level = 0;
  const x = Array.from({ length: points }, (_, i) => 2010 + (14 * i) / points);
  const y = x.map(() => {
    level += 20 / points + (3 / Math.sqrt(points)) * source.normal();
    return level;
  });
  return { x, y };
}

async function bendRow(way: "refit" | "cumulative", points: number, atLeast: number): Promise<BenchRow> {
  const { x, y } = walk(points);
  const prefixes = Array.from({ length: points - 7 }, (_, i) => ({
    x: x.slice(0, i + 8),
    y: y.slice(0, i + 8),
  }));
  let ours = Number.POSITIVE_INFINITY;
  let found = prefixes.map(bestBend);
  for (let i = 0; i < 3; i++) {
    const began = process.cpuUsage();
    found = prefixes.map(bestBend);
    ours = Math.min(ours, process.cpuUsage(began).user / 1e6);
  }
  const rival = await numpy({ x, y, way });
  const same =
    typeof rival !== "string" &&
    rival.bends.every((bend, i) => found[i]?.bend === bend) &&
    Math.abs(rival.squares / found.reduce((sum, best) => sum + (best?.squares ?? Number.NaN), 0) - 1) < 1e-9;
  return benchRow({
    name: way === "refit" ? "bends against refitting at each" : "bends against cumulative sums",
    ours,
    rival: same ? rival.seconds : null,
    ...{ ratioOf: "rival/ours", atLeast, unit: "s of CPU" },
    rivalName: typeof rival === "string" ? "numpy" : rival.version,
    note:
      typeof rival === "string"
        ? rival
        : same
          ? `the best bend of every origin of ${points.toLocaleString("en")} points; the same bends, squares within 1e-9; rival's peak ${rival.megabytes.toFixed(0)} MB`
          : "the bends differ from the rival's: this is not the same work",
  });
}

async function numpy(asked: object): Promise<z.infer<typeof reply> | string> {
  const python = process.env.PYTHON ?? "python3";
  const script = fileURLToPath(new URL("./bends_rival.py", import.meta.url));
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "pipe"] });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  const started = new Promise<void>((settle, fail) => child.once("spawn", settle).once("error", fail));
  try {
    await started;
  } catch {
    return `no rival: ${python} cannot be started; set PYTHON`;
  }
  child.stdin.on("error", () => {});
  child.stdin.end(JSON.stringify(asked));
  const [out, error] = await said;
  if (out === "") return `no rival: ${error.trim().split("\n").at(-1)}; pip install numpy`;
  return reply.parse(JSON.parse(out));
}
