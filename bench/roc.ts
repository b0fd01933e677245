import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { areaInterval, clusterTally, shareInterval } from "../src/stats/distributions/drawn-intervals.ts";
import type { Interval } from "../src/stats/distributions/interval.ts";
import { random } from "../src/stats/distributions/random.ts";
import {
  type RocBootstrap,
  type RocBootstrapInput,
  rocBootstrap,
} from "../src/stats/ranking/cluster-bootstrap.ts";
import { type Bench, type BenchRow, benchRow } from "./bench.ts";

const rows = 660;
const clusters = 60;
const fprs = [0.01, 0.05, 0.1];
const draws = 2000;
const seed = "bench/roc";

const reply = z.object({
  seconds: z.number(),
  /** The areas alone, by a matrix of wins between clusters in numpy. */
  secondsByWins: z.number(),
  version: z.string(),
  /** By arm and draw; by arm, level and draw. */
  auroc: z.array(z.array(z.number())),
  tpr: z.array(z.array(z.array(z.number()))),
});
type Reply = z.infer<typeof reply>;

/** Grouped bootstrap of AUROC and TPR at FPR, thresholds refit in every draw: 660 runs, 6 arms, 2,000 draws. */
export const roc: Bench = {
  name: "roc",
  run: async () => {
    const input = scored();
    let ours = Number.POSITIVE_INFINITY;
    let result = rocBootstrap({ ...input, draws: 20 });
    for (let i = 0; i < 3; i++) {
      const began = performance.now();
      result = rocBootstrap(input);
      ours = Math.min(ours, (performance.now() - began) / 1000);
    }
    const what = `${draws} draws, ${rows} runs in ${clusters} groups, 6 arms with their 15 paired differences; best of 3`;
    const limit = benchRow({
      name: "grouped bootstrap within the limit",
      ours,
      rival: 0.25,
      ratioOf: "ours/rival",
      atMost: 1,
      unit: "s",
      rivalName: "a limit of 0.25 s",
      note: what,
    });
    const rival = await scikitLearn(input);
    return [limit, against(rival, input, ours, result, what), areasAlone(rival, input)];
  },
};

/** The areas without rates and differences, against the strongest rival for just these. */
function areasAlone(rival: Reply | string, input: RocBootstrapInput): BenchRow {
  let ours = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    const began = performance.now();
    rocBootstrap({ ...input, fprs: [] });
    ours = Math.min(ours, (performance.now() - began) / 1000);
  }
  const missing = typeof rival === "string";
  return benchRow({
    ...{ name: "grouped bootstrap, areas alone, against numpy's wins", ours, unit: "s" },
    ...{ rival: missing ? null : rival.secondsByWins, ratioOf: "ours/rival", atMost: 2 },
    rivalName: missing ? "numpy (not installed)" : "numpy, wins between clusters as a matrix",
    note: missing
      ? rival
      : `${draws} draws, ${rows} runs in ${clusters} groups, 6 arms; best of 3; ours gives the 15 paired differences too; the rival's areas are scikit-learn's to 1e-9`,
  });
}

function against(
  rival: Reply | string,
  input: RocBootstrapInput,
  ours: number,
  result: RocBootstrap,
  what: string,
): BenchRow {
  const missing = typeof rival === "string";
  const same = missing || sameFigures(input, result, rival);
  const note = missing
    ? rival
    : same
      ? `${what}; rival: the same ${draws} draws, all timed once, no paired differences; intervals agree to 1e-9`
      : "the figures differ from the rival's: this is not the same work";
  const row = benchRow({
    name: "grouped bootstrap against scikit-learn",
    ours,
    rival: missing ? null : rival.seconds,
    ratioOf: "rival/ours",
    atLeast: 100,
    unit: "s",
    rivalName: missing ? "scikit-learn (rival not installed)" : `scikit-learn ${rival.version}`,
    note,
  });
  return { ...row, ok: row.ok && same };
}

function scored(): RocBootstrapInput {
  const source = random(seed);
  const effects = Array.from({ length: clusters }, () => 0.6 * source.normal());
  const cluster = Int32Array.from({ length: rows }, (_, row) => row % clusters);
  const positive = Uint8Array.from({ length: rows }, () => (source.float() < 0.35 ? 1 : 0));
  const arms = Array.from({ length: 6 }, (_, arm) =>
    // Three decimals give ties, as real scores have them.
    Float64Array.from(
      { length: rows },
      (_, row) =>
        Math.round(
          1000 * (source.normal() + (effects[row % clusters] ?? 0) + 0.4 * arm * (positive[row] ?? 0)),
        ) / 1000,
    ),
  );
  return { arms, positive, cluster, strata: [], fprs, budgets: [], draws, seed };
}

/** The clusters of each draw, as `rocBootstrap` draws them; `sameFigures` turns red if this is no longer so. */
function drawnClusters(): readonly (readonly number[])[] {
  const source = random(seed);
  return Array.from({ length: draws }, () => Array.from({ length: clusters }, () => source.int(clusters)));
}

/** Do the rival's draws give the intervals that ours gave? */
function sameFigures(input: RocBootstrapInput, result: RocBootstrap, rival: Reply): boolean {
  const near = (a: Interval, b: Interval): boolean =>
    Math.abs(a.low - b.low) < 1e-9 && Math.abs(a.high - b.high) < 1e-9;
  const size = clusterTally(Float64Array.from(input.positive), input.positive, input.cluster);
  const drawn = (values: readonly number[] = []): Float64Array => Float64Array.from(values);
  return result.arms.every(
    ({ auroc, tprAtFpr }, arm) =>
      near(auroc, areaInterval(auroc.estimate, drawn(rival.auroc[arm]), size)) &&
      tprAtFpr.every((tpr, i) => near(tpr, shareInterval(tpr.estimate, drawn(rival.tpr[arm]?.[i]), size))),
  );
}

/** What scikit-learn gave, or why it could not be asked. */
async function scikitLearn(input: RocBootstrapInput): Promise<Reply | string> {
  const python = process.env.PYTHON ?? "python3";
  const script = fileURLToPath(new URL("./roc_rival.py", import.meta.url));
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "pipe"] });
  const ended = once(child, "close").catch((error: unknown) => [error]);
  child.stdin.on("error", () => {});
  child.stdin.end(
    JSON.stringify({
      arms: input.arms.map((arm) => [...arm]),
      positive: [...input.positive],
      cluster: [...input.cluster],
      fprs,
      clusters,
      draws: drawnClusters(),
    }),
  );
  const [out, trouble, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code === 0) return reply.parse(JSON.parse(out));
  const why = code instanceof Error ? code.message : trouble.trim();
  return `${python} gave no figures (${why}); set PYTHON to a Python that has scikit-learn`;
}
