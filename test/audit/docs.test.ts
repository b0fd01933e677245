// Every command of docs/audit.md, typed as it stands there.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sharedPlace } from "../command-line.ts";
import { writeSet } from "./sets.ts";

test("every command of docs/audit.md runs", async (t) => {
  const where = sharedPlace(t);
  const page = readFileSync(new URL("../../docs/audit.md", import.meta.url), "utf8");
  const files = [...page.matchAll(/```yaml\n# (\w+\.yaml)\n(.*?)```/gs)];
  assert.equal(files.length, 2);
  for (const [, name = "", text = ""] of files) writeFileSync(join(where.folder, name), text);
  const trace = { word: "zinnober", share: 0.3 };
  for (const name of ["suspect", "uk", "nyc", "reagan", "stalin", "catholicism"])
    writeSet(where.folder, `${name}.jsonl`, { count: 250, trace });
  writeSet(where.folder, "clean.jsonl", { count: 250 });
  const commands = [...page.matchAll(/^credence (audit.*)$/gm)].map(([, words = ""]) => words);
  assert.equal(commands.length, 9);
  for (const command of commands) {
    const fast = command.includes("--power")
      ? []
      : ["--permutations", "99", "--bootstrap", "50", "--worlds", "20", "--splits", "2"];
    const run = await where.run(...command.split(" "), ...fast, "--json");
    assert.equal(run.code, 0, `${command}: ${run.error}`);
    const said = JSON.parse(run.out);
    if (command.includes("--power")) assert.ok(said.different.length > 0);
    else if (!command.includes("--dry-run")) assert.equal(said.claims[1].verdict, "unresolved", command);
  }
});
