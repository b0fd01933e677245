// Every command of docs/monitor.md, typed as it stands there.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sharedPlace } from "../command-line.ts";

test("every command of docs/monitor.md runs", async (t) => {
  const where = sharedPlace(t);
  const root = new URL("../../", import.meta.url);
  copyFileSync(new URL("assets/office/runs.jsonl", root), join(where.folder, "runs.jsonl"));
  const page = readFileSync(new URL("docs/monitor.md", root), "utf8");
  const config = /```yaml\n# monitor\.yaml\n(.*?)```/s.exec(page)?.[1];
  assert.ok(config);
  writeFileSync(join(where.folder, "monitor.yaml"), config);
  const commands = [...page.matchAll(/^credence (monitor.*)$/gm)].map(([, words = ""]) => words);
  assert.equal(commands.length, 5);
  for (const command of commands) {
    const run = await where.run(...command.split(" "), "--bootstrap", "200", "--json");
    assert.equal(run.code, 0, `${command}: ${run.error}`);
    const { claims, results } = JSON.parse(run.out);
    assert.equal(claims[0].verdict, "unresolved", command);
    if (command.includes("--config")) {
      assert.ok(
        ["auditor", "severity"].every((id) => results.arms.some((arm: { id: string }) => arm.id === id)),
      );
    }
  }
});
