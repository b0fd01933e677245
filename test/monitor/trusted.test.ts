// Two models in one run: the monitor and a trusted one, each behind its own socket.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { sharedPlace } from "../command-line.ts";
import { writeRuns } from "../runs.ts";
import { yesNoServer } from "../servers/yes-no.ts";

const settings = ["--label", "label", "--positive", "bad", "--negative", "good", "--group", "task"];
const findings = z.object({
  results: z.object({
    arms: z.array(z.object({ id: z.string(), n: z.number() })),
    armsLeftOut: z.array(z.object({ id: z.string(), reason: z.string() })),
    comparisons: z.array(z.object({ a: z.string(), b: z.string() })),
  }),
  cost: z.object({ arms: z.array(z.object({ name: z.string(), calls: z.number() })) }),
});

test("the trusted model is asked the trusted arm's questions and no other, and is compared on the same runs", async (t) => {
  const [monitor, trusted] = [await yesNoServer(t), await yesNoServer(t)];
  const where = sharedPlace(t);
  writeRuns(join(where.folder, "runs.jsonl"), 30);
  const models = ["--model", monitor.url, "--trusted", trusted.url];
  const words = ["monitor", "runs.jsonl", ...settings, "--arms", "prefix,fresh,trusted,length", ...models];
  const run = await where.run(...words, "--json");
  assert.equal(run.code, 0, run.error);
  const { results, cost } = findings.parse(JSON.parse(run.out));
  assert.deepEqual(
    results.arms.map(({ id, n }) => [id, n]),
    [
      ["prefix", 30],
      ["fresh", 30],
      ["trusted", 30],
      ["length", 30],
    ],
  );
  assert.ok(results.comparisons.some(({ a, b }) => a === "trusted" && b === "fresh"));
  assert.equal(cost.arms.find(({ name }) => name === "trusted")?.calls, 30);
  const asked = ({ seen }: typeof monitor): number =>
    [...seen.values()].reduce((sum, count) => sum + count, 0);
  assert.equal(asked(trusted), 30);
  // The one question that finds out whether there are probabilities is part of the plan.
  assert.equal(asked(monitor), 60);

  const dry = await where.run(...words, "--dry-run");
  assert.match(dry.out, /trusted/);
});

test("without a trusted model its arm is left out, and that is said", async (t) => {
  const server = await yesNoServer(t);
  const where = sharedPlace(t);
  writeRuns(join(where.folder, "runs.jsonl"), 20);
  const arms = ["--arms", "fresh,trusted"];
  const run = await where.run("monitor", "runs.jsonl", ...settings, ...arms, "--model", server.url, "--json");
  assert.equal(run.code, 0, run.error);
  const { results } = findings.parse(JSON.parse(run.out));
  assert.deepEqual(results.armsLeftOut, [
    { id: "trusted", reason: "no trusted model was named (--trusted MODEL)" },
  ]);
  assert.deepEqual(
    results.arms.map(({ id }) => id),
    ["fresh"],
  );
});

test("a trusted model that is the monitor model itself: said before the run and in its report", async (t) => {
  const where = sharedPlace(t);
  writeRuns(join(where.folder, "runs.jsonl"), 20);
  const models = ["--model", "scripted:coin", "--trusted", "scripted:coin"];
  const words = ["monitor", "runs.jsonl", ...settings, "--arms", "fresh,trusted", ...models, "--json"];
  const said = (notes: unknown): boolean =>
    JSON.stringify(notes).includes("is the monitor model itself (scripted:coin)");
  const dry = await where.run(...words, "--dry-run");
  assert.ok(said(JSON.parse(dry.out).notes), dry.out);
  const run = await where.run(...words);
  assert.ok(said(JSON.parse(run.out).warnings), run.error);
  const other = await where.run(...words, "--trusted", "scripted:even");
  assert.ok(!said(JSON.parse(other.out).warnings), other.error);
});
