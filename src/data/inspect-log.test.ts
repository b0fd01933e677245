import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { z } from "zod";
import type { AgentRun, Message } from "../core/message.ts";
import { noUsage } from "../core/outcome.ts";
import { inspectLogArchive } from "./inspect-log.ts";
import { readRuns } from "./runs.ts";
import type { RunScore, ScoredRun, ScoredRuns } from "./scored-runs.ts";
import { openZip } from "./zip.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-inspect-log-"));
after(() => rmSync(folder, { recursive: true }));

const about = {
  task: "credence/monitor",
  taskVersion: "1",
  run: "0123456789ab",
  hash: "0123456789abcdef".repeat(4),
  at: "2026-01-01T00:00:00.000Z",
  version: "0.1.0",
  model: "scripted:even",
};

function runOf(id: string, messages: readonly Message[]): AgentRun {
  return { id, source: "runs.jsonl:1", messages, fields: {} };
}

function scoredOf(run: AgentRun, ...scores: readonly RunScore[]): ScoredRun {
  return { run, label: "bad", positive: true, group: "g", author: null, suite: null, scores };
}

const half: RunScore = { status: "scored", score: 0.5, mass: 1, why: null, calls: 0, usage: noUsage };
const said: readonly Message[] = [
  { role: "user", content: "Go." },
  { role: "assistant", content: "Done." },
];

let files = 0;

async function written(runs: readonly ScoredRun[]): Promise<string> {
  const scored: ScoredRuns = { arms: [{ id: "fresh", kind: "prompted", model: "scripted:even" }], runs };
  const pieces: Uint8Array[] = [];
  for await (const piece of inspectLogArchive(scored, about)) pieces.push(piece);
  const file = join(folder, `${++files}.eval`);
  writeFileSync(file, Buffer.concat(pieces));
  return file;
}

test("ids that cannot name a member, or come twice, are changed; the run's own stands in the metadata", async () => {
  const ids = [
    "../../etc/passwd",
    "/root/a",
    "..",
    "a\\b",
    "line\nbreak",
    "same",
    "same",
    "runs.jsonl:3",
    "v1..2",
  ];
  const file = await written(ids.map((id) => scoredOf(runOf(id, said), half)));
  const { runs } = await readRuns([file]);
  const own = z.object({ id: z.string(), metadata: z.object({ run: z.string() }) });
  const names = new Map(
    runs.map(({ fields }) => own.parse(fields)).map(({ id, metadata }) => [id, metadata.run]),
  );
  assert.equal(names.size, ids.length);
  assert.deepEqual([...names.values()].sort(), [...ids].sort());
  for (const kept of ["same", "same#2", "runs.jsonl:3", "v1..2"]) assert.ok(names.has(kept), kept);
  assert.equal(names.get("%2E%2E/%2E%2E/etc/passwd"), "../../etc/passwd");
});

test("arguments that are no JSON object are kept as they were written; reasoning stands apart", async () => {
  const call = { id: "1", name: "read", arguments: "[1, 2" };
  const messages: readonly Message[] = [
    { role: "user", content: "Go." },
    {
      role: "assistant",
      content: null,
      reasoning: "Hm.",
      toolCalls: [call, { ...call, id: "2", arguments: "" }],
    },
    { role: "tool", content: "no", toolCallId: "1" },
  ];
  const { runs } = await readRuns([await written([scoredOf(runOf("a", messages), half)])]);
  assert.deepEqual(runs[0]?.messages, [
    messages[0],
    {
      role: "assistant",
      content: null,
      reasoning: "Hm.",
      toolCalls: [
        { ...call, arguments: { arguments: "[1, 2" } },
        { ...call, id: "2", arguments: {} },
      ],
    },
    messages[2],
  ]);
});

test("a run without a score has a bare NaN, which Inspect reads as unscored, and the reason beside it", async () => {
  const why = { code: "refusal", reason: 'it said "NaN"' };
  const refused: RunScore = { ...half, status: "refused", score: null, why };
  const zip = await openZip(
    await written([scoredOf(runOf("a", said), refused), scoredOf(runOf("b", said), half)]),
  );
  const text = await zip.text("samples/a_epoch_1.json");
  const summaries = await zip.text("summaries.json");
  const header: unknown = JSON.parse(await zip.text("header.json"));
  zip.close();
  for (const one of [text, summaries]) {
    assert.match(one, /"fresh":\{"value":NaN,"explanation":"refused \(refusal\): it said \\"NaN\\""/);
    assert.match(one, /"reason":"grader_failed"/);
  }
  const scores = z.array(
    z.object({ scored_samples: z.number(), unscored_samples: z.number(), metrics: z.json() }),
  );
  const { results } = z.object({ results: z.object({ scores }) }).parse(header);
  // Both runs are positive: there is no AUROC to give.
  assert.deepEqual(results.scores, [{ scored_samples: 1, unscored_samples: 1, metrics: {} }]);
});
