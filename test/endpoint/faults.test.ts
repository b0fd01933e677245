// What goes wrong on the way to an endpoint: each fault ends in a right or an open verdict, with a reason, and every exchange is kept.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { z } from "zod";
import { driveEndpoint } from "../../lab/endpoint/drive.ts";
import { inWorld, judged, said } from "../../lab/endpoint/in-world.ts";
import { listen, parseKnobs, simulatedEndpoint } from "../../src/worlds/endpoints/index.ts";
import { type Place, sharedPlace } from "../command-line.ts";

const prefill = { test: ["prefill"] };
const seeds = ["g", "h", "i", "j", "k", "l"];

interface Tally {
  readonly right: number;
  readonly wrong: number;
  readonly open: number;
  readonly reasons: readonly string[];
}

/** How drives through one world under several seeds ended. */
async function tally(mechanism: string, more: string): Promise<Tally> {
  const words: ("right" | "wrong" | "open")[] = [];
  const reasons: string[] = [];
  for (const seed of seeds) {
    const driven = await inWorld(`mechanism=${mechanism},skill=0.2,${more}`, {
      ...{ seed, settings: { ...prefill, calls: 500 } },
    });
    words.push(judged(mechanism, said(driven)));
    const [endpoint] = driven.analysis.results.endpoints;
    reasons.push(endpoint?.prefill?.reason ?? endpoint?.trouble ?? "");
  }
  const count = (word: string): number => words.filter((one) => one === word).length;
  return { right: count("right"), wrong: count("wrong"), open: count("open"), reasons };
}

test("storms of 429 and 500 lose calls, not the verdict", async () => {
  for (const mechanism of ["TRUE", "CONT"]) {
    for (const fault of ["429:0.3", "500:0.3", "429:0.2+500:0.2"]) {
      const { right, wrong, reasons } = await tally(mechanism, `fault=${fault}`);
      assert.equal(wrong, 0, `${mechanism}, ${fault}: ${reasons.join("; ")}`);
      // Rounds that lose a third of their replies and more may end before enough is sure.
      assert.ok(right >= (fault.includes("+") ? 1 : 4), `${mechanism}, ${fault}: ${reasons.join("; ")}`);
      assert.ok(reasons.every((reason) => reason !== ""));
    }
  }
});

test("connections that end in the middle of a reply are no evidence", async () => {
  for (const mechanism of ["TRUE", "DROP"]) {
    const { right, wrong, reasons } = await tally(mechanism, "fault=cut:0.3");
    assert.equal(wrong, 0, `${mechanism}: ${reasons.join("; ")}`);
    assert.ok(right >= 4, `${mechanism}: ${reasons.join("; ")}`);
  }
});

test("a web page, a pointer elsewhere or nothing where an API is expected is no answer: the first of them ends a run", async () => {
  for (const [response, why] of [
    [
      () => new Response("<!doctype html><title>Chat</title>", { status: 200 }),
      /a web page came back.*is this the address/,
    ],
    [
      () => new Response("", { status: 308, headers: { location: "https://elsewhere/" } }),
      /points to https:\/\/elsewhere/,
    ],
    [() => new Response("null", { status: 200 }), /no completion stands in it/],
  ] as const) {
    const { outcomes, analysis } = await driveEndpoint("http://127.0.0.1:1/v1#m", {
      fetch: async () => response(),
    });
    const codes = outcomes.map(({ result }) => ("missing" in result ? result.missing.code : "a value"));
    assert.deepEqual([...new Set(codes)], ["http-404"]);
    assert.match(analysis.results.endpoints[0]?.trouble ?? "", why);
  }
});

test("an endpoint that never answers in full has no verdict, and says why", async () => {
  for (const [fault, why] of [
    ["cut:1", /connection ended/],
    ["500:1", /500/],
    ["429:1", /429/],
  ] as const) {
    const { analysis, outcomes } = await inWorld(`fault=${fault}`, {});
    const [endpoint] = analysis.results.endpoints;
    assert.equal(outcomes.length, 2, "the first look is the last");
    assert.equal(endpoint?.prefill, null);
    assert.equal(endpoint?.reasoning, null);
    assert.match(endpoint?.trouble ?? "", why);
    assert.deepEqual(
      analysis.claims.map(({ verdict }) => verdict),
      ["unresolved", "unresolved"],
    );
    assert.ok(analysis.warnings.some((warning) => /2 calls ended without a whole reply/.test(warning)));
  }
});

test("without usage the replies alone decide, and the report says that counts do not", async () => {
  for (const mechanism of ["TRUE", "CONT", "DROP"]) {
    const { right, wrong, reasons } = await tally(mechanism, "usage=omitted");
    assert.equal(wrong, 0, `${mechanism}: ${reasons.join("; ")}`);
    assert.ok(right >= 5, `${mechanism}: ${reasons.join("; ")}`);
    const driven = await inWorld(`mechanism=${mechanism},skill=0.2,usage=omitted`, { settings: prefill });
    assert.match(driven.analysis.results.prefill?.tokens.mute ?? "", /not reported/);
    assert.equal(driven.analysis.results.usd, null, "what is not reported is not free");
  }
});

test("a refused prefill is a rejection in every API, with the provider's words", async () => {
  for (const api of ["chat", "responses", "messages"]) {
    const driven = await inWorld(`mechanism=REJECT,api=${api}`, { settings: prefill });
    assert.equal(said(driven), "rejected");
    assert.match(driven.analysis.results.prefill?.reason ?? "", /status 400 .*assistant message/);
    const [claim] = driven.analysis.claims;
    assert.deepEqual([claim?.verdict, claim?.estimate], ["contradicted", 0]);
  }
});

test("a router whose providers differ is not called honoured by half", async () => {
  for (const mix of ["CONT:0.5", "DROP:0.4", "REJECT:0.4"]) {
    const words: string[] = [];
    for (const seed of seeds) {
      const driven = await inWorld(`mechanism=TRUE,mix=${mix},skill=0.2`, { seed, settings: prefill });
      const [endpoint] = driven.analysis.results.endpoints;
      words.push(said(driven));
      assert.equal(endpoint?.providers.length, 2);
      assert.ok(driven.analysis.warnings.some((warning) => /served by 2 providers/.test(warning)));
      if (said(driven) === "undecided")
        assert.match(endpoint?.prefill?.reason ?? "", /pin one with --provider|too much alike|fit/);
    }
    assert.ok(words.filter((word) => word === "honoured").length <= 1, `${mix}: ${words.join(", ")}`);
    assert.ok(words.filter((word) => word === "undecided").length >= 3, `${mix}: ${words.join(", ")}`);
  }
});

test("a pinned provider is asked alone, and answers for itself", async () => {
  for (const [provider, word] of [
    ["alder", "honoured"],
    ["birch", "DROP"],
  ] as const) {
    const driven = await inWorld("mechanism=TRUE,mix=DROP:0.5,skill=0.2", {
      settings: { ...prefill, provider },
    });
    assert.equal(said(driven), word);
    assert.deepEqual(
      driven.analysis.results.endpoints[0]?.providers.map(({ name }) => name),
      [provider],
    );
  }
});

test("a router with two honest providers is honoured", async () => {
  for (const seed of seeds) {
    const driven = await inWorld("mechanism=TRUE,mix=TRUE:0.4,skill=0.2", { seed, settings: prefill });
    assert.equal(said(driven), "honoured");
  }
});

/** A simulated endpoint on a socket that is busy when `busy` says so, by a request's number, and a list of what it sent. */
async function busyServer(
  t: TestContext,
  knobs: string,
  busy: (number: number) => { readonly status: number; readonly after?: string } | null,
): Promise<{ readonly url: string; readonly sent: readonly string[] }> {
  const { fetch } = simulatedEndpoint(parseKnobs(knobs), { sleep: async () => {} });
  const sent: string[] = [];
  let number = 0;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request.setEncoding("utf8")) body += piece;
    const trouble = busy(++number);
    const answer =
      trouble === null
        ? await fetch(`http://simulated.invalid${request.url ?? ""}`, { method: "POST", body })
        : new Response(JSON.stringify({ error: { message: "busy" } }), { status: trouble.status });
    const text = await answer.text();
    sent.push(text);
    response.writeHead(answer.status, {
      "content-type": "application/json",
      ...(trouble?.after === undefined ? {} : { "retry-after": trouble.after }),
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return { url: `http://127.0.0.1:${address.port}/v1#simulated`, sent };
}

const exchange = z.object({
  request: z.object({ path: z.string(), body: z.record(z.string(), z.unknown()) }),
  reply: z.object({ status: z.number(), text: z.string(), cut: z.string().nullable() }),
});

/** Every kept exchange of the one run in a place, each with the hash of its bytes checked. */
function kept(where: Place): readonly z.infer<typeof exchange>[] {
  const root = join(where.folder, "credence-runs");
  const [run] = readdirSync(root);
  const blobs = join(root, run ?? "", "blobs");
  return readdirSync(blobs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      const hash = createHash("sha256").update(bytes).digest("hex");
      assert.ok(hash.endsWith(entry.name.replace(/\..*$/, "")), "a blob has its hash for a name");
      return exchange.parse(JSON.parse(bytes.toString("utf8")));
    });
}

test("429 with retry-after is waited for as long as it says; every exchange is kept, the refused ones too", async (t) => {
  let until = Number.POSITIVE_INFINITY;
  let refused = 0;
  const server = await busyServer(t, "mechanism=CONT,skill=0.2", (number) => {
    if (number === 1) until = performance.now() + 190;
    if (performance.now() >= until) return number % 11 === 0 ? { status: 503 } : null;
    refused++;
    return { status: 429, after: "0.2" };
  });
  const where = sharedPlace(t);
  const run = await where.run("endpoint", server.url, "--test", "prefill", "--concurrency", "4", "--json");
  assert.equal(run.code, 0, run.error);
  const { results, claims } = JSON.parse(run.out);
  assert.equal(claims[0].verdict, "contradicted");
  assert.equal(results.prefill.verdict, "not honoured");
  const texts = kept(where).map(({ reply }) => reply.text);
  assert.deepEqual(new Set(texts), new Set(server.sent), "what was sent is what is kept");
  // Four calls are under way at most: whoever waits as long as it was told is refused once.
  assert.ok(refused >= 1 && refused <= 4, `${refused} were refused: somebody asked again too early`);
});

test("bodies that are cut off on the socket are kept as far as they came", async (t) => {
  const server = await listen(simulatedEndpoint(parseKnobs("mechanism=TRUE,skill=0.2,fault=cut:0.3,seed=a")));
  t.after(server.close);
  const where = sharedPlace(t);
  const run = await where.run("endpoint", `${server.url}#simulated`, "--test", "prefill", "--json");
  assert.equal(run.code, 0, run.error);
  const { results } = JSON.parse(run.out);
  assert.notEqual(results.prefill?.verdict, "not honoured");
  const [endpoint] = results.endpoints;
  const cut = endpoint.ends.find(({ end }: { end: string }) => end.includes("cut"));
  const whole = kept(where);
  const broken = whole.filter(({ reply }) => reply.cut !== null);
  assert.equal(broken.length, cut.calls);
  assert.ok(broken.every(({ reply }) => !endsJson(reply.text)));
  assert.equal(whole.length, endpoint.calls);
});

function endsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
