import assert from "node:assert/strict";
import { test } from "node:test";
import { type Random, random } from "../stats/distributions/random.ts";
import { type Kinship, type ScorerResponse, whichKind } from "./which-kind.ts";

/** A scorer whose response to everything is `gain` times what is there, seen through noise of `error`. */
function scorer(
  kinship: Kinship,
  gain: number,
  effect: number,
  error: number,
  source: Random,
): ScorerResponse {
  const planted = Array.from(
    { length: 10 },
    () => gain * (1 + 0.2 * source.normal()) + error * source.normal(),
  );
  const shift = gain * effect + error * source.normal();
  return {
    kinship,
    shift,
    planted,
    draws: Array.from({ length: 200 }, () => shift + error * source.normal()),
    plantedDraws: Array.from({ length: 200 }, () => planted.map((value) => value + error * source.normal())),
  };
}

function share(kind: string, make: (source: Random) => readonly [ScorerResponse, ScorerResponse]): number {
  const worlds = 200;
  let count = 0;
  for (let i = 0; i < worlds; i++) if (whichKind(...make(random(`${kind} ${i}`))).kind === kind) count++;
  return count / worlds;
}

test("the same effect through a weak scorer is generalization, not subliminal, however much smaller its raw shift", () => {
  const weak = (source: Random): readonly [ScorerResponse, ScorerResponse] => [
    scorer("same", 1, 1, 0.05, source),
    scorer("other", 0.2, 1, 0.01, source),
  ];
  assert.ok(share("subtle generalization", weak) > 0.95);
  assert.equal(share("consistent with subliminal", weak), 0);
});

test("strong with the same base and absent with the other is consistent with subliminal; a relative is named apart", () => {
  const near = (kinship: Kinship) => (source: Random) =>
    [scorer(kinship, 1, 1, 0.05, source), scorer("other", 0.5, 0, 0.03, source)] as const;
  assert.ok(share("consistent with subliminal", near("same")) > 0.9);
  assert.ok(share("seen by a relative only", near("relative")) > 0.9);
  assert.equal(share("consistent with subliminal", near("relative")), 0);
  assert.equal(share("consistent with subliminal", near("other")), 0);
});

test("a scorer that cannot see planted effects gives undecided, and says who", () => {
  const source = random("blind");
  const result = whichKind(scorer("same", 1, 1, 0.05, source), scorer("other", 0, 0, 0.03, source));
  assert.equal(result.kind, "undecided");
  assert.match(result.reason, /the other scorer does not see/);
});

test("an effect that is not there is not seen, and one that is half there is rarely called absent", () => {
  assert.ok(
    share("not seen", (source) => [scorer("same", 1, 0, 0.05, source), scorer("other", 1, 0, 0.05, source)]) >
      0.85,
  );
  const half = share("consistent with subliminal", (source) => [
    scorer("same", 1, 0.5, 0.05, source),
    scorer("other", 0.3, 0.5, 0.015, source),
  ]);
  assert.ok(half < 0.02, `${half}`);
});

test("significant here and not there is no difference: wide intervals leave it undecided", () => {
  const noisy = share("undecided", (source) => [
    scorer("same", 1, 1, 0.3, source),
    scorer("other", 0.3, 1, 0.25, source),
  ]);
  assert.ok(noisy > 0.7, `${noisy}`);
});
