// Folders, registrations and records for the ledger's tests.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Json } from "../../src/core/json.ts";
import { sha256 } from "../../src/core/json.ts";
import type { OutcomeRecord, Registration } from "../../src/ledger/ledger.ts";

/** A folder that goes when the test ends. */
export function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "credence-ledger-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A registration; seeds make different ones. */
export function registration(seed = "1", change: Partial<Registration> = {}): Registration {
  return {
    study: "monitor",
    studyVersion: "1",
    version: "0.1.0",
    config: { runs: ["runs.jsonl"], limit: null },
    seed,
    inputs: [{ name: "runs.jsonl", sha256: sha256("runs"), bytes: 4 }],
    models: {
      monitor: {
        adapter: "scripted",
        name: "yes",
        endpoint: null,
        fingerprint: null,
        reference: "scripted:yes",
        capabilities: ["generate"],
        caching: "none",
        contextTokens: null,
        price: null,
        cacheRule: null,
      },
    },
    claims: [
      { id: "C1", text: "It is so.", estimand: "a difference", rule: "by its interval", narrower: "here" },
    ],
    credences: {},
    code: sha256("code"),
    machine: { platform: "linux" },
    at: "2026-01-02T03:04:05.678Z",
    ...change,
  };
}

/** Record number n. */
export function record(
  n: number,
  value: Json = { score: n / 7, text: texts[n % texts.length] ?? "" },
): OutcomeRecord {
  return {
    key: sha256(`trial ${n}`),
    trial: { item: `item ${n}`, arm: "prefix", repeat: 0, role: "monitor" },
    result: { value },
    usage: { uncachedInput: 20, cacheRead: null, cacheWrite: 0, output: 1 },
    calls: 1,
    replayed: 0,
    attempts: 1,
    seconds: 0.25,
    session: 1,
  };
}

const texts = [
  "plain",
  "é and ü",
  "漢字かな",
  "🙂 and 👩‍👩‍👧",
  'quote " back \\ slash',
  "a\nb\r\nc\u2028d\u2029e",
  "\u0000\u001b[31m",
  "\ud800",
];
