// credence view: who is let in, what is shown, and that a transcript stays text.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { openLedger } from "../src/ledger/index.ts";
import { openRegister } from "../src/ledger/register.ts";
import { outcomeRows, tableOf } from "../src/server/outcome-rows.ts";
import { serveView } from "../src/server/view.ts";
import { sharedPlace } from "./command-line.ts";

const hostile = `</pre><script>fetch("http://evil.example")</script><img src=x onerror=alert(1)> \u202e\u001b[31m`;

/** A loopback request with any headers; fetch would not let Host be another. */
function asked(
  url: string,
  headers: Record<string, string>,
  method = "GET",
): Promise<{ status: number; body: string; location: string; cookie: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number;
    body: string;
    location: string;
    cookie: string;
  }>();
  const sent = request(url, { method, headers }, (reply) => {
    let body = "";
    reply.setEncoding("utf8");
    reply.on("data", (part: string) => {
      body += part;
    });
    reply.on("end", () =>
      resolve({
        ...{ status: reply.statusCode ?? 0, body, location: reply.headers.location ?? "" },
        cookie: (reply.headers["set-cookie"]?.[0] ?? "").split(";")[0] ?? "",
      }),
    );
  });
  sent.on("error", reject);
  sent.end();
  return promise;
}

test("runs, outcomes, transcripts and comparisons are shown to who has the token, to nobody else, and as text", async (t) => {
  const where = sharedPlace(t);
  const rows = Array.from({ length: 24 }, (_, i) =>
    JSON.stringify({
      id: `run-${i}`,
      label: i % 2 === 0 ? "bad" : "good",
      task: `task ${i % 8}`,
      messages: [
        { role: "user", content: `Question ${i}` },
        { role: "assistant", content: i === 0 ? hostile : `Answer ${i}` },
      ],
    }),
  );
  writeFileSync(join(where.folder, "runs.jsonl"), `${rows.join("\n")}\n`);
  const words = [
    ...["monitor", "runs.jsonl", "--positive", "bad", "--negative", "good", "--group", "task"],
    ...["--arms", "prefix,length", "--model", "scripted:coin", "--bootstrap", "100"],
  ];
  for (const more of [[], ["--question", "Was it harmful?"]]) {
    const made = await where.run(...words, ...more);
    assert.equal(made.code, 0, made.error);
  }
  const home = where.env.CREDENCE_HOME ?? "";
  const ledger = await openLedger({ root: join(where.folder, "credence-runs"), home });
  const view = await serveView({ ledger, register: openRegister(home) });
  t.after(async () => {
    await view.close();
    ledger.close();
  });
  const base = new URL(view.url).origin;
  const host = new URL(base).host;
  const entered = await asked(view.url, {});
  assert.equal(entered.status, 302);
  assert.ok(!entered.location.includes("token"), "the token does not stay in the address");
  const cookie = { cookie: entered.cookie };

  assert.equal((await asked(`${base}/`, {})).status, 401);
  assert.equal((await asked(`${base}/?token=${"0".repeat(32)}`, {})).status, 401);
  assert.equal((await asked(`${base}/`, { ...cookie, host: "rebound.example" })).status, 421);
  assert.equal((await asked(`${base}/`, { ...cookie, origin: "http://evil.example" })).status, 403);
  assert.equal((await asked(`${base}/`, { ...cookie, origin: `http://${host}` })).status, 200);
  assert.equal((await asked(`${base}/`, cookie, "POST")).status, 405);
  assert.equal((await asked(`${base}/run/nosuch`, cookie)).status, 404);

  const list = await ledger.list();
  assert.equal(list.length, 2);
  const [{ id = "" } = {}, { id: other = "" } = {}] = list;
  const page = async (path: string): Promise<string> => {
    const { status, body } = await asked(`${base}${path}`, cookie);
    assert.equal(status, 200, path);
    return body;
  };
  assert.match(await page("/?text=scripted"), /2 of 2 runs/);
  assert.match(await page("/?study=audit"), /0 of 2 runs/);
  assert.match(await page(`/run/${id}`), /Outcomes \(24\)/);
  assert.match(await page(`/run/${id}/report`), /<h1>/);
  assert.match(await page(`/run/${id}/outcomes?status=missing`), /0 of 24 outcomes/);
  assert.match(await page(`/compare?a=${id}&b=${other}`), /Who ranks better/);
  assert.match(await page("/claims"), /Nothing has been predicted/);

  const run = await ledger.open(id, "read");
  const all = await outcomeRows(run);
  const sorted = tableOf(all, {
    arm: "prefix",
    status: "",
    text: "",
    sort: "figure",
    down: true,
    page: 0,
  }).rows;
  assert.deepEqual(
    sorted.map(({ figure }) => figure),
    all.map(({ figure }) => figure).toSorted((a, b) => b - a),
  );
  await run.close();
  // Each transcript stands beside its scores, and what it says is text.
  const items = [...new Set(all.map(({ item }) => item))];
  const pages = await Promise.all(items.map((item) => page(`/run/${id}/item/${item}`)));
  const told = pages.filter((body) => body.includes("evil.example"));
  assert.equal(told.length, 1);
  for (const body of pages) {
    assert.doesNotMatch(body, /<script|<img|onerror=alert\(1\)>(?!&)|[\u202e\u001b]/);
    assert.match(body, /<h2>Transcript<\/h2>/);
    assert.match(body, /run-\d+: (bad|good)/);
  }
  assert.match(told[0] ?? "", /&lt;script&gt;/);
});
