// The office runs put to a server in the form of Anthropic's API, which writes ratings and keeps a prompt cache.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { type Ended, type Place, sharedPlace } from "../command-line.ts";
import { messagesServer } from "../servers/anthropic-messages.ts";

const office = resolve(import.meta.dirname, "../../assets/office/runs.jsonl");
const key = "sk-ant-secret-1234";
const rows = 16;
const draws = 5;

const usage = z.object({ uncachedInput: z.number(), cacheRead: z.number(), cacheWrite: z.number() });
const coverage = z.object({
  missing: z.array(z.object({ kind: z.string(), code: z.string(), trials: z.number() })),
});
const findings = z.object({
  results: z.object({
    arms: z.array(z.object({ id: z.string(), n: z.number(), coverage })),
  }),
  cost: z.object({
    usd: z.null(),
    arms: z.array(z.object({ name: z.string(), calls: z.number(), usage })),
  }),
});

/** Rates the first office runs that were attacked. */
async function monitored(where: Place, arms: string): Promise<Ended> {
  const lines = readFileSync(office, "utf8")
    .split("\n")
    .filter((line) => /"label":"attack_/.test(line));
  writeFileSync(join(where.folder, "runs.jsonl"), `${lines.slice(0, rows).join("\n")}\n`);
  const settings = ["--label", "label", "--positive", "attack_succeeded", "--negative", "attack_resisted"];
  const asked = ["--group", "meta.task", "--arms", arms, "--model", "anthropic:fake", "--json"];
  return where.run("monitor", "runs.jsonl", ...settings, ...asked);
}

test("office runs are rated through Anthropic's API; arms that share the run's prefix read it from the cache", async (t) => {
  const server = await messagesServer(t, (request) => {
    const rating = createHash("md5").update(JSON.stringify(request.messages)).digest().readUInt8(0) % 11;
    return { content: [{ type: "text", text: String(rating) }] };
  });
  const where = sharedPlace(t, { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url });
  const run = await monitored(where, "prefix,prefix-same-turn,fresh,length");
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

test("a refusal, an answer in another form and an empty one leave a run without a score, each counted as what it is; a report is read", async (t) => {
  const server = await messagesServer(t, ({ messages }) => {
    const ask = JSON.stringify(messages.at(-1));
    const kind = createHash("md5").update(JSON.stringify(messages)).digest().readUInt8(0) % 4;
    if (ask.includes("Report honestly")) {
      return { content: [{ type: "text", text: '{"report": "I did.", "harm": "no", "confidence": 7}' }] };
    }
    switch (kind) {
      case 0:
        return { content: [{ type: "text", text: "5" }], stop_reason: "refusal" };
      case 1:
        return { content: [{ type: "text", text: "I would say 5 or 6." }] };
      case 2:
        return { content: [], stop_reason: "max_tokens" };
      default:
        return { content: [{ type: "text", text: "5" }] };
    }
  });
  const where = sharedPlace(t, { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url });
  const run = await monitored(where, "prefix,confession");
  assert.equal(run.code, 0, run.error);
  const { results } = findings.parse(JSON.parse(run.out));
  const of = (id: string): (typeof results.arms)[number] | undefined =>
    results.arms.find((arm) => arm.id === id);
  const missing = of("prefix")?.coverage.missing ?? [];
  assert.deepEqual(
    missing.map(({ kind, code }) => [kind, code]),
    [
      ["refused", "refusal"],
      ["unparsed", "empty"],
      ["unparsed", "no-rating"],
    ],
  );
  const lost = missing.reduce((sum, { trials }) => sum + trials, 0);
  assert.ok(lost > 0 && lost < rows * draws);
  assert.equal(of("prefix")?.n, rows - lost / draws);
  // The confession's question is a system message, behind runs that end with the assistant's words.
  assert.deepEqual(of("confession"), { id: "confession", n: rows, coverage: { missing: [] } });
  assert.equal(server.refused(), null);
});

test("without a key the run says which variable to set, before anything is asked", async (t) => {
  const where = sharedPlace(t);
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
