// Runs on data without a licence, made again through CREDENCE_DATA: numbers and verdicts as they were (frozen.test.ts); half a minute.
import { test } from "node:test";
import { quietRun } from "../../src/study/quiet-run.ts";
import { assertSame, emptyLedger, frozenNumbers, frozenStudy, leavesOf } from "./frozen-runs.ts";
import { unlicensed } from "./unlicensed.ts";

const data = process.env.CREDENCE_DATA;

for (const { name, study, config } of unlicensed) {
  test(`${name}: as it was`, async (t) => {
    if (data === undefined) {
      t.skip("NOT TESTED: CREDENCE_DATA names no folder with the data");
      return;
    }
    const { ledger } = await emptyLedger(t);
    const options = quietRun((reference) => {
      throw new Error(`${reference} was asked for, though no test needs a model`);
    });
    const prepared = await frozenStudy(study).prepare(config(data), { seed: "1", events: () => {} });
    const { findings } = await prepared.start({ ...options, ledger, place: { out: null } });
    assertSame(frozenNumbers(name), leavesOf(findings), { name, study });
  });
}
