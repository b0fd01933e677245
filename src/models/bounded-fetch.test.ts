import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { boundedFetch, TookTooLong } from "./bounded-fetch.ts";
import { openModel } from "./open.ts";

async function serve(
  t: TestContext,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return `http://127.0.0.1:${address.port}`;
}

/** A body that never ends, a byte at a time. */
function dripping(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const drip = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(drip));
}

test("a reply that drips is given up at the deadline of the whole call", async (t) => {
  const base = await serve(t, (_, response) => dripping(response));
  const response = await boundedFetch(fetch, { seconds: 0.3, bytes: 1e6 })(base);
  assert.equal(response.status, 200, "the headers came in time");
  await assert.rejects(response.text(), TookTooLong);
});

test("so is one whose headers never come, and the caller's own signal still counts", async (t) => {
  const base = await serve(t, () => {});
  await assert.rejects(boundedFetch(fetch, { seconds: 0.2, bytes: 1e6 })(base), TookTooLong);
  const stop = new AbortController();
  const asked = boundedFetch(fetch, { seconds: 60, bytes: 1e6 })(base, { signal: stop.signal });
  stop.abort();
  await assert.rejects(asked, { name: "AbortError" });
});

test("a reply longer than is read breaks off; one that fits comes whole", async (t) => {
  const base = await serve(t, (_, response) => response.end("x".repeat(5000)));
  await assert.rejects(
    async () => (await boundedFetch(fetch, { seconds: 9, bytes: 4999 })(base)).text(),
    /longer than 4999 bytes/,
  );
  const whole = await (await boundedFetch(fetch, { seconds: 9, bytes: 5000 })(base)).text();
  assert.equal(whole.length, 5000);
  // The deadline is over with the body: nothing keeps the process waiting.
  await sleep(1);
});

for (const reference of ["#m", "?api=messages#m"]) {
  test(`a transcript does not follow a redirect to another host (${reference})`, async (t) => {
    const seen: string[] = [];
    const other = await serve(t, (request, response) => {
      seen.push(request.url ?? "");
      response.end("{}");
    });
    const base = await serve(t, (_, response) => response.writeHead(307, { location: other }).end());
    const model = await openModel(`${base}/v1${reference}`, { env: {} });
    const reply = await model.capabilities.generate?.({
      prompt: { kind: "chat", messages: [{ role: "user", content: "a secret transcript" }] },
      maxTokens: 5,
    });
    assert.ok(reply?.ok === false);
    assert.match(reply.missing.reason, /sends elsewhere \(307\)/);
    assert.notEqual(reply.missing.retryable, true);
    assert.deepEqual(seen, []);
  });
}

test("log-probabilities that cannot be are no score", async (t) => {
  const top = (...values: readonly number[]): object[] =>
    values.map((logprob, i) => ({ token: ["yes", "no", "x"][i], logprob }));
  const answers = [top(0.7, -1), top(-0.1, -0.2, -0.3), top(-0.5, -1.2)];
  const base = await serve(t, (_, response) => {
    const content = [{ token: "yes", logprob: -1, top_logprobs: answers.shift() }];
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        choices: [{ message: { content: "yes" }, finish_reason: "stop", logprobs: { content } }],
      }),
    );
  });
  const model = await openModel(`${base}/v1#m`, { env: {} });
  const ask = () =>
    model.capabilities.choose?.({
      prompt: { kind: "chat", messages: [{ role: "user", content: "?" }] },
      answers: { yes: ["yes"], no: ["no"] },
    });
  for (const what of ["above 0", "more than 1 together"]) {
    const reply = await ask();
    assert.ok(reply?.ok === false && reply.missing.code === "bad-reply", what);
  }
  assert.equal((await ask())?.ok, true);
});
