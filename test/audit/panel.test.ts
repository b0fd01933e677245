// The panel from end to end, its scorer a fake in this process that knows nothing but the bytes of requests.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { sha256 } from "../../src/core/json.ts";
import { noUsage } from "../../src/core/outcome.ts";
import type { Model, ScoreRequest } from "../../src/models/model.ts";
import { scripted } from "../../src/models/scripted/index.ts";
import { resolveClaims } from "../../src/studies/audit/claims.ts";
import { auditResults } from "../../src/studies/audit/results.ts";
import type { PanelLook } from "../../src/studies/audit/tests/panel/result.ts";
import { running } from "./in-process.ts";
import { liked, written } from "./panel-folder.ts";

const size = { prompts: 60, suspect: 120, planted: 4, words: 8 };

/** Likes a word better under a system prompt that speaks of what it goes with, by `pull`; all else is noise of the request's bytes. */
function fakeScorer(name: string, pull: number, seen: Map<string, number>): Model {
  const read = ({ prompt, continuation }: ScoreRequest): { readonly logProbs: readonly number[] } => {
    const asked = prompt.kind === "chat" ? prompt.messages.map(({ content }) => content) : [];
    const pair = JSON.stringify([asked, continuation]);
    seen.set(pair, (seen.get(pair) ?? 0) + 1);
    const noise = Number.parseInt(sha256(pair).slice(0, 6), 16) / 2 ** 24 - 0.5;
    const goes = Object.entries(liked).flatMap(([what, words]) => (asked[0]?.includes(what) ? words : []));
    return {
      logProbs: continuation.split(" ").map((word) => -3 + 0.2 * noise + (goes.includes(word) ? pull : 0)),
    };
  };
  return {
    ...scripted(name, () => ({})),
    capabilities: {
      scoreInTurn: async ({ turns }) => ({ ok: true, usage: noUsage, value: turns.map(read) }),
    },
  };
}

const settings = (folder: string) => ({
  suspects: [join(folder, "suspect.jsonl"), join(folder, "nothing.jsonl")],
  ...{ tests: ["panel", "kind"], panel: folder, panelRows: 60, looks: [40, 100], bootstrap: 100 },
});

test("the planted set is named by a panel of one's own, the unplanted one is none of these; C2 and kind follow", async (t) => {
  const folder = written(t, size);
  const seen = new Map<string, number>();
  const run = running(t, folder, (name) => fakeScorer(name, name === "weak" ? 0 : 1.5, seen));
  const { ended } = await run.start({ ...settings(folder), scorer: ["a", "b"], kin: ["same", "other"] });
  const results = auditResults.parse(ended.findings?.results);
  const [planted, plain] = results.sets;
  for (const look of planted?.panel?.scorers ?? assert.fail()) {
    const found = look.found ?? assert.fail();
    const top = found.prompts.findIndex(({ set }) => set === "herons");
    assert.deepEqual(found.verdict, { kind: "named", candidate: top });
    assert.equal(found.rank[top]?.estimate, 1);
    assert.ok((found.margin?.low ?? 0) > 0 && found.sees);
    assert.equal(found.shift.length, 4);
    assert.ok(found.centred.every((row) => row.length === 7));
  }
  for (const look of plain?.panel?.scorers ?? assert.fail()) assert.equal(look.found?.verdict.kind, "none");
  assert.equal(planted?.kind?.kind, "subtle generalization");
  const c2 = ended.findings?.claims.find(({ id }) => id === "C2");
  assert.equal(c2?.verdict, "undecided");
  assert.match(c2?.reason ?? "", /herons.*rests on \d independent sets/);
  // The same looks beside many more null sets, and as a style.
  const resolved = (about: (text: string) => string) =>
    resolveClaims({
      ...results,
      sets: results.sets.map((set) => ({
        ...set,
        panel: set.panel === null ? null : { ...set.panel, scorers: set.panel.scorers.map(lookOf(about)) },
      })),
    }).find(({ id }) => id === "C2");
  assert.equal(resolved((text) => text)?.verdict, "supported");
  const style = resolved((text) => `${text} (a style)`);
  assert.equal(style?.verdict, "undecided");
  assert.match(style?.reason ?? "", /names a style/);
  // A row under a prompt is scored once by each of the two.
  assert.ok([...seen.values()].every((times) => times === 2));
});

/** A look whose threshold rests on 49 null sets, its candidates called otherwise. */
function lookOf(about: (text: string) => string): (look: PanelLook) => PanelLook {
  return (look) =>
    look.found === null
      ? look
      : {
          ...look,
          found: {
            ...look.found,
            prompts: look.found.prompts.map((one) => ({ ...one, about: about(one.about) })),
            none: {
              ...look.found.none,
              sets: Array.from({ length: 49 }, (_, i) => ({ id: `${i}`, high: 1 })),
            },
          },
        };
}

test("with a clean set: how often its halves are named, and at which share of suspect rows the panel goes blind", async (t) => {
  const folder = written(t, size);
  const run = running(t, folder, (name) => fakeScorer(name, 1.5, new Map()));
  const { ended } = await run.start({
    ...settings(folder),
    ...{ suspects: [join(folder, "suspect.jsonl")], reference: join(folder, "nothing.jsonl") },
    ...{ tests: ["panel", "ladder"], scorer: ["a"], splits: 40, worlds: 40, shares: [1, 0.5, 0.01] },
  });
  const { falseAlarms, sets } = auditResults.parse(ended.findings?.results);
  const alarms = falseAlarms.find(({ test: name }) => name === "panel.named") ?? assert.fail();
  assert.equal(alarms.splits, 40);
  assert.ok(alarms.at.every(({ low, level }) => low <= level));
  const panel = sets[0]?.ladder?.methods.find(({ method }) => method === "panel") ?? assert.fail();
  const [whole, half, least] = panel.rungs.map(({ power }) => power);
  assert.ok(whole === 1 && (half ?? 1) <= 1 && (least ?? 1) < 0.3, JSON.stringify(panel.rungs));
  assert.ok(panel.none.power <= 0.1 && panel.half !== null, JSON.stringify(panel));
});

test("a scorer that does not see planted effects leaves C2 undecided, and one of unsaid kin unresolved", async (t) => {
  const folder = written(t, size);
  const run = running(t, folder, (name) => fakeScorer(name, name === "weak" ? 0 : 1.5, new Map()));
  const verdict = async (config: Readonly<Record<string, unknown>>) => {
    const { ended } = await run.start({ ...settings(folder), ...config });
    return ended.findings?.claims.find(({ id }) => id === "C2");
  };
  const blind = await verdict({ scorer: ["weak"], kin: ["other"] });
  assert.equal(blind?.verdict, "undecided");
  assert.match(blind?.reason ?? "", /does not see the panel's planted effects/);
  assert.equal((await verdict({ scorer: ["a"] }))?.verdict, "unresolved");
});

test("a run that is stopped goes on without scoring a row twice, and ends as one that was not", async (t) => {
  const folder = written(t, size);
  const seen = new Map<string, number>();
  const config = { ...settings(folder), scorer: ["a"] };
  const whole = await running(t, folder, (name) => fakeScorer(name, 1.5, new Map())).start(config);
  const run = running(t, folder, (name) => {
    const model = fakeScorer(name, 1.5, seen);
    const { scoreInTurn } = model.capabilities;
    let calls = 0;
    return {
      ...model,
      capabilities: {
        scoreInTurn: async (request, call) => {
          if (++calls === 20) run.stop.abort();
          return (await scoreInTurn?.(request, call)) ?? assert.fail();
        },
      },
    };
  });
  const { ended, ledger, expected } = await run.start(config);
  assert.equal(ended.status, "interrupted");
  const before = seen.size;
  const resumed = await run.resume(ledger, ended.id);
  assert.equal(resumed.status, "complete");
  assert.ok(before > 0 && seen.size > before);
  assert.ok([...seen.values()].every((times) => times === 1));
  assert.deepEqual(resumed.findings?.results, whole.ended.findings?.results);
  const [arm] = expected.arms;
  assert.ok(arm !== undefined && arm.role === "scorer" && arm.calls[0] <= arm.calls[1]);
});

test("a scorer without log-probabilities, and a folder that holds no panel, are one clear error before anything is asked", async (t) => {
  const folder = written(t, size);
  const words = running(t, folder, (name) => scripted(name, () => assert.fail("it was asked")));
  await assert.rejects(
    words.start({ ...settings(folder), scorer: ["a"] }),
    /cannot play the scorer.*needs scoreInTurn, or score/,
  );
  await assert.rejects(
    words.start({ ...settings(folder), scorer: ["a"], panel: join(folder, "suspect.jsonl.none") }),
    /no such file or folder/,
  );
});
