import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { zstdCompressSync } from "node:zlib";
import { type Member, zipBytes } from "../../test/fixtures/inspect/zip-bytes.ts";
import { CredenceError } from "../core/error.ts";
import { openZip } from "./zip.ts";
import { type Unzstd, unzstd, unzstdByNode, unzstdInJavaScript } from "./zstd.ts";

const letters = fileURLToPath(new URL("../../test/fixtures/inspect/letters.eval", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "credence-zstd-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

function archive(...members: readonly Member[]): string {
  const path = join(folder, `${++files}.zip`);
  writeFileSync(path, zipBytes(members));
  return path;
}

async function textsOf(file: string, decoder: Unzstd): Promise<Record<string, string>> {
  const zip = await openZip(file, decoder);
  const texts: Record<string, string> = {};
  for (const name of zip.names) texts[name] = await zip.text(name);
  zip.close();
  return texts;
}

async function refusal(file: string, decoder: Unzstd): Promise<string> {
  const error = await textsOf(file, decoder).then(
    () => assert.fail("it was read"),
    (problem: unknown) => problem,
  );
  assert.ok(error instanceof CredenceError);
  return `${error.where}: ${error.message}`;
}

test("both decoders read the same texts: a log that Inspect wrote, empty members, large ones, all sizes about a block", async () => {
  const large = Array.from({ length: 300_000 }, (_, i) => String.fromCharCode(97 + ((i * i) % 23))).join("");
  const sizes = [0, 1, 63, 64, 65, 131_071, 131_072, 131_073, 300_000];
  const made = archive(
    ...sizes.map((size): Member => ({ name: `${size}`, content: large.slice(0, size), method: "zstd" })),
  );
  for (const file of [letters, made]) {
    const texts = await textsOf(file, unzstdInJavaScript);
    assert.deepEqual(await textsOf(file, unzstdByNode), texts);
    assert.deepEqual(await textsOf(file, unzstd), texts);
  }
  assert.deepEqual(
    Object.values(await textsOf(made, unzstd)).map(({ length }) => length),
    sizes,
  );
});

test("a bomb that lies about its size is refused by both in the same words, before it is unpacked", async () => {
  const zeros = new Uint8Array(200 * 2 ** 20);
  const packed = zstdCompressSync(zeros);
  for (const size of [10, 1000, 2 ** 20]) {
    const file = archive({
      name: "a",
      content: zeros.subarray(0, 2 ** 21),
      method: "zstd",
      claims: { size },
    });
    const said = await refusal(file, unzstdByNode);
    assert.equal(said, `${file}#a: would unpack to more than is sane (${size} bytes and more)`);
    assert.equal(await refusal(file, unzstdInJavaScript), said);
    assert.equal(await refusal(file, unzstd), said);
  }
  const before = process.memoryUsage().rss;
  const tooLarge = (): CredenceError => new CredenceError("input", "too large");
  for (const decoder of [unzstdByNode, unzstdInJavaScript, unzstd])
    await assert.rejects(decoder(packed, { most: 1000, tooLarge }), /too large/);
  assert.ok(process.memoryUsage().rss - before < 100 * 2 ** 20, "it was unpacked before it was refused");
});

test("what is cut off or no Zstandard is broken for both; less than the archive says is too", async () => {
  const bad = [
    archive({ name: "a", content: "no frame at all", method: 93 }),
    archive({
      name: "a",
      content: zstdCompressSync(Buffer.from("text ".repeat(99))).subarray(0, 20),
      method: 93,
    }),
    archive({ name: "a", content: "short", method: "zstd", claims: { size: 100 } }),
  ];
  for (const file of bad)
    for (const decoder of [unzstdByNode, unzstdInJavaScript, unzstd])
      assert.match(await refusal(file, decoder), /#a: the archive is broken or cut off/);
});

test("several frames in a row, which Node alone does not read, are read", async () => {
  const parts = ["one ", "two ", "three"].map((part) => zstdCompressSync(Buffer.from(part.repeat(50))));
  const content = Buffer.concat(parts);
  const whole = ["one ", "two ", "three"].map((part) => part.repeat(50)).join("");
  const bound = { most: whole.length, tooLarge: () => new CredenceError("input", "too large") };
  assert.equal(Buffer.from(await unzstd(content, bound)).toString(), whole);
  assert.equal((await unzstdByNode(content, bound)).length, 200);
});
