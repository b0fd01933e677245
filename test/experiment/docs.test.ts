// docs/experiment.md: its file, its commands and its first screen, as they stand there.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { hasty } from "../../lab/experiment/hasty.ts";
import { serveHandler } from "../../src/models/scripted/serve.ts";
import { sharedPlace } from "../command-line.ts";

const page = readFileSync(new URL("../../docs/experiment.md", import.meta.url), "utf8");
const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
const address = "http://127.0.0.1:8000/v1#hasty";

test("the file of docs/experiment.md runs by its commands, and its first screen is what they print", async (t) => {
  const { folder, run } = sharedPlace(t);
  const served = await serveHandler("hasty", hasty);
  t.after(() => served.close());
  writeFileSync(join(folder, "deadline.yaml"), yaml);
  const rows = ["calm", "rushed"].flatMap((arm) =>
    [0, 1].flatMap((again) =>
      Array.from(
        { length: 20 },
        (_, i) => `t${i},${arm},${again},${(i + again) % (arm === "calm" ? 2 : 3) === 0}`,
      ),
    ),
  );
  writeFileSync(join(folder, "outcomes.csv"), `task,condition,run,cheated\n${rows.join("\n")}\n`);
  const commands = [...page.matchAll(/^credence (.*)$/gm)]
    .map(([, words = ""]) => words)
    .filter((words) => !words.includes("smollm2"));
  assert.equal(commands.length, 4);
  const printed: string[] = [];
  for (const words of commands) {
    const { code, out, error } = await run(...words.replace(address, served.reference).split(" "));
    assert.equal(code, 0, `${words}\n${out}${error}`);
    printed.push(out);
  }
  const shown = [...page.matchAll(/```\n(Asking back[\s\S]*?)```/g)].map(([, block = ""]) => block);
  const lines = (text: string): string[] =>
    text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("credence experiment ·"));
  assert.deepEqual(lines(printed[1] ?? ""), lines(shown[0] ?? ""));
  assert.match(printed[0] ?? "", /behaviour +0 to 384/);
  assert.match(printed[2] ?? "", /Invalid +experiment\/C1/);
  assert.match(printed[3] ?? "", /rushed less calm/);
});
