import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { CredenceError } from "../core/error.ts";
import { groupCommit, type JournalWrites } from "./group-commit.ts";

/** A disk in memory whose syncs wait to be let through, and which may fail. */
function disk(): {
  readonly writes: JournalWrites;
  readonly content: () => string;
  readonly log: string[];
  letSync: () => void;
  hold: boolean;
  failWrite: string | null;
  failSync: string | null;
  takes: number;
} {
  let bytes = Buffer.alloc(0);
  const log: string[] = [];
  const self = {
    log,
    hold: false,
    failWrite: null as string | null,
    failSync: null as string | null,
    takes: Number.POSITIVE_INFINITY,
    letSync: () => {},
    content: () => bytes.toString("utf8"),
    writes: {
      write: async (more: Uint8Array) => {
        const part = more.subarray(0, self.takes);
        log.push(`write ${part.length}`);
        bytes = Buffer.concat([bytes, part]);
        if (self.failWrite !== null) throw Object.assign(new Error(self.failWrite), { code: self.failWrite });
        return part.length;
      },
      sync: async () => {
        log.push("sync");
        if (self.hold) {
          await new Promise<void>((resolve) => {
            self.letSync = resolve;
          });
        }
        if (self.failSync !== null) throw Object.assign(new Error(self.failSync), { code: self.failSync });
      },
      truncate: async (length: number) => {
        log.push(`truncate ${length}`);
        bytes = bytes.subarray(0, length);
      },
    },
  };
  return self;
}

test("what is appended in one turn shares one write and one sync; what comes meanwhile shares the next", async () => {
  const fake = disk();
  fake.hold = true;
  const commit = groupCommit(fake.writes, "journal", 0);
  const first = ["a", "b", "c"].map((line) => commit.append(line));
  await turn();
  await turn();
  assert.deepEqual(fake.log, ["write 6", "sync"]);
  const second = ["d", "é"].map((line) => commit.append(line));
  await turn();
  assert.deepEqual(fake.log, ["write 6", "sync"], "nothing is written while a sync is under way");
  fake.hold = false;
  fake.letSync();
  await Promise.all([...first, ...second]);
  assert.deepEqual(fake.log, ["write 6", "sync", "write 5", "sync"]);
  assert.equal(fake.content(), "a\nb\nc\nd\né\n");
});

test("an append settles after its sync and not before", async () => {
  const fake = disk();
  fake.hold = true;
  const commit = groupCommit(fake.writes, "journal", 0);
  let settled = false;
  let landed = false;
  const append = commit
    .append("line", () => {
      landed = true;
    })
    .then(() => {
      settled = true;
    });
  for (let i = 0; i < 5; i++) await turn();
  assert.equal(fake.content(), "line\n", "written");
  assert.deepEqual([settled, landed, commit.length], [false, false, 0], "but not synced");
  fake.letSync();
  await append;
  assert.deepEqual([settled, landed, commit.length], [true, true, 5]);
});

test("places count bytes, also where the disk takes a few at a time", async () => {
  const fake = disk();
  fake.takes = 3;
  const commit = groupCommit(fake.writes, "journal", 0);
  const places: { offset: number; length: number }[] = [];
  await Promise.all(["漢字", "", "🙂"].map((line) => commit.append(line, (place) => places.push(place))));
  assert.deepEqual(places, [
    { offset: 0, length: 6 },
    { offset: 7, length: 0 },
    { offset: 8, length: 4 },
  ]);
  assert.equal(fake.content(), "漢字\n\n🙂\n");
});

for (const [what, fail] of [
  ["write", "ENOSPC"],
  ["sync", "EIO"],
] as const) {
  test(`a failed ${what} rejects its callers and all later ones, and leaves what was synced`, async () => {
    const fake = disk();
    const commit = groupCommit(fake.writes, "outcomes.jsonl", 0);
    await commit.append("kept");
    if (what === "write") fake.failWrite = fail;
    else fake.failSync = fail;
    const isDisk = (error: unknown): boolean =>
      error instanceof CredenceError && error.code === "disk" && error.where === "outcomes.jsonl";
    await Promise.all(["lost 1", "lost 2"].map((line) => assert.rejects(commit.append(line), isDisk)));
    fake.failWrite = null;
    fake.failSync = null;
    await assert.rejects(commit.append("too late"), isDisk);
    assert.equal(fake.content(), "kept\n");
    assert.equal(commit.length, 5);
    assert.equal(fake.log.filter((entry) => entry.startsWith("truncate")).length >= 1, true);
    await commit.settled();
  });
}

test("a full disk is called that, and says what to do", async () => {
  const fake = disk();
  fake.failWrite = "ENOSPC";
  const commit = groupCommit(fake.writes, "journal", 0);
  await assert.rejects(
    commit.append("x"),
    (error) =>
      error instanceof CredenceError &&
      /no space is left/.test(error.message) &&
      /resume/.test(error.fix ?? ""),
  );
});
