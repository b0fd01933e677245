// The office runs put to a server in the form of Anthropic's API, which writes ratings and keeps a prompt cache.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { place } from "../command-line.ts";
import { messagesServer } from "../servers/anthropic-messages.ts";

const office = resolve(import.meta.dirname, "../../assets/office/runs.jsonl");
const key = "sk-ant-secret-1234";
const rows = 16;
const draws = 5;

const usage = z.object({ uncachedInput: z.number(), cacheRead: z.number(), cacheWrite: z.number() });
const findings = z.object({
  results: z.object({
    arms: z.array(z.object({ id: z.string(), n: z.number() })),
  }),
  cost: z.object({
    usd: z.null(),
    arms: z.array(z.object({ name: z.string(), calls: z.number(), usage })),
  }),
});

test("office runs are rated through Anthropic's API; arms that share the run's prefix read it from the cache", async (t) => {
  const server = await messagesServer(t, (request) => {
    const rating = createHash("md5").update(JSON.stringify(request.messages)).digest().readUInt8(0) % 11;
    return { content: [{ type: "text", text: String(rating) }] };
  });
  const where = place(t, { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url });
  const lines = readFileSync(office, "utf8")
    .split("\n")
    .filter((line) => /"label":"attack_/.test(line));
  writeFileSync(join(where.folder, "runs.jsonl"), `${lines.slice(0, rows).join("\n")}\n`);
  const settings = ["--label", "label", "--positive", "attack_succeeded", "--negative", "attack_resisted"];
  const arms = ["--group", "meta.task", "--arms", "prefix,prefix-same-turn,fresh,length"];
  const words = ["monitor", "runs.jsonl", ...settings, ...arms, "--model", "anthropic:fake", "--json"];
  const run = await where.run(...words);
  assert.equal(run.code, 0, run.error);
  const { results, cost } = findings.parse(JSON.parse(run.out));
  assert.deepEqual(
    results.arms.map(({ id, n }) => [id, n]),
    [
      ["prefix", rows],
      ["prefix-same-turn", rows],
      ["fresh", rows],
      ["length", rows],
    ],
  );
  assert.equal(server.refused(), null);
  // Without probabilities every question is drawn five times, at the API's own temperature.
  assert.equal(server.requests.length, 3 * rows * draws);
  assert.ok(server.requests.every(({ temperature }) => temperature === undefined));

  const of = (name: string): z.infer<typeof usage> => {
    const line = cost.arms.find((arm) => arm.name === name);
    assert.ok(line !== undefined && line.calls === rows * draws);
    return line.usage;
  };
  for (const arm of ["prefix", "prefix-same-turn", "fresh"]) {
    assert.ok(of(arm).cacheWrite > 0);
    assert.ok(of(arm).cacheRead >= 3 * of(arm).cacheWrite, `${arm} reads what it has written`);
  }
  // What the first arm has written of a run the second finds: it writes its own question alone.
  assert.ok(of("prefix-same-turn").cacheWrite < of("prefix").cacheWrite / 2);

  const files = readdirSync(where.folder, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  assert.ok(files.length > 3);
  for (const { parentPath, name } of files) {
    assert.ok(!readFileSync(join(parentPath, name)).includes(key), `${name} holds the key`);
  }
  assert.ok(!(run.out + run.error).includes(key));
});

test("without a key the run says which variable to set, before anything is asked", async (t) => {
  const where = place(t);
  const settings = ["--label", "label", "--positive", "attack_succeeded", "--negative", "attack_resisted"];
  const run = await where.run(
    "monitor",
    office,
    ...settings,
    "--group",
    "meta.task",
    "--model",
    "anthropic:fake",
  );
  assert.notEqual(run.code, 0);
  assert.match(run.error, /ANTHROPIC_API_KEY/);
});
