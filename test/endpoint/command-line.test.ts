// `credence endpoint` as a person types it, on simulated endpoints and on servers that refuse.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { listen, parseKnobs, simulatedEndpoint } from "../../src/worlds/endpoints/index.ts";
import { type Ended, type Place, place, sharedPlace } from "../command-line.ts";

/** What `--json` prints, as far as it is read here. */
interface Printed {
  readonly claims: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly estimate: number | null;
  }[];
  readonly warnings: readonly string[];
  readonly results: {
    readonly calls: number;
    readonly prefill: {
      readonly verdict: string;
      readonly mechanism: string | null;
      readonly calls: number;
    } | null;
    readonly reasoning: {
      readonly verdict: string;
      readonly rate: number;
      readonly low: number;
      readonly high: number;
    } | null;
    readonly endpoints: readonly {
      readonly reference: string;
      readonly trouble: string | null;
      readonly calls: number;
      readonly prefill: { readonly verdict: string } | null;
    }[];
    readonly saved: {
      readonly replies: number;
      readonly unfinished: number;
      readonly refused: number;
    } | null;
  };
}

function printed(ended: Ended, code = 0): Printed {
  assert.equal(ended.code, code, ended.error);
  return JSON.parse(ended.out);
}

const simulated = async (where: Place, knobs: string, ...more: readonly string[]): Promise<Printed> =>
  printed(await where.run("endpoint", "--simulate", knobs, "--json", ...more));

/** Folder of the only run of a place. */
function runFolder(where: Place): string {
  const root = join(where.folder, "credence-runs");
  const [name, ...others] = readdirSync(root);
  assert.equal(others.length, 0);
  return join(root, name ?? "");
}

function told(ended: Ended, ...patterns: readonly RegExp[]): void {
  assert.equal(ended.code, 2, ended.error);
  for (const pattern of patterns) assert.match(ended.error, pattern);
  assert.ok(!/\n\s+at .*:\d+:\d+/.test(ended.error), `no stack for a person: ${ended.error}`);
}

test("an honest endpoint is honoured, with a guarantee, within the calls that are allowed", async (t) => {
  const { claims, results } = await simulated(sharedPlace(t), "skill=0.2", "--test", "prefill");
  assert.deepEqual([claims[0]?.id, claims[0]?.verdict], ["C1", "supported"]);
  assert.deepEqual([results.prefill?.verdict, results.prefill?.mechanism], ["honoured", "TRUE"]);
  assert.ok(results.calls <= 260, `${results.calls} calls`);
  assert.equal(results.reasoning, null);
  assert.equal(claims[1]?.verdict, "unresolved");
});

test("a hidden turn is found and named, a refusal is a refusal", async (t) => {
  const cont = await simulated(sharedPlace(t), "mechanism=CONT,skill=0.2", "--test", "prefill");
  assert.equal(cont.claims[0]?.verdict, "contradicted");
  assert.equal(cont.results.prefill?.verdict, "not honoured");
  // One run in a few does not tell it from other fakes; it never gets another name.
  assert.ok(["CONT", null].includes(cont.results.prefill?.mechanism ?? null));
  const where = sharedPlace(t);
  const reject = await simulated(where, "mechanism=REJECT,api=messages", "--test", "prefill");
  assert.deepEqual(
    [reject.results.prefill?.verdict, reject.results.prefill?.mechanism],
    ["rejected", "REJECT"],
  );
  assert.equal(reject.claims[0]?.verdict, "contradicted");
  assert.ok(reject.results.calls <= 15, "nothing more is asked of it");
  const report = readFileSync(join(runFolder(where), "report.md"), "utf8");
  assert.match(report, /it is rejected: status 400/);
});

test("covert reasoning contradicts the claim that it is off; without any the claim holds", async (t) => {
  const test = ["--test", "reasoning", "--concurrency", "16"];
  const covert = await simulated(
    sharedPlace(t),
    "reasoning=covert:1,skill=0.9,pace=0",
    ...test,
    "--reasoning-calls",
    "20",
  );
  assert.deepEqual([covert.claims[1]?.id, covert.claims[1]?.verdict], ["C2", "contradicted"]);
  assert.equal(covert.results.reasoning?.verdict, "covert");
  assert.ok((covert.results.reasoning?.low ?? 0) > 0.05);
  assert.equal(covert.results.prefill, null);
  const calm = await simulated(sharedPlace(t), "skill=0.9,pace=0", ...test, "--rate", "15");
  assert.equal(calm.claims[1]?.verdict, "supported");
  assert.equal(calm.results.reasoning?.verdict, "no evidence");
  assert.ok((calm.results.reasoning?.high ?? 1) < 0.15);
});

async function served(t: TestContext, knobs: string): Promise<string> {
  const server = await listen(simulatedEndpoint(parseKnobs(knobs)));
  t.after(server.close);
  return server.url;
}

test("two endpoints are compared side by side, each by its own API", async (t) => {
  const honest = `${await served(t, "skill=0.2")}#one`;
  const faking = `${await served(t, "mechanism=DROP,skill=0.2,api=messages")}?api=messages#two`;
  const where = sharedPlace(t);
  const { results, claims } = printed(
    await where.run("endpoint", honest, faking, "--test", "prefill", "--json"),
  );
  assert.deepEqual(
    results.endpoints.map(({ reference, prefill }) => [reference, prefill?.verdict]),
    [
      [honest, "honoured"],
      [faking, "not honoured"],
    ],
  );
  assert.equal(results.prefill, null, "with several endpoints there is no one answer");
  assert.equal(claims[0]?.verdict, "contradicted");
  const report = readFileSync(join(runFolder(where), "report.md"), "utf8");
  assert.match(report, /side by side/);
  assert.match(report, /not honoured \(DROP\)/);
});

test("a dry run says what it would take and asks nothing", async (t) => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.end();
  });
  const url = await onLoopback(t, server);
  const where = sharedPlace(t);
  const dry = await where.run("endpoint", `${url}#m`, "--dry-run");
  assert.equal(dry.code, 0, dry.error);
  assert.match(dry.out, /150 to 400 where they are honoured/);
  assert.match(dry.out, /140 calls with reasoning off/);
  assert.equal(asked, 0);
  assert.ok(!readdirSync(where.folder).includes("credence-runs"));
});

async function onLoopback(t: TestContext, server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return `http://127.0.0.1:${address.port}/v1`;
}

test("what cannot be asked is one clear error, before anything is sent", async (t) => {
  const where = sharedPlace(t);
  const { run } = where;
  const endpoint = (...words: string[]): Promise<Ended> => run("endpoint", ...words);
  const url = "http://127.0.0.1:9/v1#m";
  told(await endpoint(), /name an endpoint/, /--simulate/);
  told(await endpoint("smollm2-135m"), /smollm2-135m is no endpoint/, /--simulate/);
  told(await endpoint("--simulate", "mechanism=MAYBE"), /mechanism=MAYBE/, /FAKE-ECHO/, /reasoning/);
  told(await endpoint("--simulate", "colour=red"), /no knob colour/, /mechanism/);
  told(await endpoint(url, "--body", "{provider: X}"), /--body holds no JSON object/, /\{provider: X\}/);
  told(await endpoint(url, "--reasoning-off", "[1]"), /--reasoning-off holds no JSON object/);
  told(await endpoint("openai:gpt-5-mini", "--api", "messages"), /messages API/, /api=messages/);
  told(await endpoint(`${url.replace("#", "?api=messages#")}`, "--api", "chat"), /chat API/);
  told(await endpoint(url, url), /named twice/);
  told(await endpoint(url, "--test", "prefil"), /test/);
  told(await endpoint(url, "--calls", "67"), /takes 76 calls at least/);
  assert.ok(!readdirSync(where.folder).includes("credence-runs"));
});

test("a wrong key and an unknown model end early, and say what to look at", async (t) => {
  for (const [status, message, advice] of [
    [401, "No auth credentials found", /401: .*No auth credentials found.*the key right .*CREDENCE_API_KEY/],
    [404, "No endpoints found for m", /404: .*No endpoints found for m.*model's name right/],
  ] as const) {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message } }));
    });
    const url = await onLoopback(t, server);
    const where = sharedPlace(t);
    const run = await where.run("endpoint", `${url}#m`);
    assert.ok(asked <= 3, `${asked} calls`);
    told(run, advice);
    assert.equal(run.out, "", "there is nothing to report");
  }
});

test("one endpoint of several that refuses the key is reported, and the others are tested", async (t) => {
  const honest = `${await served(t, "skill=0.2")}#one`;
  for (const status of [401, 404]) {
    const server = createServer((_, response) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: "not you" } }));
    });
    const closed = `${await onLoopback(t, server)}#two`;
    const where = sharedPlace(t);
    const { results, claims } = printed(
      await where.run("endpoint", honest, closed, "--test", "prefill", "--json"),
    );
    const [one, two] = results.endpoints;
    assert.equal(one?.prefill?.verdict, "honoured");
    assert.deepEqual([two?.prefill, two?.calls], [null, 0]);
    assert.match(two?.trouble ?? "", new RegExp(`${status}: .*not you`));
    assert.equal(claims[0]?.verdict, "undecided", "what did not answer is not vouched for");
    const report = readFileSync(join(runFolder(where), "report.md"), "utf8");
    assert.match(report, /#two. no call was answered: .*not you/);
    assert.match(report, /undecided: no call was answered/);
  }
});

/** Findings without what no two runs share: addresses, hashes of the exchanges, and times. */
function comparable({ results, claims }: Printed, url: string): unknown {
  return JSON.parse(JSON.stringify({ results, claims }).replaceAll(url, "URL"));
}

test("stopped by its budget and resumed, a run finds what an uninterrupted one finds", async (t) => {
  const knobs = "mechanism=INSTR,skill=0.3,pace=0";
  const settings = ["--reasoning-calls", "20", "--step-calls", "8", "--concurrency", "8"];
  const [calm, halved] = [await served(t, knobs), await served(t, knobs)];
  const whole = printed(await place(t).run("endpoint", `${calm}#m`, ...settings, "--json"));
  const where = place(t);
  const stopped = await where.run("endpoint", `${halved}#m`, ...settings, "--max-calls", "20", "--json");
  assert.equal(stopped.code, 3, stopped.error);
  const id = /credence resume (\S+)/.exec(stopped.error)?.[1];
  assert.ok(id !== undefined, stopped.error);
  const measured = readFileSync(join(runFolder(where), "outcomes.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line.includes('"t":"outcome"'));
  assert.equal(measured.length, 20);
  const resumed = printed(await where.run("resume", id, "--json"));
  assert.deepEqual(comparable(resumed, halved), comparable(whole, calm));
  assert.ok(whole.results.calls > 50);
});

test("a key stands nowhere in the run, whatever the server sends back", async (t) => {
  const key = "sk-endpoint-9f2c51d07be84a36";
  const { fetch } = simulatedEndpoint(parseKnobs("mechanism=CONT,skill=0.2"), { sleep: async () => {} });
  let shown = 0;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request.setEncoding("utf8")) body += piece;
    const given = request.headers.authorization ?? "";
    if (given === `Bearer ${key}`) shown++;
    const answer = await fetch(`http://simulated.invalid${request.url ?? ""}`, { method: "POST", body });
    const reply: Record<string, unknown> = JSON.parse(await answer.text());
    response.writeHead(200, { "content-type": "application/json", "x-seen": given });
    response.end(JSON.stringify({ ...reply, id: given, seen: given }));
  });
  const url = await onLoopback(t, server);
  const where = sharedPlace(t, { CREDENCE_API_KEY: key });
  const run = await where.run("endpoint", `${url}#m`, "--test", "prefill");
  assert.equal(run.code, 0, run.error);
  assert.ok(shown > 10, "the server was given the key");
  assert.ok(!`${run.out}${run.error}`.includes(key));
  const files = readdirSync(where.folder, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  assert.ok(files.length > shown, "every exchange is kept");
  for (const { parentPath, name } of files) {
    const file = join(parentPath, name);
    assert.ok(!readFileSync(file).includes(key), file);
  }
});

test("saved replies are read without a call, and no verdict is made of them", async (t) => {
  const where = sharedPlace(t);
  const request = {
    messages: [
      { role: "user", content: "Q" },
      { role: "assistant", content: "velt-mora" },
    ],
  };
  const said = (content: string, reasoning?: string): unknown => ({
    choices: [{ message: { content, reasoning_content: reasoning } }],
  });
  const lines = [
    { request, response: said("quin-58") },
    { request, response: said("velt-moraquin-58") },
    { request: { messages: request.messages.slice(0, 1) }, response: said("Yes", "hm") },
    { request, response: { error: { message: "no prefill" } }, status: 400 },
  ];
  writeFileSync(
    join(where.folder, "replies.jsonl"),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
  );
  const { results, claims } = printed(await where.run("endpoint", "--from-log", "replies.jsonl", "--json"));
  const { replies, unfinished, refused } = results.saved ?? {};
  assert.deepEqual({ replies, unfinished, refused }, { replies: 3, unfinished: 2, refused: 1 });
  assert.equal(results.calls, 0);
  assert.ok(claims.every(({ verdict }) => verdict === "unresolved"));
  const report = readFileSync(join(runFolder(where), "report.md"), "utf8");
  assert.match(report, /with the prefill itself/);
  told(await where.run("endpoint", "--from-log", "nowhere.jsonl"), /nowhere\.jsonl/);
  told(await where.run("endpoint", "http://127.0.0.1:9/v1#m", "--from-log", "replies.jsonl"), /not both/);
});
