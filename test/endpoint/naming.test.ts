// Two fakes that count alike are not told apart by replies, and no calls are spent on it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inWorld, said } from "../../lab/endpoint/in-world.ts";
import { leastCalls } from "../../src/studies/endpoint/rounds.ts";

const prefill = { test: ["prefill"] };

test("a closed turn and one passed on as the user's, counted alike, are no honoured prefill and get no name", async () => {
  for (const mechanism of ["CLOSED", "FLIP"]) {
    let [alike, accused] = [0, 0];
    for (let seed = 0; seed < 15; seed++) {
      const driven = await inWorld(`mechanism=${mechanism},skill=0.2`, {
        seed: `${seed}`,
        settings: prefill,
      });
      const word = said(driven);
      assert.ok(["not honoured", "undecided"].includes(word), `${mechanism}, seed ${seed}: ${word}`);
      if (word === "undecided") continue;
      accused++;
      const { reason = "", calls = 0 } = driven.analysis.results.prefill ?? {};
      assert.match(reason, /; most likely the (?:turn|prefill) .*\([A-Z]+\)$/);
      if (reason.includes("nothing that can be sent tells apart")) alike++;
      assert.ok(calls <= 400 + 9, `${calls} calls`);
    }
    assert.ok(accused >= 11, `${accused} of 15`);
    assert.ok(2 * alike >= accused, `${alike} of ${accused}`);
  }
});

test("no more calls are made than allowed, and the first round fits in the fewest", async () => {
  for (const calls of [leastCalls, leastCalls + 10]) {
    const { outcomes } = await inWorld("mechanism=TRUE,skill=0.9,usage=omitted", {
      settings: { ...prefill, calls },
    });
    assert.ok(outcomes.length <= calls, `${outcomes.length} of ${calls}`);
    assert.ok(outcomes.length >= leastCalls, `${outcomes.length} of ${calls}`);
  }
});
