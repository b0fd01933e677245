import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { type TestContext, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { type RawServer, rawServer } from "../../test/servers/raw.ts";
import type { CallOptions, Model, Reply, WireReply, WireRequest } from "./model.ts";
import { openModel } from "./open.ts";
import { commonFields } from "./usage-fields.ts";
import { type WireServer, wireTo } from "./wire.ts";

const key = 'sk-wire/"secret"-1234';
const stream = { "content-type": "text/event-stream" };

async function send(
  model: Model,
  request: Partial<WireRequest> = {},
  call?: CallOptions,
): Promise<Reply<WireReply>> {
  const { wire } = model.capabilities;
  assert.ok(wire !== undefined);
  return wire({ path: "/chat/completions", body: { model: "m" }, ...request }, call);
}

async function ask(
  server: RawServer,
  request: Partial<WireRequest> = {},
  call?: CallOptions,
): Promise<Reply<WireReply>> {
  const model = await openModel(`${server.url}/v1#m`, { env: { CREDENCE_API_KEY: key } });
  return send(model, request, call);
}

/** Asks without an adapter, with limits of the test's own. */
async function askBare(
  server: RawServer,
  limits: Partial<WireServer>,
  call?: CallOptions,
): Promise<Reply<WireReply>> {
  const base = { base: `${server.url}/v1`, key: undefined, credentials: {}, usage: () => commonFields };
  return wireTo({ ...base, ...limits })({ path: "/x", body: {} }, call);
}

async function answered(reply: Promise<Reply<WireReply>>): Promise<WireReply> {
  const got = await reply;
  assert.ok(got.ok, got.ok ? "" : got.missing.reason);
  return got.value;
}

async function written(
  t: TestContext,
  write: (response: ServerResponse) => void | Promise<void>,
): Promise<WireReply> {
  return answered(ask(await rawServer(t, write)));
}

test("the body goes out byte for byte, to the path below the base URL or the origin", async (t) => {
  const server = await rawServer(t, (response) => {
    response.end("{}");
  });
  const body = {
    zebra: 1,
    messages: [{ role: "user", content: "é \u2028 😀 \ud800" }],
    absent: undefined,
    9: null,
    temperature: 0.1,
  };
  await ask(server, { body, headers: { "x-more": "yes" } });
  await ask(server, { body: {}, at: "origin", path: "/tokenize?a=b%20c" });
  const [first, second] = server.requests;
  assert.ok(first !== undefined && second !== undefined);
  const bytes =
    '{"9":null,"zebra":1,"messages":[{"role":"user","content":"é \u2028 😀 \\ud800"}],"temperature":0.1}';
  assert.deepEqual(first.body, Buffer.from(bytes));
  assert.deepEqual([first.method, first.url], ["POST", "/v1/chat/completions"]);
  const { authorization, "content-type": type, "content-length": length, "x-more": more } = first.headers;
  assert.deepEqual(
    [authorization, type, length, more],
    [`Bearer ${key}`, "application/json", String(Buffer.byteLength(bytes)), "yes"],
  );
  assert.equal(first.headers["transfer-encoding"], undefined);
  assert.equal(second.url, "/tokenize?a=b%20c");
});

test("every status is a value after exactly one request, redirects among them", async (t) => {
  for (const status of [
    400, 401, 403, 404, 408, 409, 413, 421, 425, 429, 500, 502, 503, 529, 301, 302, 307, 308,
  ]) {
    const elsewhere = await rawServer(t, (response) => {
      response.end("caught");
    });
    const server = await rawServer(t, (response) => {
      response.writeHead(status, { "retry-after": "0", location: `${elsewhere.url}/v1/chat/completions` });
      response.end(`{"error":{"message":"no ${status}"}}`);
    });
    const reply = await ask(server);
    assert.ok(reply.ok, `${status}`);
    assert.equal(reply.value.status, status);
    assert.equal(reply.value.text, `{"error":{"message":"no ${status}"}}`);
    assert.equal(reply.value.cut, null);
    assert.equal(reply.usage.output, null, "an answer without usage is unknown, not 0");
    assert.equal(server.requests.length, 1, `${status} is sent once`);
    assert.equal(elsewhere.requests.length, 0, "the key goes nowhere else");
  }
});

/** The network's `fetch`, and a promise that so much of a reply was read: its headers first, then piece by piece. */
function followed(): {
  readonly fetch: typeof globalThis.fetch;
  readonly read: (pieces: number) => Promise<void>;
} {
  let seen = 0;
  return {
    fetch: async (...request) => {
      const response = await fetch(...request);
      seen++;
      const count = new TransformStream<Uint8Array, Uint8Array>({
        transform: (piece, controller) => {
          controller.enqueue(piece);
          seen++;
        },
      });
      return new Response(response.body?.pipeThrough(count), response);
    },
    read: async (pieces) => {
      while (seen < pieces) await turn();
      await turn();
    },
  };
}

test("events are timed from the sending of the request, and are not held back", async (t) => {
  // A clock that the server moves, each time once all that it sent was read.
  let clock = 5_000;
  t.mock.method(performance, "now", () => clock);
  const { fetch, read } = followed();
  const server = await rawServer(t, async (response) => {
    clock += 60;
    response.writeHead(200, stream).flushHeaders();
    await read(1);
    clock += 60;
    response.write('data: {"a":1}\n\n');
    await read(2);
    clock += 120;
    response.write(": a comment\nevent: x\nid: 7\ndata: two\ndata:  lines\n\n");
    await read(3);
    clock += 60;
    response.end("data: [DONE]\n\n");
  });
  const value = await answered(askBare(server, { fetch }));
  assert.deepEqual(
    value.events.map(({ data }) => data),
    ['{"a":1}', "two\n lines", "[DONE]"],
  );
  assert.deepEqual(value.seconds, { headers: 0.06, firstByte: 0.12, total: 0.3 });
  assert.deepEqual(
    value.events.map(({ seconds }) => seconds),
    [0.12, 0.24, 0.3],
  );
});

test("any line ends, cuts of a packet anywhere, a byte order mark and a missing end give the same events", async (t) => {
  const text = 'data: {"é":"😀"}\n\ndata:second\ndata\n\nretry: 5\ndata: last\n\n';
  const expected = ['{"é":"😀"}', "second\n", "last"];
  for (const end of ["\n", "\r\n", "\r"]) {
    const bytes = Buffer.from(`\uFEFF${text.replaceAll("\n", end)}`);
    for (const size of [1, 2, 3, bytes.length]) {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.subarray(at, at + size));
          controller.close();
        },
      });
      const model = await openModel("http://played.invalid/v1#m", {
        fetch: async () => new Response(body, { headers: stream }),
      });
      const value = await answered(send(model));
      assert.deepEqual(
        value.events.map(({ data }) => data),
        expected,
        JSON.stringify([end, size]),
      );
      assert.equal(value.text, bytes.toString());
    }
  }
  const open = await written(t, (response) => {
    response.writeHead(200, stream).end("data: one\n\ndata: unclosed");
  });
  assert.deepEqual(
    open.events.map(({ data }) => data),
    ["one", "unclosed"],
  );
});

test("a stream is one by its form too; a plain body has no events and an empty one no first byte", async (t) => {
  const odd = await written(t, (response) => {
    response.writeHead(200, { "content-type": "text/plain" }).end(": keep-alive\n\ndata: x\n\n");
  });
  assert.deepEqual(odd.events.length, 1);
  const plain = await written(t, (response) => {
    response.end("a page\ndata: that is no event\n\n");
  });
  assert.deepEqual(plain.events, []);
  const empty = await written(t, (response) => {
    response.writeHead(204).end();
  });
  assert.deepEqual([empty.status, empty.text, empty.seconds.firstByte, empty.cut], [204, "", null, null]);
});

test("a body that is no UTF-8 comes back with U+FFFD in the place of what cannot be read", async (t) => {
  const value = await written(t, (response) => {
    response.end(Buffer.from([0x61, 0xff, 0x62, 0xf0, 0x9f, 0x98]));
  });
  assert.equal(value.text, "a\uFFFDb\uFFFD");
});

test("a stream that breaks off is a value with what came and why it ended; nothing came, and it is none", async (t) => {
  const value = await written(t, (response) => {
    response.writeHead(200, stream);
    response.write(
      'data: one\n\ndata: {"usage":{"prompt_tokens":5,"completion_tokens":1}}\n\ndata: half',
      () => setTimeout(() => response.destroy(), 40),
    );
  });
  assert.match(value.cut ?? "", /broke off/);
  assert.equal(value.events.length, 2);
  assert.ok(value.text.endsWith("data: half"));
  const announced = await written(t, (response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("short", () => setTimeout(() => response.destroy(), 40));
  });
  assert.deepEqual([announced.text, announced.cut !== null], ["short", true]);
  const server = await rawServer(t, (response) => {
    response.destroy();
  });
  const gone = await ask(server);
  assert.ok(!gone.ok);
  assert.deepEqual([gone.missing.code, gone.missing.retryable], ["connection", true]);
  assert.equal(server.requests.length, 1);
});

test("no server at all is missing, not an exception", async () => {
  const reply = await send(await openModel("http://127.0.0.1:9/v1#m", {}));
  assert.ok(!reply.ok);
  assert.deepEqual([reply.missing.kind, reply.missing.code], ["failed", "connection"]);
});

test("a silent server is a time-out; one that stops in the middle is a value that says so", async (t) => {
  const silent = await rawServer(t, () => {});
  const none = await askBare(silent, { seconds: 0.1 });
  assert.ok(!none.ok);
  assert.deepEqual([none.missing.code, none.missing.retryable], ["timeout", true]);
  assert.equal(silent.requests.length, 1);
  const stuck = await rawServer(t, (response) => {
    response.writeHead(200, stream);
    response.write("data: one\n\n");
  });
  const value = await answered(askBare(stuck, { seconds: 0.15 }));
  assert.match(value.cut ?? "", /0\.15 s/);
  assert.equal(value.events.length, 1);
});

test("what plays a server and heeds no signal is given up all the same", async () => {
  const model = await openModel("http://played.invalid/v1#m", { fetch: () => new Promise(() => {}) });
  const reply = await send(model, {}, { signal: AbortSignal.timeout(50) });
  assert.ok(!reply.ok);
  assert.equal(reply.missing.code, "aborted");
});

test("a call that is given up is censored: before it is sent, before an answer and in the middle of one", async (t) => {
  const [before, during] = [new AbortController(), new AbortController()];
  const { fetch, read } = followed();
  const server = await rawServer(t, async (response, { url }) => {
    if (!url.endsWith("/begun")) return before.abort();
    response.writeHead(200, stream).write("data: one\n\n");
    await read(2);
    during.abort();
  });
  const early = await ask(server, {}, { signal: AbortSignal.abort() });
  assert.equal(server.requests.length, 0);
  const waiting = await ask(server, {}, before);
  const begun = await send(await openModel(`${server.url}/v1#m`, { fetch }), { path: "/begun" }, during);
  for (const reply of [early, waiting, begun]) {
    assert.ok(!reply.ok);
    assert.deepEqual([reply.missing.kind, reply.missing.code], ["censored", "aborted"]);
  }
});

test("a body beyond the limit is cut there, with the reason", async (t) => {
  const endless = await rawServer(t, (response) => {
    const more = (): void => {
      if (!response.destroyed) response.write("x".repeat(1000), () => setImmediate(more));
    };
    more();
  });
  const value = await answered(askBare(endless, { bytes: 2500 }));
  assert.equal(value.text.length, 2500);
  assert.match(value.cut ?? "", /longer than 2500 bytes/);
  const exact = await rawServer(t, (response) => {
    response.end("x".repeat(2500));
  });
  assert.equal((await answered(askBare(exact, { bytes: 2500 }))).cut, null);
});

test("the key is in nothing that comes back: text, events, headers, escaped or not, or half of it at a cut", async (t) => {
  const escaped = [...key]
    .map((c) => `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`)
    .join("");
  const forms = [
    key,
    JSON.stringify(key),
    JSON.stringify(JSON.stringify({ key })),
    JSON.stringify({ key }).replaceAll("/", "\\/"),
    `{"key":"${escaped}"}`,
    `{"key":"sk-\\u0077ire/\\"secret\\"-1234"}`,
  ];
  const value = await written(t, (response) => {
    response.writeHead(401, {
      ...stream,
      "x-echo": `Bearer ${key}`,
      authorization: key,
      "set-cookie": "session=abc",
      "x-request-id": "req_1",
      location: `http://elsewhere.invalid/?key=${key}`,
    });
    for (const form of forms) response.write(`data: <${form}>\n\n`);
    response.write("data: end sk-wire/", () => setTimeout(() => response.destroy(), 40));
  });
  assert.ok(value.cut !== null);
  const everything = JSON.stringify(value);
  assert.ok(!/sk-|secret|1234|\\u0073|session/.test(everything), everything);
  assert.equal(value.events.length, forms.length);
  for (const { data } of value.events) assert.match(data, /^<.*\[key\].*>$/);
  assert.equal(value.headers["x-request-id"], "req_1");
  assert.deepEqual(
    ["authorization", "set-cookie"].filter((name) => name in value.headers),
    [],
  );
});

test("the key is in no error either, whatever it is made of", async () => {
  const failing = async (): Promise<Response> => {
    throw new TypeError("fetch failed", { cause: new Error(`bad header: Bearer ${key}`) });
  };
  const model = await openModel("http://played.invalid/v1#m", {
    env: { CREDENCE_API_KEY: key },
    fetch: failing,
  });
  const reply = await send(model);
  assert.ok(!reply.ok);
  assert.match(reply.missing.reason, /bad header: Bearer \[key\]/);
  const broken = await openModel("http://played.invalid/v1#m", {
    env: { CREDENCE_API_KEY: "sk-a\nb-secret" },
  });
  const unsent = await send(broken);
  assert.ok(!unsent.ok);
  assert.equal(unsent.missing.code, "bad-header");
  assert.ok(!unsent.missing.reason.includes("secret"), unsent.missing.reason);
});

test("credentials are the adapter's own: a request can neither replace them nor bring others, and none are invented", async (t) => {
  const server = await rawServer(t, (response) => {
    response.end("{}");
  });
  const headers = { Authorization: "Bearer other", "X-Api-Key": "other", Cookie: "a=b" };
  await ask(server, { headers });
  await send(await openModel(`${server.url}/v1#m`, {}), { headers });
  const seen = server.requests.map(({ headers }) => [
    headers.authorization,
    headers["x-api-key"],
    headers.cookie,
  ]);
  assert.deepEqual(seen, [
    [`Bearer ${key}`, undefined, undefined],
    [undefined, undefined, undefined],
  ]);
});

test("a path that would leave the server is a bug, and nothing is sent", async (t) => {
  const server = await rawServer(t, (response) => {
    response.end("{}");
  });
  for (const path of ["@evil.invalid/", ".evil.invalid/", "http://evil.invalid/", "chat", ""]) {
    for (const at of ["base", "origin"] as const)
      await assert.rejects(ask(server, { path, at }), /slash/, path);
  }
  await ask(server, { path: "//evil.invalid/x", at: "origin" });
  assert.deepEqual(
    server.requests.map(({ url }) => url),
    ["//evil.invalid/x"],
  );
});

test("a GET has no body, carries the key and uses no tokens whatever its reply says", async (t) => {
  const server = await rawServer(t, (response) => {
    response.end('{"data":{"native_tokens_completion":5},"usage":{"prompt_tokens":3,"completion_tokens":5}}');
  });
  const model = await openModel(`${server.url}/api/v1#m`, { env: { CREDENCE_API_KEY: key } });
  const { wire } = model.capabilities;
  const reply = await wire?.({ path: "/generation?id=gen-1", method: "GET" });
  assert.ok(reply?.ok);
  assert.deepEqual(JSON.parse(reply.value.text).data, { native_tokens_completion: 5 });
  const [request] = server.requests;
  assert.deepEqual(
    [request?.method, request?.url, request?.body.length, request?.headers.authorization],
    ["GET", "/api/v1/generation?id=gen-1", 0, `Bearer ${key}`],
  );
  assert.equal(request?.headers["content-type"], undefined);
  assert.deepEqual(reply.usage, { uncachedInput: 0, cacheRead: 0, cacheWrite: 0, output: 0 });
});

test("Anthropic's own and a server of its form: x-api-key and a version, which a request may choose, and no other credential", async (t) => {
  const server = await rawServer(t, (response) => {
    response.end("{}");
  });
  const own = await openModel("anthropic:m", {
    env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url, CREDENCE_API_KEY: "other" },
  });
  const served = await openModel(`${server.url}/v1?api=messages#m`, {
    env: { CREDENCE_API_KEY: key, ANTHROPIC_API_KEY: "other", ANTHROPIC_BASE_URL: "http://other.invalid" },
  });
  const open = await openModel(`${server.url}/v1?api=messages#m`, { env: { ANTHROPIC_API_KEY: "other" } });
  for (const model of [own, served, open]) {
    await send(model, { path: "/messages", headers: { "anthropic-version": "2023-06-01" } });
  }
  await send(served, { path: "/messages" });
  assert.deepEqual(
    server.requests.map(({ url, headers }) => [
      url,
      headers["x-api-key"],
      headers["anthropic-version"] === "2023-06-01",
      headers.authorization,
    ]),
    [
      ["/v1/messages", key, true, undefined],
      ["/v1/messages", key, true, undefined],
      ["/v1/messages", undefined, true, undefined],
      ["/v1/messages", key, false, undefined],
    ],
  );
  assert.match(String(server.requests[3]?.headers["anthropic-version"]), /^\d{4}-\d\d-\d\d$/);
});
