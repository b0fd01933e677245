import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { hindcasts, type Observation } from "../src/studies/forecast/hindcast.ts";
import { selfTest } from "../src/studies/forecast/self-test.ts";
import { costsOf, readTables } from "../src/studies/forecast/tables.ts";
import { type Bench, benchRow } from "./bench.ts";
import { longRows } from "./forecast-long.ts";

const window = 5;
const reply = z.object({
  seconds: z.number(),
  version: z.string(),
  count: z.number(),
  crps: z.number(),
  logScore: z.number(),
  interval80: z.number(),
  held: z.number(),
});
type Sums = Omit<z.infer<typeof reply>, "seconds" | "version">;

/** All hindcasts of 66 technologies with all scores, the built-in self-test, and long series of a person's own. */
export const forecast: Bench = {
  name: "forecast",
  run: async () => {
    const tables = await readTables();
    const series = costsOf(tables).map(({ logCost }) => logCost);
    let tested = Number.POSITIVE_INFINITY;
    let ours = Number.POSITIVE_INFINITY;
    let sums = score(series);
    for (let i = 0; i < 3; i++) {
      const began = performance.now();
      selfTest(tables);
      const between = performance.now();
      sums = score(series);
      tested = Math.min(tested, (between - began) / 1000);
      ours = Math.min(ours, (performance.now() - between) / 1000);
    }
    const rival = await numpy(series);
    const what = `${sums.count.toLocaleString("en")} hindcasts of 66 technologies: CRPS, log score, interval score, PIT; best of 3`;
    const same = typeof rival !== "string" && agrees(sums, rival);
    const note =
      typeof rival === "string"
        ? rival
        : same
          ? `${what}; sums of all scores agree to 1e-9`
          : "the figures differ from the rival's: this is not the same work";
    const against = benchRow({
      name: "hindcasts and scores against Python",
      ours,
      rival: typeof rival === "string" || !same ? null : rival.seconds,
      ratioOf: "rival/ours",
      atLeast: 5,
      unit: "s",
      rivalName: typeof rival === "string" ? "numpy, scoringrules" : rival.version,
      note,
    });
    return [
      benchRow({
        name: "self-test within the limit",
        ours: tested,
        rival: 1,
        ratioOf: "ours/rival",
        atMost: 1,
        unit: "s",
        rivalName: "a limit of 1 s",
        note: "every published value and all METR hindcasts; best of 3",
      }),
      against,
      ...(await longRows()),
    ];
  },
};

function score(series: readonly (readonly number[])[]): Sums {
  const sums = { count: 0, crps: 0, logScore: 0, interval80: 0, held: 0 };
  for (const logs of series) {
    const points = logs.map(
      (y, year): Observation => ({ date: 1900 + year, axes: { date: 1900 + year }, y, label: "" }),
    );
    const rows = hindcasts(points, {
      axes: ["date"],
      models: ["walk"],
      horizons: Array.from({ length: logs.length }, (_, i) => i + 1),
      least: window + 1,
      window: window + 1,
    });
    sums.count += rows.length;
    for (const { crps, logScore, interval80, inside } of rows) {
      sums.crps += crps;
      sums.logScore += logScore;
      sums.interval80 += interval80;
      if (inside[1]) sums.held++;
    }
  }
  return sums;
}

function agrees(a: Sums, b: Sums): boolean {
  const near = (x: number, y: number): boolean => Math.abs(x / y - 1) < 1e-9;
  return (
    a.count === b.count &&
    a.held === b.held &&
    near(a.crps, b.crps) &&
    near(a.logScore, b.logScore) &&
    near(a.interval80, b.interval80)
  );
}

async function numpy(series: readonly (readonly number[])[]): Promise<z.infer<typeof reply> | string> {
  const python = process.env.PYTHON ?? "python3";
  const script = fileURLToPath(new URL("./forecast_rival.py", import.meta.url));
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "pipe"] });
  const [out, error] = [text(child.stdout), text(child.stderr)];
  child.stdin.on("error", () => {});
  child.stdin.end(JSON.stringify({ series, window }));
  try {
    const [code] = await once(child, "close");
    if (code !== 0)
      return `no rival: ${(await error).trim().split("\n").at(-1)}; pip install numpy scipy scoringrules`;
  } catch {
    return `no rival: ${python} cannot be started; set PYTHON`;
  }
  return reply.parse(JSON.parse(await out));
}
