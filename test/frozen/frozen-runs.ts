// Runs that the code of commit c096629 made, kept to see that every number stays as it was. test/frozen/README.md says how they were made.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { frozenLeaves, type Leaf } from "../../lab/frozen/leaves.ts";
import type { Json } from "../../src/core/json.ts";
import { openLedger } from "../../src/ledger/index.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { studyNamed } from "../../src/studies/all.ts";
import type { Envelope } from "../../src/study/envelope.ts";
import type { RunnableStudy } from "../../src/study/runnable.ts";
import { threads } from "../../src/study/workers.ts";
import { type Changes, committedChanges, differences, noChanges } from "./changes.ts";

const packed = z.strictObject({ files: z.record(z.string(), z.string()) });
const findings = z.object({ study: z.string(), claims: z.json(), results: z.json() });

/** A frozen run: its files, and every number and verdict it gave. */
export interface FrozenRun {
  readonly name: string;
  readonly study: string;
  /** Path in the run's folder → text. */
  readonly files: Readonly<Record<string, string>>;
  readonly leaves: ReadonlyMap<string, Leaf>;
}

function unpacked(file: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(new URL(file, import.meta.url))).toString("utf8"));
}

/** Names of all frozen runs whose data may be published. */
export function frozenNames(): readonly string[] {
  return readdirSync(new URL(".", import.meta.url))
    .filter((file) => file.endsWith(".json.gz") && !file.endsWith(".numbers.json.gz"))
    .map((file) => file.slice(0, -".json.gz".length));
}

/** Reads one. */
export function frozenRun(name: string): FrozenRun {
  const { files } = packed.parse(unpacked(`${name}.json.gz`));
  const { study, claims, results } = findings.parse(JSON.parse(files["findings.json"] ?? ""));
  return { name, study, files, leaves: frozenLeaves({ claims, results }) };
}

/** Reads numbers and verdicts of a run whose data may not be published. */
export function frozenNumbers(name: string): ReadonlyMap<string, Leaf> {
  const leaf = z.union([z.string(), z.number(), z.boolean(), z.null()]);
  return new Map(Object.entries(z.record(z.string(), leaf).parse(unpacked(`${name}.numbers.json.gz`))));
}

/** A ledger in a new folder that is removed after the test. */
export async function emptyLedger(
  t: TestContext,
): Promise<{ readonly ledger: Ledger; readonly root: string }> {
  const root = mkdtempSync(join(tmpdir(), "credence-frozen-"));
  const ledger = await openLedger({ root: join(root, "runs"), home: join(root, "home") });
  t.after(() => {
    ledger.close();
    rmSync(root, { recursive: true });
  });
  return { ledger, root };
}

/** What today's code says of a run's files: what `credence report` does, in this process. */
export async function analysedAgain(t: TestContext, { name, study, files }: FrozenRun) {
  const { ledger, root } = await emptyLedger(t);
  const folder = join(root, name);
  for (const [path, text] of Object.entries(files)) {
    if (path === "findings.json") continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const run = await ledger.open(folder, "read");
  const ended = await frozenStudy(study).report(run, { events: () => {}, workers: threads() });
  await run.close();
  return leavesOf(ended.findings);
}

/** A study of the registry. */
export function frozenStudy(name: string): RunnableStudy {
  const study = studyNamed(name);
  assert.ok(study, `no study is called ${name}`);
  return study;
}

/** What of findings is compared, as it stands in the file. */
export function leavesOf(found: Envelope | null): ReadonlyMap<string, Leaf> {
  const json: Json = JSON.parse(JSON.stringify(found));
  return frozenLeaves(findings.parse(json));
}

/** Fails with the first differences, in words. */
export function assertSame(
  old: ReadonlyMap<string, Leaf>,
  now: ReadonlyMap<string, Leaf>,
  run: Pick<FrozenRun, "name" | "study">,
): void {
  const found = differences(old, now, changesOf(run));
  const shown = found.slice(0, 20).map(({ path, was, is }) => `${path}: was ${was}, is ${is}`);
  assert.equal(found.length, 0, `${found.length} of ${old.size} differ:\n${shown.join("\n")}`);
}

/** A run's committed changes, its own before those of its study. */
export function changesOf({ name, study }: Pick<FrozenRun, "name" | "study">): Changes {
  const all = committedChanges();
  const [own, common] = [all[name] ?? noChanges, all[study] ?? noChanges];
  return {
    moved: { ...own.moved, ...common.moved },
    gone: { ...own.gone, ...common.gone },
    changed: { ...own.changed, ...common.changed },
    digits: { ...own.digits, ...common.digits },
  };
}
