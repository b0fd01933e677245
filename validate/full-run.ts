import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { type Task, threads } from "../src/study/workers.ts";
import { type Chunk, chunkDraws } from "./chunk.ts";
import { making, type Results } from "./results.ts";
import type { Registered } from "./simulation.ts";

const chunkSize = 50;
const folder = new URL("../.cache/validate/", import.meta.url);
const drawn = z.array(z.unknown());
const task: Task<Chunk, readonly unknown[]> = {
  run: chunkDraws,
  module: new URL("./chunk.ts", import.meta.url),
  parse: (raw) => drawn.parse(raw),
};
const line = z.object({ codeHash: z.string(), case: z.string(), from: z.int(), draws: drawn });

/**
 * Makes all analyses of a simulation, in threads, and writes its results. Finished chunks are kept under .cache/validate and
 * are not made again as long as the sources are the same.
 *
 * @param say takes lines of progress
 */
export async function fullRun(
  simulation: Registered,
  width: number,
  say: (line: string) => void,
): Promise<Pick<Results, "cases" | "settings">> {
  const { name, analyses, cases } = simulation;
  return making(name, async (codeHash) => {
    mkdirSync(folder, { recursive: true });
    const file = new URL(`${name}.jsonl`, folder);
    const kept = finished(file, codeHash);
    const missing = cases.flatMap((one) =>
      Array.from({ length: Math.ceil(analyses / chunkSize) }, (_, i): Chunk => {
        const from = i * chunkSize;
        return { simulation: name, case: one.name, from, to: Math.min(analyses, from + chunkSize) };
      }).filter((chunk) => !kept.has(keyOf(chunk))),
    );
    const all = missing.length;
    say(`${name}: chunks of ${chunkSize} analyses: ${kept.size} were there, ${all} are to be made`);
    const workers = threads();
    const began = performance.now();
    let said = began;
    let done = 0;
    const lane = async (): Promise<void> => {
      for (let chunk = missing.shift(); chunk !== undefined; chunk = missing.shift()) {
        const draws = await workers.run(task, chunk);
        kept.set(keyOf(chunk), draws);
        // A leading line end closes a line that a killed run left torn.
        const record = { codeHash, case: chunk.case, from: chunk.from, draws };
        appendFileSync(file, `\n${JSON.stringify(record)}`);
        done++;
        const now = performance.now();
        if (now - said < 5000 && done < all) continue;
        said = now;
        const left = ((now - began) / done) * (all - done);
        say(`${name}: ${done} of ${all} chunks, about ${Math.ceil(left / 1000)} s left`);
      }
    };
    await Promise.all(Array.from({ length: width }, lane));
    return {
      settings: { analyses },
      cases: cases.map((one) => {
        const draws = Array.from({ length: Math.ceil(analyses / chunkSize) }, (_, i) =>
          kept.get(keyOf({ case: one.name, from: i * chunkSize })),
        ).flatMap((part) => part ?? []);
        return { name: one.name, summary: simulation.summarize(draws, one.name) };
      }),
    };
  });
}

function keyOf({ case: name, from }: Pick<Chunk, "case" | "from">): string {
  return `${from} ${name}`;
}

function finished(file: URL, codeHash: string): Map<string, readonly unknown[]> {
  const kept = new Map<string, readonly unknown[]>();
  if (!existsSync(file)) return kept;
  for (const text of readFileSync(file, "utf8").split("\n")) {
    const read = line.safeParse(parsed(text));
    if (read.success && read.data.codeHash === codeHash) kept.set(keyOf(read.data), read.data.draws);
  }
  return kept;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
