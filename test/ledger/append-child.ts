// Appends records to a run as fast as the disk takes them and says on stdout which ones the ledger confirmed.
// node append-child.ts FOLDER(a run, or where to make one) HOME FIRST LAST CONCURRENCY
import { existsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { openLedger } from "../../src/ledger/index.ts";
import { numbered } from "./numbered.ts";
import { registration } from "./samples.ts";

const [folder = "", home = "", first, last, concurrency] = process.argv.slice(2);
const ledger = await openLedger({ root: join(folder, ".."), home });
const run = existsSync(join(folder, "run.json"))
  ? await ledger.open(folder, "write")
  : await ledger.create(registration(), { out: folder });
say("open");
let next = Number(first);
const lane = async (): Promise<void> => {
  while (next < Number(last)) {
    const n = next++;
    try {
      await run.append(numbered(n));
    } catch (error) {
      say(`error ${error instanceof Error && "code" in error ? error.code : error}`);
      return;
    }
    say(`kept ${n}`);
  }
};
await Promise.all(Array.from({ length: Number(concurrency) }, lane));
await run.close();
ledger.close();
say("done");

/** Written at once, so that a kill takes back nothing that was said. */
function say(word: string): void {
  writeSync(1, `${word}\n`);
}
