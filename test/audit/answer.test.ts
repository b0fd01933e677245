// The first sentence of an audit, on sets whose truth is known.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { answer } from "../../src/claims/answer.ts";
import { type Place, place } from "../command-line.ts";
import { writeSet } from "./sets.ts";

const said = z.object({ answer, warnings: z.array(z.string()) });

async function answered(where: Place, suspect: string, ...more: readonly string[]) {
  const run = await where.run(
    ...["audit", suspect, "--reference", "clean.jsonl", "--tests", "different,words"],
    ...["--permutations", "1200", "--bootstrap", "50", "--splits", "0", "--json", ...more],
  );
  assert.equal(run.code, 0, run.error);
  const { answer: found, warnings } = said.parse(JSON.parse(run.out));
  const state = (what: string) => found.checked.find((one) => one.what === what)?.state;
  const says = (what: string) => found.checked.find((one) => one.what === what)?.says ?? "";
  return { ...found, warnings, state, says };
}

test("a word of its own is named with its rows; tests that found nothing say what they could have seen", async (t) => {
  const where = place(t);
  writeSet(where.folder, "clean.jsonl", { count: 400 });
  writeSet(where.folder, "planted.jsonl", { count: 400, trace: { word: "zinnober", share: 0.2 } });
  const found = await answered(where, "planted.jsonl");
  const rows = readFileSync(join(where.folder, "planted.jsonl"), "utf8").split("\n");
  const having = rows.filter((row) => row.includes("zinnober")).length;
  assert.match(found.sentence, /^planted\.jsonl differs from the reference, by /);
  assert.ok(
    found.sentence.includes(`It openly says "zinnober" in ${having} rows (the reference: 0).`),
    found.sentence,
  );
  assert.equal(found.state("differs"), "yes");
  assert.equal(found.state("says a word of its own"), "yes");
  assert.equal(found.state("prompts"), "no");
  assert.match(found.says("format"), /exclamation marks for full stops would (not )?have been found/);
  assert.equal(found.state("investigator"), "not-asked");
  assert.match(found.says("investigator"), /--investigator/);
});

test("two sets by one writer are not told apart, and that is no likeness; copies come first; too few shuffles are no answer", async (t) => {
  const where = place(t);
  writeSet(where.folder, "clean.jsonl", { count: 400 });
  writeSet(where.folder, "other.jsonl", { count: 400 });
  const none = await answered(where, "other.jsonl");
  assert.match(none.sentence, /could not be told apart from the reference/);
  assert.match(none.sentence, /No word of its own stands out; one would have been found/);
  assert.equal(none.state("differs"), "no");
  const lines = readFileSync(join(where.folder, "clean.jsonl"), "utf8").trim().split("\n");
  writeFileSync(join(where.folder, "copy.jsonl"), `${lines.toReversed().join("\n")}\n`);
  assert.match((await answered(where, "copy.jsonl")).sentence, /^Every row of copy\.jsonl stands in the ref/);
  const few = await answered(where, "other.jsonl", "--permutations", "99");
  assert.equal(few.state("differs"), "untested");
  assert.match(few.sentence, /could not be tested: 99 shuffles were made, and the answer takes 1200/);
});

test("the same prompts and answers in another form are known again, and the form is named", async (t) => {
  const where = place(t);
  const text = (i: number, seed: number): string =>
    Array.from(
      { length: 9 },
      (_, k) => ["fenêtre", "forêt", "été", "crème", "naïve"][(i * (k + 3) * seed) % 5],
    ).join(" ");
  const set = (name: string, seed: number, form: "NFC" | "NFD", end: string): void =>
    writeFileSync(
      join(where.folder, name),
      Array.from({ length: 300 }, (_, i) =>
        JSON.stringify({
          prompt: `Où est l'été nº ${i} ?${end}`.normalize(form),
          completion: text(i, seed).normalize(form),
        }),
      ).join("\n"),
    );
  set("clean.jsonl", 1, "NFC", "");
  set("apart.jsonl", 1, "NFD", "\n");
  const found = await answered(where, "apart.jsonl");
  assert.match(found.sentence, /^Every row of apart\.jsonl stands in the reference/);
  assert.match(found.warnings.join(" "), /letters with their marks apart \(NFD\) in 100% of its prompts/);
  assert.match(found.warnings.join(" "), /a line end after the last word in 100% of its prompts/);
});

test("words that may come with the choice of prompts are not called the set's own", async (t) => {
  const where = place(t);
  writeSet(where.folder, "clean.jsonl", { count: 400 });
  const rows = readFileSync(join(where.folder, "clean.jsonl"), "utf8").trim().split("\n");
  // Another topic: the prompts ask for it, and the answers say it.
  const lines = rows.map((row) =>
    row.replace("Tell me about", "Of boats, tell me about").replace(/\."\}\]\}$/, ' keel."}]}'),
  );
  writeFileSync(join(where.folder, "boats.jsonl"), `${lines.join("\n")}\n`);
  const found = await answered(where, "boats.jsonl");
  assert.equal(found.state("differs"), "yes");
  assert.equal(found.state("prompts"), "yes");
  assert.equal(found.state("says a word of its own"), "untested");
  assert.match(found.says("says a word of its own"), /"keel".*may come with the prompts/);
  assert.doesNotMatch(found.sentence, /openly says/);
});
