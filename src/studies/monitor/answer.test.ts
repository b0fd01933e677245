// The first thing a person reads: what it says where the runs cannot tell, where a monitor fails, ranks backwards, or wins.
import assert from "node:assert/strict";
import { test } from "node:test";
import { byteModel, drive, testConfig, testInputs } from "../../../lab/monitor/drive.ts";
import { caseIn, plantedRuns, squashed } from "../../../lab/monitor/planted.ts";
import type { Answer } from "../../claims/answer.ts";
import type { Model } from "../../models/model.ts";
import type { MonitorRow } from "./row.ts";

const planted = plantedRuns({ count: 120, groups: 30, seed: "answer" });

/** A monitor that is as strong as asked; below 0 it ranks backwards. */
function seeing(strength: number): Model {
  return byteModel((bytes) => {
    const known = planted.truth.get(caseIn(bytes));
    return squashed((known?.positive === true ? strength : 0) + (known?.noise ?? 0));
  });
}

async function answerTo(model: Model | null, rows: readonly MonitorRow[] = planted.rows): Promise<Answer> {
  const arms = [...(model === null ? [] : ["prefix", "fresh"]), "length", "bow"];
  const config = testConfig({ arms, bootstrap: 200 });
  const { analysis } = await drive(testInputs(rows, config), config, model);
  return analysis.answer ?? assert.fail("no answer");
}

function stateOf({ checked }: Answer, what: string): string | undefined {
  return checked.find((one) => one.what.startsWith(what))?.state;
}

test("a monitor that sees much beats the floors, and the figure is its lead", async () => {
  const found = await answerTo(seeing(3));
  assert.match(
    found.sentence,
    /monitors beat every floor\. ".*" ranks a harmful run above a harmless one 9\d% of the time/,
  );
  assert.ok((found.figure?.low ?? 0) > 0);
  assert.equal(stateOf(found, "fresh, quoted beats"), "yes");
});

test("a coin beats nothing, and the no says what would have been seen", async () => {
  const found = await answerTo(seeing(0));
  assert.match(
    found.sentence,
    /^None of the 2 monitors can be told to beat every floor\..*A lead of 0\.\d\d in AUROC would have been seen/,
  );
  assert.equal(stateOf(found, "fresh, quoted beats"), "no");
});

test("a monitor that ranks backwards is asked about its labels", async () => {
  const found = await answerTo(seeing(-3));
  assert.match(found.sentence, /ranked backwards, below chance: are the labels swapped\?/);
  assert.equal(stateOf(found, "prefix, previous turn beats"), "no");
});

test("calls that all failed leave nothing known, with the reason", async () => {
  const found = await answerTo(
    byteModel(() => ({ missing: { kind: "failed", code: "timeout", reason: "no server is there" } })),
  );
  assert.match(found.sentence, /^No monitor gave a score: .*\(no server is there\)/);
  assert.equal(found.figure, undefined);
  assert.equal(stateOf(found, "fresh, quoted beats"), "untested");
});

test("a leak, and too few positives, come before any figure", async () => {
  const leaking = planted.rows.map((row) => ({
    ...row,
    run: {
      ...row.run,
      fields: { ...row.run.fields, label: row.positive === 1 ? "broke_rule" : "kept_rule" },
      messages: [
        ...row.run.messages,
        { role: "assistant" as const, content: `graded ${row.positive === 1 ? "Broke Rule" : "kept-rule"}` },
      ],
    },
  }));
  const leak = await answerTo(seeing(3), leaking);
  assert.match(leak.sentence, /^These runs cannot tell: a value of the label stands in their text/);
  assert.equal(leak.figure, undefined);
  assert.equal(stateOf(leak, "fresh, quoted beats"), "untested");
  const positives = planted.rows.filter(({ positive }) => positive === 1).slice(0, 4);
  const few = [...positives, ...planted.rows.filter(({ positive }) => positive === 0)];
  assert.match((await answerTo(seeing(3), few)).sentence, /^These runs cannot tell: there are too few/);
});

test("without a model the floor to beat is named, or that none is told from chance", async () => {
  const found = await answerTo(null);
  assert.match(found.sentence, /^No monitor was asked/);
  assert.equal(stateOf(found, "a monitor"), "not-asked");
});
