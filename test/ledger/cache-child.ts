// Fills a response cache beside another process. node cache-child.ts HOME NAME COUNT
import { writeSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { openResponseCache } from "../../src/ledger/response-cache.ts";

const [home = "", name = "", count] = process.argv.slice(2);
const cache = await openResponseCache(home, (note) => writeSync(1, `note ${note}\n`));
for (let n = 0; n < Number(count); n++) {
  cache.set(`${name} ${n}`, { n, name });
  if (n % 3 === 0) await turn();
}
cache.close();
writeSync(1, "done\n");
