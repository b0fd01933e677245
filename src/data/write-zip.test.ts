import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type MemberText, zipOf } from "./write-zip.ts";
import { openZip } from "./zip.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-write-zip-"));
after(() => rmSync(folder, { recursive: true }));

async function bytesOf(members: Iterable<MemberText>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of zipOf(members)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function member(name: string, ...pieces: readonly string[]): MemberText {
  return { name, text: () => pieces };
}

test("members come back with their names and texts, and the same members give the same bytes", async () => {
  const members = [
    member("a/b: c#1.json", "one ", "two"),
    member("täglich/日.json", "ü\u0000\n"),
    member("empty"),
  ];
  const bytes = await bytesOf(members);
  assert.deepEqual(await bytesOf(members), bytes);
  const file = join(folder, "small.zip");
  writeFileSync(file, bytes);
  const zip = await openZip(file);
  assert.deepEqual(zip.names, ["a/b: c#1.json", "täglich/日.json", "empty"]);
  assert.equal(await zip.text("a/b: c#1.json"), "one two");
  assert.equal(await zip.text("täglich/日.json"), "ü\u0000\n");
  assert.equal(await zip.text("empty"), "");
  zip.close();
});

test("a member's text is asked for when its turn comes; an error in it is the archive's error", async () => {
  const large = "0123456789abcdef".repeat(4096);
  let asked = 0;
  const lazy = Array.from(
    { length: 200 },
    (_, i): MemberText => ({
      name: `${i}`,
      text: () => {
        asked++;
        return [
          Array.from({ length: large.length }, (_, at) => large.charCodeAt((at * (i + 7)) % 997)).join(""),
        ];
      },
    }),
  );
  const pieces = zipOf(lazy)[Symbol.asyncIterator]();
  await pieces.next();
  assert.ok(asked < 20, `${asked} texts were made before the first piece was taken away`);
  await pieces.return(undefined);

  const broken: MemberText = {
    name: "b",
    text: function* () {
      yield "half";
      throw new Error("no more");
    },
  };
  await assert.rejects(bytesOf([member("a", "whole"), broken, member("c", "never")]), /no more/);
});
