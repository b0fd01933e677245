// Measures what a journal of N outcomes keeps in memory, and its speed. node --expose-gc memory-child.ts FOLDER N
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { openLedger } from "../../src/ledger/index.ts";
import { record, registration } from "./samples.ts";

const [folder = "", words] = process.argv.slice(2);
const count = Number(words);
const ledger = await openLedger({ root: folder, home: join(folder, "home") });
const made = await ledger.create(registration(), { out: join(folder, "run") });
const began = performance.now();
let next = 0;
await Promise.all(
  Array.from({ length: 64 }, async () => {
    while (next < count) await made.append(record(next++));
  }),
);
const appendSeconds = (performance.now() - began) / 1000;
await made.close();

const before = await held();
const opening = performance.now();
const run = await ledger.open(join(folder, "run"), "write");
const openSeconds = (performance.now() - opening) / 1000;
const bytes = (await held()) - before;

let reading = performance.now();
for (let n = 0; n < count; n++)
  if ((await run.outcome(record(n).key))?.calls !== 1) throw new Error(`lost ${n}`);
const inOrderSeconds = (performance.now() - reading) / 1000;
reading = performance.now();
const some = Math.min(20_000, count);
for (let n = 0; n < some; n++) {
  const one = (n * 7919) % count;
  if ((await run.outcome(record(one).key))?.calls !== 1) throw new Error(`lost ${one}`);
}
const anyOrderMicroseconds = ((performance.now() - reading) * 1000) / some;
await run.close();
ledger.close();
console.log(
  JSON.stringify({
    bytes,
    appendsPerSecond: count / appendSeconds,
    openSeconds,
    inOrderSeconds,
    anyOrderMicroseconds,
  }),
);

async function held(): Promise<number> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error("run with --expose-gc");
  for (let i = 0; i < 3; i++) {
    gc();
    await turn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
