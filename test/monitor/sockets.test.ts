// Twelve whole analyses through real sockets: what comes out is what was planted, and what the same monitor gives in this process.
import assert from "node:assert/strict";
import { test } from "node:test";
import { byteModel, drive, testConfig, testInputs } from "../../lab/monitor/drive.ts";
import { squashed } from "../../lab/monitor/planted.ts";
import { type TwoArmCase, twoArmTruth, twoArmWorld } from "../../lab/monitor/two-arm-world.ts";
import { openModel } from "../../src/models/open.ts";
import { yesNoServer } from "../servers/yes-no.ts";

const world: TwoArmCase = { name: "sockets", rows: 60, groups: 30, prefix: 0.5, fresh: 1.5 };

test("12 analyses over sockets hold the planted difference and agree with those in process", async (t) => {
  let logit: (bytes: string) => number = () => 0;
  const server = await yesNoServer(t, { logit: (bytes) => logit(bytes) });
  const truth = twoArmTruth(world).difference;
  let held = 0;
  let asked = 0;
  for (let seed = 0; seed < 12; seed++) {
    const drawn = twoArmWorld(world, String(seed));
    logit = drawn.logit;
    const config = testConfig({ arms: ["prefix", "fresh"], bootstrap: 300 });
    const inputs = testInputs(drawn.rows, config);
    const model = await openModel(server.url, { env: {} });
    const far = await drive(inputs, config, model);
    await model.close();
    const near = await drive(
      inputs,
      config,
      byteModel((bytes) => squashed(drawn.logit(bytes))),
    );
    asked += 2 * world.rows;
    const [a, b] = [far.analysis.results.comparisons[0]?.auroc, near.analysis.results.comparisons[0]?.auroc];
    assert.ok(a && b);
    assert.ok(Math.abs(a.estimate - b.estimate) < 1e-9, `seed ${seed}: ${a.estimate} and ${b.estimate}`);
    assert.ok(Math.abs(a.low - b.low) < 1e-9 && Math.abs(a.high - b.high) < 1e-9);
    if (a.low <= truth && truth <= a.high) held++;
  }
  assert.equal(server.answered(), asked);
  // Nine or fewer of twelve 95% intervals are one chance in fifty.
  assert.ok(held >= 10, `only ${held} of 12 intervals hold ${truth}`);
});
