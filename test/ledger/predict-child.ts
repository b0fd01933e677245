// Writes predictions into a register, one at a time, and says so. node predict-child.ts HOME NAME COUNT
import { writeSync } from "node:fs";
import { openRegister } from "../../src/ledger/register.ts";

const [home = "", name = "", count] = process.argv.slice(2);
const register = openRegister(home);
for (let n = 0; n < Number(count); n++) {
  await register.append((predictions) => [
    {
      t: "predicted",
      id: `${name} ${n}`,
      claim: "monitor/C1",
      credence: { supported: 0.5, contradicted: 0.5, undecided: 0 },
      because: `after ${predictions.length}`,
      at: new Date().toISOString(),
    },
  ]);
  writeSync(1, `kept ${name} ${n}\n`);
}
writeSync(1, "done\n");
