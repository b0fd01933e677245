// A server that is away is no finding: the run says so, keeps what it has, and measures the rest when asked again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sharedPlace } from "./command-line.ts";
import { writeRuns } from "./runs.ts";
import { yesNoServer } from "./servers/yes-no.ts";

const mapping = ["--label", "label", "--positive", "bad", "--negative", "good", "--group", "task"];

test("an outage ends a run as interrupted, records nothing, and resuming measures what is left", async (t) => {
  let away = true;
  let after = Number.POSITIVE_INFINITY;
  const server = await yesNoServer(t, { down: () => away || server.answered() >= after });
  const where = sharedPlace(t);
  writeRuns(join(where.folder, "runs.jsonl"), 20);
  const asked = [
    "--arms",
    "fresh",
    "--model",
    server.url,
    "--retry-seconds",
    "1",
    "--out",
    "run",
    "--concurrency",
    "1",
  ];
  const dead = await where.run("monitor", "runs.jsonl", ...mapping, ...asked);
  assert.equal(dead.code, 1, dead.error);
  assert.match(dead.error, /Nothing was measured: every call to .* failed: no connection/);
  assert.match(dead.error, /credence resume \w+\n$/, "the way on is the last line");
  assert.equal(dead.out, "", "no report");
  const outcomes = (): number =>
    readFileSync(join(where.folder, "run/outcomes.jsonl"), "utf8").split('"result"').length - 1;
  assert.equal(outcomes(), 0);

  away = false;
  after = 7;
  const cut = await where.run("resume", "run", "--retry-seconds", "1", "--concurrency", "1");
  assert.equal(cut.code, 1, cut.error);
  assert.match(cut.error, /An outage cut the run short: every call to/);
  assert.ok(outcomes() > 0 && outcomes() <= 7, `${outcomes()}`);

  after = Number.POSITIVE_INFINITY;
  const done = await where.run("resume", "run", "--json");
  assert.equal(done.code, 0, done.error);
  assert.equal(outcomes(), 20);
  assert.equal(JSON.parse(done.out).cost.total.trials, 20);
});
