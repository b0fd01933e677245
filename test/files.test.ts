// docs/files.md is made here: twelve records in every form and container.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileCells, filesPage, refusals } from "../lab/files/page.ts";

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
