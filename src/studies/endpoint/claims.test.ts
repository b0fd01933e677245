import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveClaims } from "./claims.ts";
import { byMechanism } from "./mechanisms.ts";
import type { EndpointResult, PrefillResult } from "./results.ts";

const logProbs = { target: null, drop: null, cont: null, flip: null };
const honoured: PrefillResult = {
  ...{ verdict: "honoured", mechanism: "TRUE", reason: "it goes on", posterior: [], fit: 0.5 },
  shares: {
    ...{
      turns: 40,
      continued: 40,
      against: "CLOSED",
      imitated: { of: 1, n: 20 },
      telling: 0,
      some: true,
      ...{ what: "", way: [], instructed: [], alike: false },
    },
    ...{ honoured: { at95: 0.85, at99: 0.8 }, faked: { at95: 0, at99: 0 }, lengths: [], differs: null },
    ...{ exposed: null, readings: 20 },
  },
  ...{ echo: false, probes: [], template: null, calls: 30 },
  tokens: { mute: null, counts: {}, slope: null, beside: null, foretold: byMechanism(() => null) },
  logProbs: { asked: "not asked", items: 0, first: logProbs, apart: logProbs },
};
const calm: NonNullable<EndpointResult["reasoning"]> = {
  ...{ verdict: "no evidence", reason: "nothing is shown", rate: 0, low: 0, high: 0.03, calls: 80, shown: 0 },
  ...{ declared: 0, openBound: 0.03, depths: [], steps: { depth: 8, right: 9, calls: 9 }, unreadable: 0 },
  ...{
    written: 0,
    hidden: { low: 0, high: 0.02, bound: 0.02 },
    caps: [],
    capKept: true,
    doubted: null,
    at99: { low: 0, high: 0.04 },
  },
};
const silent: EndpointResult = {
  ...{
    reference: "http://one",
    api: "chat",
    model: "m",
    calls: 30,
    usd: null,
    prefill: null,
    reasoning: null,
  },
  ...{ offRefused: false, providers: [], records: 0, providersAlike: null, ends: [], trouble: null },
  switches: { off: "{}", offTried: [], prefillTried: [] },
};
const resolved = (...endpoints: readonly Partial<EndpointResult>[]) =>
  resolveClaims({
    endpoints: endpoints.map((one) => ({ ...silent, ...one })),
    ...{ rate: 5, atLeast: 70, prefill: null, reasoning: null, calls: 0, usd: null, saved: null },
  });
const verdicts = (...endpoints: readonly Partial<EndpointResult>[]): readonly string[] =>
  resolved(...endpoints).map(({ verdict }) => verdict);

test("all endpoints must honour; one that does not contradicts, one that says nothing leaves it open", () => {
  const prefill = honoured;
  assert.deepEqual(verdicts({ prefill }, { prefill })[0], "supported");
  assert.deepEqual(verdicts({ prefill }, {})[0], "undecided");
  assert.deepEqual(verdicts({ prefill }, { prefill: { ...honoured, verdict: "undecided" } })[0], "undecided");
  const rejected = { ...honoured, verdict: "rejected", mechanism: "REJECT" } as const;
  const [claim] = resolved({ prefill }, { prefill: rejected });
  assert.deepEqual([claim?.verdict, claim?.estimate], ["contradicted", 0], "a rejected turn is not open");
  for (const verdict of ["not honoured", "mixed"] as const)
    assert.deepEqual(verdicts({ prefill: { ...honoured, verdict } }, {})[0], "contradicted");
  assert.deepEqual(verdicts({}, {})[0], "unresolved");
});

test("the stated rate decides, by the worst endpoint; the interval that is reported is that one's", () => {
  const noisy = {
    ...calm,
    verdict: "shown",
    rate: 0.5,
    low: 0.4,
    high: 0.6,
    at99: { low: 0.35, high: 0.65 },
  } as const;
  assert.deepEqual(verdicts({ reasoning: calm })[1], "supported");
  assert.deepEqual(verdicts({ reasoning: calm }, {})[1], "undecided");
  assert.deepEqual(
    verdicts({ reasoning: { ...calm, at99: { low: 0, high: 0.05 } } })[1],
    "undecided",
    "at the rate it is open",
  );
  const [, claim] = resolved({ reasoning: calm }, { reasoning: noisy });
  assert.deepEqual([claim?.verdict, claim?.estimate, claim?.low], ["contradicted", 0.5, 0.4]);
  assert.match(claim?.text ?? "", /at most 5% of calls/);
  assert.deepEqual(verdicts({})[1], "unresolved");
});

test("an endpoint that answered nothing is named with what to look at", () => {
  const [claim] = resolved({ prefill: honoured }, { reference: "http://two", trouble: "status 401" });
  assert.match(
    claim?.said?.sentence ?? "",
    /http:\/\/one the prefill is honoured.*http:\/\/two no call was answered: status 401/,
  );
});
