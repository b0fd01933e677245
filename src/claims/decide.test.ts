import assert from "node:assert/strict";
import { test } from "node:test";
import { claim, type Evidence, widened } from "./decide.ts";

const worse = claim({
  id: "C1",
  text: "A is worse than B.",
  estimand: "A minus B",
  narrower: "one data set",
  rule: {
    needs: [
      { id: "both", text: "both were measured", otherwise: "unresolved" },
      { id: "chance", text: "one of them is above chance", otherwise: "invalid" },
      { id: "base", text: "there is a base rate", otherwise: "undecided", guards: "supported" },
    ],
    interval: "the 95% interval of the difference",
    supported: { below: 0 },
    contradicted: { above: "the margin" },
    missing: "widened by the worst case for missing scores",
  },
});
type Ids = "both" | "chance" | "base";
const verdict = (low: number, high: number, more: Partial<Evidence<Ids>> = {}): string =>
  worse.decide({ parts: [{ estimate: (low + high) / 2, low, high }], levels: { "the margin": 0.1 }, ...more })
    .verdict;

test("an interval decides by the region it lies in, and an end on the bound leaves it open", () => {
  assert.equal(verdict(-2, -1), "supported");
  assert.equal(verdict(0.2, 1), "contradicted");
  assert.equal(verdict(-1, 1), "undecided");
  assert.equal(verdict(-1, 0), "undecided");
  assert.equal(verdict(0.1, 1), "undecided");
});

test("needs are asked in order, before the estimate; a guard only where it would be relied on", () => {
  assert.equal(verdict(-2, -1, { unmet: { chance: "at chance", both: "one is missing" } }), "unresolved");
  assert.equal(verdict(-2, -1, { unmet: { chance: "at chance" } }), "invalid");
  assert.equal(verdict(-2, -1, { unmet: { base: "no base rate" } }), "undecided");
  assert.equal(verdict(0.2, 1, { unmet: { base: "no base rate" } }), "contradicted");
  assert.equal(verdict(-2, -1, { unmet: { base: null } }), "supported");
});

test("what is missing is counted against a verdict, and that it alone leaves it open is said", () => {
  const open = worse.decide({
    parts: [{ estimate: -1.5, low: -2, high: -1, worst: { low: -2, high: 0.5 } }],
    levels: { "the margin": 0.1 },
  });
  assert.equal(open.verdict, "undecided");
  assert.match(open.reason ?? "", /would be supported/);
  assert.deepEqual([open.low, open.high], [-2, -1], "the interval that is reported is the plain one");
  assert.deepEqual(widened({ estimate: 0, low: -1, high: 1 }, { low: -0.5, high: 0.25 }), {
    low: -1.5,
    high: 1.25,
  });
  assert.deepEqual(widened({ estimate: 0, low: -1, high: 1 }, null), { low: -1, high: 1 });
});

test("the 99% interval decides where it is given, and what 95% alone would say is told", () => {
  const open = worse.decide({
    parts: [{ estimate: -1.5, low: -2.5, high: -0.5, at99: { low: -3.1, high: 0.1 } }],
    levels: { "the margin": 0.1 },
  });
  assert.equal(open.verdict, "undecided");
  assert.match(open.reason ?? "", /95% interval alone would say supported/);
  assert.deepEqual([open.low, open.high], [-2.5, -0.5], "the interval that is reported is the one of 95%");
  const far = { estimate: -1.5, low: -2, high: -1, at99: { low: -2.2, high: -0.8 } };
  assert.equal(verdict(0, 0, { parts: [far] }), "supported");
  assert.equal(verdict(0, 0, { parts: [{ ...far, worst: { low: -2.2, high: 0.2 } }] }), "undecided");
});

test("of several parts all must support and one contradicts", () => {
  const part = (low: number, high: number) => ({ estimate: (low + high) / 2, low, high });
  assert.equal(verdict(-2, -1, { parts: [part(-2, -1), part(-3, -2)] }), "supported");
  assert.equal(verdict(-2, -1, { parts: [part(-2, -1), part(-3, 2)] }), "undecided");
  assert.equal(verdict(-2, -1, { parts: [part(-2, -1), part(1, 2)] }), "contradicted");
  assert.equal(verdict(-2, -1, { parts: [{ side: "supported" }, part(-2, -1)] }), "supported");
  assert.equal(verdict(-2, -1, { parts: [] }), "undecided");
});

test("equivalence: within, wholly outside, or neither", () => {
  const straight = claim({
    ...{ id: "C3", text: "It is straight.", estimand: "curvature", narrower: "" },
    rule: {
      needs: [],
      interval: "the 95% interval",
      supported: { within: "delta" },
      contradicted: { outside: "delta" },
    },
  });
  const at = (low: number, high: number): string =>
    straight.decide({ parts: [{ estimate: 0, low, high }], levels: { delta: 0.2 } }).verdict;
  assert.deepEqual(
    [at(-0.1, 0.1), at(0.3, 0.4), at(-0.5, -0.3), at(-0.3, 0.1), at(-1, 1)],
    ["supported", "contradicted", "contradicted", "undecided", "undecided"],
  );
  assert.throws(() => straight.decide({ parts: [{ estimate: 0, low: 0, high: 0 }] }), /delta/);
});

test("between two bounds, neither of them 0", () => {
  const near = claim({
    ...{ id: "C4", text: "It is near chance.", estimand: "AUROC", narrower: "" },
    rule: {
      needs: [],
      interval: "the 95% interval",
      supported: { between: { low: 0.4, high: 0.6 } },
      contradicted: { above: 0.6 },
    },
  });
  const at = (low: number, high: number): string =>
    near.decide({ parts: [{ estimate: low, low, high }] }).verdict;
  assert.deepEqual(
    [at(0.45, 0.55), at(0.61, 0.7), at(0.5, 0.6), at(0.4, 0.5), at(0.2, 0.3)],
    ["supported", "contradicted", "undecided", "undecided", "undecided"],
  );
  assert.match(near.rule, /lies between 0.4 and 0.6; contradicted if it lies above 0.6/);
});

test("the rule in words is made of what decides", () => {
  assert.equal(
    worse.rule,
    "Unresolved unless both were measured. Invalid unless one of them is above chance. Supported if the 95% interval of the difference, widened by the worst case for missing scores, lies below 0; contradicted if it lies above the margin; else undecided. Supported only if there is a base rate; else undecided.",
  );
});

test("a sentence goes with any verdict, and an undecided one needs no reason where it says it", () => {
  const said = { sentence: "A lies 2 below B.", label: "A minus B" };
  const parts = [{ estimate: 0, low: -1, high: 1 }];
  const levels = { "the margin": 0.1 };
  const open = worse.decide({ parts, levels, said, undecided: null });
  assert.deepEqual([open.verdict, open.reason, open.said], ["undecided", undefined, said]);
  assert.match(worse.decide({ parts, levels }).reason ?? "", /leaves both open/);
  assert.deepEqual(worse.decide({ parts, levels, said, unmet: { both: "one is missing" } }).said, said);
});

test("a rule whose regions are said in words names no interval", () => {
  const told = claim({
    ...{ id: "C4", text: "It is honoured.", estimand: "", narrower: "" },
    rule: { needs: [], supported: { when: "all honour it" }, contradicted: { when: "one does not" } },
  });
  assert.equal(told.rule, "Supported if all honour it; contradicted if one does not; else undecided.");
  assert.equal(
    told.decide({ parts: [{ side: "supported" }, { side: "contradicted" }] }).verdict,
    "contradicted",
  );
});
