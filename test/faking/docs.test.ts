// The commands of docs/faking.md that need no server, as they stand there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sharedPlace } from "../command-line.ts";

test("the commands of docs/faking.md run, and a model that answers no letter is invalid", async (t) => {
  const { run } = sharedPlace(t);
  const page = readFileSync(new URL("../../docs/faking.md", import.meta.url), "utf8");
  const commands = [...page.matchAll(/^credence (.*(?:scripted|--power).*)$/gm)].map(([, words = ""]) =>
    words.split(" "),
  );
  assert.equal(commands.length, 3);
  const [power, dry, real] = await Promise.all(commands.map((words) => run(...words)));
  assert.equal(power?.code, 0, power?.error);
  assert.match(
    power?.out ?? "",
    /What 40 items in 20 clusters could show[\s\S]*written, 3 blocks in 4 families/,
  );
  assert.equal(dry?.code, 0, dry?.error);
  assert.match(dry?.out ?? "", /behaviour +0 to 480/);
  assert.equal(real?.code, 0, real?.error);
  assert.match(real?.out ?? "", /! Invalid +faking\/C1/);
});
