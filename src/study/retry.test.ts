import assert from "node:assert/strict";
import { test } from "node:test";
import type { Measured, Missing } from "../core/outcome.ts";
import { random } from "../stats/distributions/random.ts";
import { limiter } from "./limiter.ts";
import { attempt } from "./retry.ts";

const passing: Missing = { kind: "failed", code: "http-500", reason: "server error", retryable: true };
const lasting: Missing = { kind: "failed", code: "http-400", reason: "bad request" };

function tries(replies: readonly Measured<number>[]): () => Promise<Measured<number>> {
  let next = 0;
  return async () => replies[Math.min(next++, replies.length - 1)] ?? { missing: lasting };
}

const common = (seconds: number): Parameters<typeof attempt>[1] => ({
  patience: { seconds, firstPauseSeconds: 0.001 },
  limiter: limiter(1, 1),
  answered: () => true,
  random: random("retry"),
  signal: new AbortController().signal,
  onWait: () => {},
});

test("what may pass is tried again until it does", async () => {
  const got = await attempt(tries([{ missing: passing }, { missing: passing }, { value: 7 }]), common(5));
  assert.deepEqual(got, { result: { value: 7 }, attempts: 3 });
});

test("what will not pass, or must not be retried, is tried once", async () => {
  assert.equal((await attempt(tries([{ missing: lasting }, { value: 7 }]), common(5))).attempts, 1);
  const never = { ...common(5), patience: null };
  assert.equal((await attempt(tries([{ missing: passing }, { value: 7 }]), never)).attempts, 1);
});

test("patience ends: the reason says after how many tries and how long", async () => {
  const { result, attempts } = await attempt(tries([{ missing: passing }]), common(0.05));
  assert.ok(attempts > 1);
  assert.ok("missing" in result);
  assert.match(result.missing.reason, /gave up after \d+ tries; patience is 0.05 s/);
});

test("a pause is as long as the server says; one longer than what is left of patience is not begun", async () => {
  const pauses: number[] = [];
  const onWait = (seconds: number): void => {
    pauses.push(seconds);
  };
  const soon: Missing = { ...passing, retryAfterSeconds: 0.02 };
  const slow: Missing = { ...passing, retryAfterSeconds: 3600 };
  const replies = [{ missing: soon }, { missing: slow }, { value: 7 }];
  const { attempts } = await attempt(tries(replies), { ...common(60), onWait });
  assert.equal(attempts, 2);
  assert.deepEqual(pauses, [0.02]);
});

test("a model that never answered may refuse connections for half a minute, one that did for all of patience", async () => {
  const refused: Missing = { kind: "failed", code: "connection", reason: "no connection", retryable: true };
  const later = tries([{ missing: { ...refused, retryAfterSeconds: 31 } }]);
  const patience = async (answered: boolean): Promise<{ said: string; waited: number | null }> => {
    const stop = new AbortController();
    let waited: number | null = null;
    const { result } = await attempt(later, {
      ...common(60),
      answered: () => answered,
      signal: stop.signal,
      onWait: (seconds) => {
        waited = seconds;
        stop.abort();
      },
    });
    return { said: "missing" in result ? result.missing.reason : "", waited };
  };
  assert.deepEqual(await patience(false), {
    said: "no connection (gave up after 1 tries; patience is 30 s)",
    waited: null,
  });
  assert.equal((await patience(true)).waited, 31);
});
