import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../stats/distributions/random.ts";
import { familiesOf, joinedGroups } from "./families.ts";

const source = random("families");
const syllables = ["ba", "ko", "lu", "me", "ni", "po", "ra", "si", "tu", "ve"];

/** Made-up words, as long a text as asked. */
function prose(words: number): string {
  return Array.from({ length: words }, () =>
    Array.from({ length: 3 }, () => source.pick(syllables)).join(""),
  ).join(" ");
}

test("what differs by blanks at the ends, form, date, time and identifier is one content", () => {
  const { of, families, rows, equal } = familiesOf([
    "Café paid at 2026-03-01T10:00:00Z, order 123456789.",
    "  Cafe\u0301 paid at 2026-04-12T23:59:01Z, order 987654321.\n",
    "Café paid at 2026-03-01T10:00:00Z, order 123456789. ",
    "Bar paid at 2026-03-01T10:00:00Z, order 123456789.",
  ]);
  assert.deepEqual([...of], [0, 0, 0, 1]);
  assert.deepEqual({ families, rows, equal }, { families: 1, rows: 3, equal: 2 });
});

test("ids are masked, words and small numbers are not", () => {
  const one = (id: string): string => `run ${id} closed`;
  const same = [one("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"), one("00000000-7dec-11d0-a765-00a0c91e6bf7")];
  assert.deepEqual(
    [...familiesOf([...same, one("room 12"), one("room 13"), one("w12"), one("w13")]).of],
    [0, 0, 1, 2, 3, 4],
  );
});

test("near copies are found: a changed sentence in many", () => {
  const texts = Array.from({ length: 40 }, () => prose(120));
  const near = texts.map((text) => `${text.split(" ").slice(0, 114).join(" ")} ${prose(6)}`);
  const { of, families } = familiesOf([...texts, ...near]);
  assert.equal(families, 40);
  assert.deepEqual([...of.slice(0, 40)], [...of.slice(40)]);
});

test("half a text in common makes no family, and neither does a long system message in every run", () => {
  const texts = Array.from({ length: 40 }, () => prose(60));
  const halves = texts.map((text) => `${text.split(" ").slice(0, 30).join(" ")} ${prose(30)}`);
  assert.equal(familiesOf([...texts, ...halves]).families, 0);
  const system = prose(2000);
  assert.equal(familiesOf(texts.map((text) => `${system} ${text}`)).families, 0);
});

test("short texts are only ever equal", () => {
  assert.equal(familiesOf(["pay the bill now", "pay the rent now", "pay the bill now!"]).families, 0);
});

test("eight bases of many copies each are eight families", () => {
  const bases = Array.from({ length: 8 }, () => prose(150));
  const { of, families } = familiesOf(
    Array.from({ length: 400 }, (_, row) => `${bases[row % 8]} ${prose(4)}`),
  );
  assert.equal(families, 8);
  assert.ok(of.every((family, row) => family === row % 8));
});

test("groups that share a family are one, along the whole chain", () => {
  assert.deepEqual(joinedGroups(["a", "b", "b", "c", "d", "a"], [0, 0, 1, 1, 2, 3]), [
    "a",
    "a",
    "a",
    "a",
    "d",
    "a",
  ]);
});
