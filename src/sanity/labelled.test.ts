import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../stats/distributions/random.ts";
import type { SanityFinding, SanityRow } from "./finding.ts";
import { labelledSanity } from "./labelled.ts";

const words = Array.from(
  { length: 300 },
  (_, i) =>
    `${"bcdfghklmn"[i % 10]}${"aeiou"[i % 5]}${"rstvz"[Math.floor(i / 60)]}${"aeiou"[Math.floor(i / 10) % 5]}${"lmnr"[i % 4]}${"pqwx"[i % 4]}`,
);

/** Runs in 30 tasks whose labels mean nothing; `change` plants a fault. */
function made(
  seed: string,
  change: (row: SanityRow, number: number) => Partial<SanityRow>,
  count = 180,
): SanityRow[] {
  const source = random(seed);
  return Array.from({ length: count }, (_, number) => {
    const positive = source.int(2) === 1 ? 1 : 0;
    const text = Array.from({ length: 50 }, () => source.pick(words)).join(" ");
    const row: SanityRow = {
      ...{ id: `r${number}`, group: `task ${number % 30}`, text, positive },
      label: positive === 1 ? "went_wrong" : "went_well",
    };
    return { ...row, ...change(row, number) };
  });
}

function found(rows: readonly SanityRow[]): Map<string, SanityFinding> {
  const { findings } = labelledSanity(rows, { noun: "run", blocks: ["C1"] });
  return new Map(findings.map((finding) => [finding.id, finding]));
}

function faults(rows: readonly SanityRow[]): string[] {
  return [...found(rows).values()].filter(({ state }) => state === "yes").map(({ id }) => id);
}

test("nothing is found in sound runs, in 40 sets of them", () => {
  for (let set = 0; set < 40; set++) assert.deepEqual(faults(made(`sound ${set}`, () => ({}))), []);
});

test("a value of the label in the text blocks claims, in whatever form it is typed", () => {
  const rows = made("leak", ({ text, label }) => ({
    text: `${text} [Outcome: ${label?.replace("_", " ").toUpperCase()}]`,
  }));
  const finding = found(rows).get("label-values");
  assert.equal(finding?.state, "yes");
  assert.deepEqual(finding?.blocks, ["C1"]);
});

test("a value of the label that stands in both classes alike is a word like others", () => {
  const rows = made("word", ({ text }, number) => ({
    text: number % 3 === 0 ? `${text} all went well` : text,
  }));
  const finding = found(rows).get("label-values");
  assert.equal(finding?.state, "no");
  assert.match(finding?.says ?? "", /both classes alike.*went_well/);
});

test("a word in half of the positives alone is named and blocks nothing; one that settles every label does", () => {
  const half = made("half", ({ text, positive }, number) => ({
    text: positive === 1 && number % 2 === 0 ? `${text} graderhit` : text,
  }));
  const named = found(half).get("telling-words");
  assert.match(named?.says ?? "", /"graderhit" alone separates/);
  assert.deepEqual(named?.blocks, []);
  const all = made("all", ({ text, positive }) => ({ text: positive === 1 ? `${text} graderhit` : text }));
  assert.deepEqual(found(all).get("telling-words")?.blocks, ["C1"]);
});

test("a word of tasks is no leak, even where a task has one label: a group is one observation", () => {
  const rows = made("topic", ({ text }, number) => {
    const task = number % 30;
    const positive = task < 4 || task % 2 === 0 ? 1 : 0;
    return { text: task < 4 ? `${text} invoice` : text, positive };
  });
  assert.deepEqual(faults(rows), []);
});

test("copies are kept together over groups; both labels on one content block where little else is left", () => {
  const base = made("copies", () => ({}), 60);
  const twice = [
    ...base,
    ...base.map((row) => ({ ...row, id: `${row.id} again`, group: `again ${row.group}` })),
  ];
  const { group, findings } = labelledSanity(twice, { noun: "run", blocks: ["C1"] });
  assert.equal(new Set(group).size, 30);
  assert.match(findings.find(({ id }) => id === "copies")?.says ?? "", /120 runs of 120 .* 60 families/);
  const contradicting = twice.map((row, i) => ({ ...row, positive: i < 60 ? 1 : 0 }) as const);
  const both = found(contradicting).get("both-labels");
  assert.match(both?.says ?? "", /60 contents stand in the set with both labels/);
  assert.deepEqual(both?.blocks, ["C1"]);
  const few = made("few", () => ({}));
  const one = few[0];
  assert.ok(one);
  const mostlySound = found([...few, { ...one, positive: one.positive === 1 ? 0 : 1 }]).get("both-labels");
  assert.equal(mostlySound?.state, "yes");
  assert.deepEqual(mostlySound?.blocks, []);
});

test("three positives, and one group of nearly all, are too little evidence", () => {
  const three = found(made("three", (_, number) => ({ positive: number < 3 ? 1 : 0 }))).get("evidence");
  assert.match(three?.says ?? "", /3 positive runs/);
  assert.deepEqual(three?.blocks, ["C1"]);
  const giant = found(made("giant", (row, number) => ({ group: number < 160 ? "giant" : row.group })));
  assert.deepEqual(giant.get("evidence")?.blocks, ["C1"]);
  assert.match(giant.get("dominance")?.says ?? "", /"giant" holds 160 of the 180 runs/);
});

test("letters of no script and forms that differ by class are named", () => {
  assert.deepEqual(faults(made("letters", ({ text }) => ({ text: text.replaceAll("a", "\ufffd") }))), [
    "letters",
  ]);
  const forms = made("forms", ({ text, positive }) => ({ text: positive === 1 ? `${text}\n` : text }));
  assert.deepEqual(faults(forms), ["forms"]);
});
