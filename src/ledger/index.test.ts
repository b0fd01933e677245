import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { record, registration, scratch } from "../../test/ledger/samples.ts";
import { CredenceError } from "../core/error.ts";
import { canonicalJson, sha256 } from "../core/json.ts";
import { type LedgerOptions, openLedger } from "./index.ts";
import type { Ledger, RunRecord } from "./ledger.ts";
import { openRegister } from "./register.ts";

interface Place {
  readonly folder: string;
  readonly notes: string[];
  readonly home: string;
  ledger(more?: Partial<LedgerOptions>): Promise<Ledger>;
}

function place(t: TestContext): Place {
  const folder = scratch(t);
  const notes: string[] = [];
  const home = join(folder, "home");
  return {
    folder,
    notes,
    home,
    ledger: async (more) => {
      const ledger = await openLedger({
        root: join(folder, "runs"),
        home,
        note: (text) => notes.push(text),
        ...more,
      });
      t.after(() => ledger.close());
      return ledger;
    },
  };
}

async function complete(ledger: Ledger, seed: string, out: string | null = null): Promise<RunRecord> {
  const run = await ledger.create(registration(seed), { out });
  await run.append(record(1));
  await run.setStatus("complete");
  const claims = [{ id: "C1", text: "It is so.", verdict: "undecided", estimate: 0, low: -1, high: 1 }];
  await run.writeFile("findings.json", JSON.stringify({ schemaVersion: 1, study: "monitor", claims }));
  await run.close();
  return run;
}

const code =
  (wanted: string, says: RegExp = /./) =>
  (error: unknown): boolean =>
    error instanceof CredenceError &&
    error.code === wanted &&
    says.test(`${error.message} ${error.where} ${error.fix}`);

test("a run is registered and hashed before anything is measured, in a folder with a readable name", async (t) => {
  const ledger = await place(t).ledger();
  const wanted = registration();
  const run = await ledger.create(wanted, { out: null });
  const stored = JSON.parse(readFileSync(join(run.folder, "run.json"), "utf8"));
  assert.deepEqual(stored.registration, wanted);
  assert.equal(stored.hash, sha256(canonicalJson(JSON.parse(JSON.stringify(wanted)))));
  assert.equal(run.hash, stored.hash);
  assert.ok(run.hash.startsWith(run.id) && run.id.length >= 8);
  assert.match(run.folder, /monitor-20260102-[0-9a-f]{4,8}$/);
  assert.deepEqual([run.session, run.status, run.outcomes, run.notes], [1, "running", 0, []]);
  await run.close();
});

test("runs and beliefs are their owner's alone", { skip: process.platform === "win32" }, async (t) => {
  const { ledger: open, folder } = place(t);
  const ledger = await open();
  const own = await ledger.create(registration(), { out: null });
  const elsewhere = await ledger.create(registration("2"), { out: join(folder, "deep/run") });
  await openRegister(join(folder, "fresh-home")).append(() => []);
  for (const made of [own.folder, elsewhere.folder, join(folder, "fresh-home")])
    assert.equal(statSync(made).mode & 0o077, 0, made);
  await own.close();
  await elsewhere.close();
});

test("the same registration twice makes two folders; --out must be empty or absent", async (t) => {
  const { ledger: open, folder } = place(t);
  const ledger = await open();
  const one = await ledger.create(registration(), { out: null });
  const two = await ledger.create(registration(), { out: null });
  assert.notEqual(one.folder, two.folder);
  await one.close();
  await two.close();
  await assert.rejects(ledger.open(one.id, "read"), code("input", /could be/));

  const out = join(folder, "out");
  mkdirSync(out);
  const run = await ledger.create(registration("2"), { out });
  await run.close();
  await assert.rejects(ledger.create(registration("3"), { out }), code("input", /not empty.*resume/s));
  const used = join(folder, "used");
  mkdirSync(used);
  writeFileSync(join(used, "thesis.tex"), "");
  await assert.rejects(ledger.create(registration("3"), { out: used }), code("input", /not empty/));
  assert.deepEqual(readdirSync(used), ["thesis.tex"], "nothing is put into a folder that is refused");
  const left = join(folder, "left");
  mkdirSync(left);
  writeFileSync(join(left, "lock.sqlite"), "");
  await (await ledger.create(registration("4"), { out: left })).close();
});

test("a run is found by folder, by its folder's name and by the start of its id, from elsewhere too", async (t) => {
  const { ledger: open, folder } = place(t);
  const ledger = await open();
  const run = await complete(ledger, "1");
  const outside = await complete(ledger, "2", join(folder, "elsewhere", "mine"));
  const name = run.folder.split("/").at(-1) ?? "";
  for (const word of [run.folder, name, run.id, run.id.slice(0, 6), run.hash]) {
    const found = await ledger.open(word, "read");
    assert.equal(found.folder, run.folder, word);
    assert.deepEqual(await found.outcome(record(1).key), record(1));
    await found.close();
  }
  const found = await ledger.open(outside.id, "read");
  assert.equal(found.folder, outside.folder);
  await found.close();
  await assert.rejects(ledger.open("nowhere", "read"), code("input", /no run called 'nowhere'/));
  await assert.rejects(ledger.open(run.id.slice(0, 2), "read"), code("input"));
});

test("a registration that was changed is refused, and so is a whole other one in its place", async (t) => {
  const ledger = await place(t).ledger();
  const run = await complete(ledger, "1");
  const other = await complete(ledger, "2");
  const file = join(run.folder, "run.json");
  const good = readFileSync(file, "utf8");
  writeFileSync(file, good.replace('"seed": "1"', '"seed": "7"'));
  for (const mode of ["read", "write"] as const)
    await assert.rejects(ledger.open(run.folder, mode), code("input", /changed/));
  writeFileSync(file, good.slice(0, 100));
  await assert.rejects(ledger.open(run.folder, "read"), code("input", /broken/));
  cpSync(join(other.folder, "run.json"), file);
  await assert.rejects(
    ledger.open(run.folder, "read"),
    code("input", /another registration.*outcomes\.jsonl:1/s),
  );
  writeFileSync(file, good);
  await (await ledger.open(run.folder, "write")).close();
});

test("two writers in one process exclude each other, a reader needs no lock", async (t) => {
  const { ledger: open } = place(t);
  const ledger = await open();
  const run = await ledger.create(registration(), { out: null });
  await assert.rejects(
    ledger.open(run.folder, "write"),
    code("locked", new RegExp(`process ${process.pid} on`)),
  );
  await run.append(record(1));
  const reader = await ledger.open(run.folder, "read");
  assert.equal(reader.outcomes, 1);
  await reader.close();
  await run.append(record(2));
  await run.close();
  await run.close();
  const again = await ledger.open(run.folder, "write");
  assert.equal(again.session, 2);
  await again.close();
});

test("the list says how runs ended; moved ones are followed and deleted ones left out", async (t) => {
  const { ledger: open, folder } = place(t);
  const ledger = await open();
  const done = await complete(ledger, "1");
  const dead = await ledger.create(registration("2", { at: "2026-01-03T00:00:00.000Z" }), { out: null });
  await dead.append(record(1));
  await dead.close();
  const gone = await complete(ledger, "3");
  rmSync(gone.folder, { recursive: true });
  const moved = join(folder, "runs", "renamed");
  renameSync(done.folder, moved);
  const list = await ledger.list();
  assert.deepEqual(
    list.map(({ folder, status, verdicts, models, study }) => ({ folder, status, verdicts, models, study })),
    [
      { folder: dead.folder, status: "running", verdicts: {}, models: ["scripted:yes"], study: "monitor" },
      {
        folder: moved,
        status: "complete",
        verdicts: { "monitor/C1": "undecided" },
        models: ["scripted:yes"],
        study: "monitor",
      },
    ],
  );
});

test("the index can be deleted or damaged at any time, and is made anew from runs and register", async (t) => {
  const { ledger: open, folder, home, notes } = place(t);
  const ledger = await open();
  await complete(ledger, "1");
  const outside = await complete(ledger, "2", join(folder, "elsewhere"));
  await openRegister(home).append(() => [{ t: "run", run: outside.id, folder: outside.folder, at: "2026" }]);
  const before = await ledger.list();
  assert.equal(before.length, 2);
  ledger.close();

  const index = join(home, "index.sqlite");
  assert.ok(existsSync(index));
  rmSync(index);
  const second = await open();
  assert.deepEqual(await second.list(), before);
  second.close();
  assert.deepEqual(notes, []);

  const damage: (() => void)[] = [
    () => writeFileSync(index, "no database at all ".repeat(500)),
    () => truncateSync(index, 5000),
    () => {
      const bytes = readFileSync(index);
      bytes.fill(0xff, 4096, 4200);
      writeFileSync(index, bytes);
    },
  ];
  for (const [n, destroy] of damage.entries()) {
    destroy();
    const again = await open();
    assert.deepEqual(await again.list(), before, `damage ${n}`);
    assert.equal(await again.rebuildIndex(), 2);
    again.close();
    assert.equal(notes.length, n + 1, `damage ${n} is said`);
    assert.match(notes[n] ?? "", /made anew/);
  }
});

test("one run that cannot be read keeps no other from being listed", async (t) => {
  const { ledger: open, home, notes } = place(t);
  const ledger = await open();
  const good = await complete(ledger, "1");
  const bad = await complete(ledger, "2");
  writeFileSync(join(bad.folder, "run.json"), "{");
  ledger.close();
  rmSync(join(home, "index.sqlite"));
  writeFileSync(join(home, "register.jsonl"), "not a line\n");
  const again = await open();
  assert.deepEqual(
    (await again.list()).map(({ folder }) => folder),
    [good.folder],
  );
  assert.ok(
    notes.some((note) => note.includes(bad.folder)) &&
      notes.some((note) => note.includes("register.jsonl") || note.includes("outside")),
  );
});

test("without a home that can be written runs go on all the same", async (t) => {
  const { ledger: open, folder, notes } = place(t);
  writeFileSync(join(folder, "file"), "");
  const ledger = await open({ home: join(folder, "file", "home") });
  const run = await complete(ledger, "1");
  assert.equal((await ledger.list()).length, 1);
  assert.equal((await ledger.open(run.id.slice(0, 5), "read")).id, run.id);
  assert.match(notes[0] ?? "", /cannot be kept/);
});

test("a disk that fills up loses nothing that was measured, and the run goes on when there is room", async (t) => {
  const { ledger: open } = place(t);
  let room = 20_000;
  const ledger = await open({
    journalWrites: (writes) => ({
      ...writes,
      write: async (bytes) => {
        const taken = Math.min(bytes.length, room);
        room -= taken;
        // As a real disk does: what fits is written, the next call fails.
        if (taken > 0) return writes.write(bytes.subarray(0, taken));
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      },
    }),
  });
  const run = await ledger.create(registration(), { out: null });
  const safe: number[] = [];
  let failures = 0;
  for (let n = 0; n < 200 && failures === 0; n += 8) {
    const group = [0, 1, 2, 3, 4, 5, 6, 7].map((more) => n + more);
    await Promise.all(
      group.map((one) =>
        run.append(record(one)).then(
          () => safe.push(one),
          (error: unknown) => {
            assert.ok(code("disk", /no space is left/)(error), String(error));
            failures++;
          },
        ),
      ),
    );
  }
  assert.ok(safe.length > 10 && failures > 0, `${safe.length} written, ${failures} refused`);
  await assert.rejects(run.setStatus("failed"), code("disk"));
  await run.close();

  room = Number.POSITIVE_INFINITY;
  const again = await ledger.open(run.folder, "write");
  assert.deepEqual(again.notes, [], "nothing torn was left behind");
  assert.equal(again.outcomes, safe.length);
  for (const n of safe) assert.deepEqual(await again.outcome(record(n).key), record(n));
  await again.append(record(1000));
  await again.close();
});

test("files are written whole, blobs are named by their content and checked when read", async (t) => {
  const ledger = await place(t).ledger();
  const run = await ledger.create(registration(), { out: null });
  assert.equal(await run.readFile("findings.json"), undefined);
  await run.writeFile("report.md", "first");
  await run.writeFile("report.md", "second\n");
  assert.equal(await run.readFile("report.md"), "second\n");

  const bytes = new Uint8Array([0, 255, 10, 13]);
  const hashes = await Promise.all([run.putBlob("é"), run.putBlob("é"), run.putBlob(bytes)]);
  assert.deepEqual(hashes, [sha256("é"), sha256("é"), sha256(bytes)]);
  assert.deepEqual([...(await run.getBlob(sha256(bytes)))], [...bytes]);
  const hash = sha256("é");
  const stored = join(run.folder, "blobs", hash.slice(0, 2), hash.slice(2));
  writeFileSync(stored, "other");
  await assert.rejects(run.getBlob(hash), code("input", /hash/));
  rmSync(stored);
  await assert.rejects(run.getBlob(hash), code("input", /missing/));
  await run.close();
  assert.deepEqual(
    readdirSync(run.folder, { recursive: true }).filter((name) => String(name).endsWith(".part")),
    [],
  );
});
