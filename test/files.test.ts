// docs/files.md is made here: twelve records in every form and container.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileContainers } from "../lab/files/containers.ts";
import { recordCount, recordForms } from "../lab/files/forms.ts";
import { fileCells, filesPage, refusals } from "../lab/files/page.ts";
import { CredenceError } from "../src/core/error.ts";
import { readRuns } from "../src/data/runs.ts";
import { random } from "../src/stats/distributions/random.ts";

const page = new URL("../docs/files.md", import.meta.url);

function folderOf(t: { after: (done: () => void) => void }): string {
  const folder = mkdtempSync(join(tmpdir(), "credence-files-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("the same records come of every form and container, and what is not read is said", async (t) => {
  const cells = await fileCells(folderOf(t));
  assert.ok(cells.length >= 60);
  for (const { form, container, state, words } of cells) {
    const unread = form === "prompt, chosen and rejected" ? "note" : "read";
    assert.equal(state, unread, `${form} in ${container}: ${words}`);
  }
});

test("what cannot be read is refused with words that say what it is, and how to convert it", async (t) => {
  for (const { name, words } of await refusals(folderOf(t))) {
    assert.notEqual(words, "read", name);
    assert.ok(words.length > 20, name);
    assert.doesNotMatch(words, /bug|undefined/, name);
  }
});

test("docs/files.md is what comes of it (made anew by scripts/files-page.ts)", async (t) => {
  assert.equal(readFileSync(page, "utf8"), await filesPage(folderOf(t)));
});

test("files with bytes cut out, turned over or added: read, or refused with words, never a bug", async (t) => {
  const folder = folderOf(t);
  const source = random("broken bytes");
  const [form] = recordForms;
  const rows = Array.from({ length: recordCount }, (_, i) => form?.row(i) ?? {});
  for (const { name, ending, bytes } of fileContainers) {
    for (let i = 0; i < 12; i++) {
      const whole = Buffer.from(bytes(rows));
      const at = source.int(whole.length);
      const broken = [
        () => whole.subarray(0, at),
        () => Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1 + source.int(9))]),
        () => Buffer.concat([whole.subarray(0, at), Buffer.from([0xff, 0, 0x5b, 0x22]), whole.subarray(at)]),
        () => Buffer.from(whole.map((byte, place) => (place === at ? byte ^ (1 << source.int(8)) : byte))),
      ][i % 4]?.();
      const file = join(folder, `broken.${ending}`);
      writeFileSync(file, broken ?? whole);
      const error: unknown = await readRuns([file], { maxBad: 0.5 }).then(
        () => null,
        (problem: unknown) => problem,
      );
      assert.ok(error === null || error instanceof CredenceError, `${name}, ${i}: ${String(error)}`);
    }
  }
});
