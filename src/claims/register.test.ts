import assert from "node:assert/strict";
import { test } from "node:test";
import { type Prediction, predictionsOf, type RegisterEvent, registerEvent } from "./register.ts";

const at = "2026-01-01T00:00:00.000Z";
const predicted = (id: string, claim = "monitor/C1"): RegisterEvent => ({
  t: "predicted",
  id,
  claim,
  credence: { supported: 0.3, contradicted: 0.5, undecided: 0.2 },
  because: null,
  at,
});
const bound = (id: string, run: string): RegisterEvent => ({
  t: "bound",
  id,
  run,
  folder: `/${run}`,
  subject: "s",
  at,
});
const resolved = (
  run: string,
  verdict: "supported" | "invalid" | "unresolved" | "undecided",
): RegisterEvent => ({
  t: "resolved",
  run,
  claim: "monitor/C1",
  verdict,
  at,
});
const only = (...events: RegisterEvent[]): Prediction => {
  const [prediction] = predictionsOf(events);
  assert.ok(prediction !== undefined);
  return prediction;
};

test("a prediction is pending, then bound, then scored", () => {
  assert.equal(only(predicted("a")).state, "pending");
  const waiting = only(predicted("a"), bound("a", "r1"));
  assert.deepEqual([waiting.state, waiting.run, waiting.score], ["bound", "r1", null]);
  const done = only(predicted("a"), bound("a", "r1"), resolved("r1", "supported"));
  assert.equal(done.state, "scored");
  assert.equal(done.verdict, "supported");
  assert.ok(Math.abs((done.score?.brier ?? 0) - (0.49 + 0.25 + 0.04)) < 1e-12);
  assert.ok(Math.abs((done.score?.log ?? 0) + Math.log(0.3)) < 1e-12);
});

test("it is bound once: a second run does not get it", () => {
  const twice = only(predicted("a"), bound("a", "r1"), bound("a", "r2"), resolved("r2", "supported"));
  assert.deepEqual([twice.run, twice.state], ["r1", "bound"]);
});

test("it is scored once: a later verdict of the same run changes nothing", () => {
  const once = only(
    predicted("a"),
    bound("a", "r1"),
    resolved("r1", "supported"),
    resolved("r1", "undecided"),
  );
  assert.equal(once.verdict, "supported");
  assert.ok(Math.abs((once.score?.log ?? 0) + Math.log(0.3)) < 1e-12);
});

test("invalid and unresolved leave it open, and a later verdict of that run may still score it", () => {
  for (const verdict of ["invalid", "unresolved"] as const) {
    const open = only(predicted("a"), bound("a", "r1"), resolved("r1", verdict));
    assert.deepEqual([open.state, open.verdict, open.score], ["bound", verdict, null]);
    const later = only(
      predicted("a"),
      bound("a", "r1"),
      resolved("r1", verdict),
      resolved("r1", "undecided"),
    );
    assert.equal(later.state, "scored");
  }
});

test("only the claim that was resolved is scored, and only after binding", () => {
  const both = predictionsOf([
    predicted("a"),
    predicted("b", "monitor/C2"),
    bound("a", "r1"),
    bound("b", "r1"),
    resolved("r1", "supported"),
  ]);
  assert.deepEqual(
    both.map(({ state }) => state),
    ["scored", "bound"],
  );
  assert.equal(only(predicted("a"), resolved("r1", "supported")).state, "pending");
  assert.equal(only(predicted("a"), resolved("r1", "supported"), bound("a", "r1")).state, "bound");
});

test("an id is given once: a later line cannot rewrite a belief", () => {
  const rewritten = predicted("a", "monitor/C2");
  const kept = only(predicted("a"), bound("a", "r1"), rewritten);
  assert.deepEqual([kept.claim, kept.state], ["monitor/C1", "bound"]);
});

test("lines of another form are refused", () => {
  assert.equal(registerEvent.safeParse(predicted("a")).success, true);
  assert.equal(registerEvent.safeParse({ ...predicted("a"), t: "forgotten" }).success, false);
  assert.equal(registerEvent.safeParse({ ...resolved("r", "supported"), verdict: "true" }).success, false);
});
