import assert from "node:assert/strict";
import { test } from "node:test";
import { streamed } from "../../../../lab/in-process.ts";
import { noUsage } from "../../../core/outcome.ts";
import { random } from "../../../stats/distributions/random.ts";
import { type CoincidenceResult, conditions } from "../../../worlds/network/coincidences.ts";
import { resolveClaims } from "../claims.ts";
import type { RecallResults } from "../results.ts";
import { boxResultOf } from "./box-result.ts";
import { boxTrials, type RecallOutcome } from "./box-trials.ts";

/** Networks whose planted facts are learned so much sooner, and whose controls differ by so much. */
function outcomes(saved: number, control: number, seeds = 4): RecallOutcome[] {
  const source = random(`${saved} ${control}`);
  return boxTrials(seeds, [2, 4]).map((trial) => ({
    ...{
      trial,
      key: trial.item,
      usage: noUsage,
      calls: 0,
      replayed: 0,
      attempts: 1,
      seconds: 0,
      session: 1,
      at: null,
    },
    result: {
      value: {
        networks: trial.conditions.map((condition): CoincidenceResult => {
          const adjusted = (condition === "planted" ? saved : control) + 0.05 * source.normal();
          return {
            ...{ exposures: { coincident: 5 - adjusted, matched: 5 }, adjusted, d: adjusted, known: 1 },
            ripple: condition === "planted" ? -1 : null,
          };
        }),
      },
    },
  }));
}

const verdict = async (...given: Parameters<typeof outcomes>): Promise<string | undefined> => {
  const box = await boxResultOf(streamed(outcomes(...given)), [2, 4]);
  const nothing: RecallResults = {
    ...{ version: 1, q: 0.1, order: null, missing: 0, relations: [], facts: [], census: null, balance: [] },
    means: {
      ...{ tested: 0, boost: null, redirect: null, priming: null, buffer: null, direct: null, cue: null },
      ...{ share: null, detectable: null },
    },
    ...{ strict: { passed: 0, of: 0, needed: null }, crossSection: null, box },
  };
  return resolveClaims(nothing).find(({ id }) => id === "C2")?.verdict;
};

test("C2: saved exposures with still controls, nothing saved, a control that moves, too few networks", async () => {
  assert.equal(await verdict(1.5, 0), "supported");
  assert.equal(await verdict(-1.5, 0), "contradicted");
  assert.equal(await verdict(0, 0), "undecided");
  assert.equal(await verdict(1.5, 0.5), "invalid");
  assert.equal(await verdict(1.5, 0, 3), "unresolved");
});

test("controls are made for the number of attributes nearest to four, planted facts for all", () => {
  const trials = boxTrials(2, [2, 4, 8]);
  assert.equal(trials.length, 6);
  for (const { relations, conditions: asked } of trials)
    assert.equal(asked.length, relations === 4 ? conditions.length : 1);
  assert.equal(new Set(trials.map(({ item }) => item)).size, trials.length);
});
