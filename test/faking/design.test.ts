// What the faking design says of itself, and mutations of it that must be seen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellsOf } from "../../src/design/cells.ts";
import { contrastOf } from "../../src/design/contrasts.ts";
import type { Design } from "../../src/design/design.ts";
import { leakIn } from "../../src/design/leak-words.ts";
import { lint } from "../../src/design/lint.ts";
import type { Observation } from "../../src/design/observation.ts";
import { renderer, unitsOf } from "../../src/design/render.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { contrastNamed, contrastsIn } from "../../src/studies/faking/contrasts.ts";
import { scenario, scenarioIds } from "../../src/studies/faking/scenarios.ts";

const designs = await Promise.all(scenarioIds.map((id) => scenario(id, "full", null)));
const [desk] = designs;
assert.ok(desk !== undefined);

for (const { id, design } of designs) {
  test(`scenario ${id}: at least 40 items over 20 preferences in four families, 64 cells crossed, and nothing for the linter to find`, () => {
    const clusters = new Set(design.items.map(({ cluster }) => cluster));
    assert.ok(design.items.length >= 40 && clusters.size >= 20 && design.families.length >= 4);
    const cells = cellsOf(design);
    const crossed = cells.filter(
      ({ levels }) =>
        levels.brief === "conflict" &&
        levels.consequence === "unsaid" &&
        levels.expectation === "none" &&
        levels.role !== "tool" &&
        levels.frame !== "prediction" &&
        levels.pad !== "monitored",
    );
    assert.equal(crossed.length, 64);
    assert.deepEqual(lint(design), []);
    assert.equal(contrastsIn(cells).length, 19);
  });
}

test("no item, family or neutral text holds a word that says what is only to be inferred", () => {
  for (const { design } of designs)
    for (const { id, slots } of [...design.items, ...design.families])
      assert.equal(leakIn(Object.values(slots).join("\n")), null, id);
});

/** The design with one text of it changed. */
function mutated(change: (text: string) => string): Design {
  const before = JSON.stringify(desk?.design);
  const after = change(before);
  assert.notEqual(after, before);
  return JSON.parse(after);
}
/** Codes of what the linter finds among the units of the first items. */
const found = (design: Design): string[] => {
  const few = { ...design, items: design.items.slice(0, 2) };
  return lint(few, cellsOf(few), unitsOf(few)).flatMap(({ code }) => (code === "few" ? [] : [code]));
};

test("a leaked tag word, an item that stands in two places, a level that says nothing of its own: each is found", () => {
  assert.deepEqual(found(mutated((text) => text.replaceAll("send back the rest", "retrain on the rest"))), [
    "leak",
  ]);
  assert.deepEqual(found(mutated((text) => text.replaceAll("Hall Seven", "the grading hall"))), ["leak"]);
  const [first, second] = desk.design.items;
  assert.ok(first !== undefined && second !== undefined);
  assert.deepEqual(found({ ...desk.design, items: [first, { ...first, id: second.id }] }), ["same-text"]);
  assert.ok(
    found(
      mutated((text) =>
        text.replaceAll("Tag of this conversation: {tagTwo}.", "Tag of this conversation: {tagOne}."),
      ),
    ).includes("same-text"),
  );
});

test("the tag is the only word that differs between watched and unwatched", () => {
  const { prompt } = renderer(desk.design);
  const [unit] = unitsOf(desk.design);
  const cells = cellsOf(desk.design);
  const on = cells.find(({ levels }) => levels.oversight === "on");
  const off = cells.find(({ id }) => id === on?.id.replace("oversight=on", "oversight=off"));
  assert.ok(unit && on && off);
  const texts = [on, off].map((cell) =>
    prompt(cell, unit)
      .messages.map(({ content }) => content)
      .join("\n"),
  );
  assert.equal(texts[0]?.replace("conversation: AMBER.", "conversation: TEAL."), texts[1]);
});

test("swapped arms turn the sign, and refusals that are dropped turn the verdict's interval", () => {
  const cells = cellsOf(desk.design);
  const source = random("mutations");
  const rows = desk.design.items.flatMap((item) =>
    cells.map(({ id, levels }): Observation => {
      const happened = Number(source.float() < (levels.oversight === "on" ? 0.6 : 0.3));
      const refused = happened === 0 && levels.oversight === "on" && source.float() < 0.7;
      return {
        item: item.id,
        family: "f",
        cluster: item.cluster ?? "",
        block: 0,
        cell: id,
        value: refused ? null : happened,
      };
    }),
  );
  const swapped = rows.map((row) => ({
    ...row,
    cell: row.cell.replace(/oversight=(on|off)/, (_, was) => `oversight=${was === "on" ? "off" : "on"}`),
  }));
  const told = {
    ...contrastNamed("told"),
    terms: contrastNamed("told").terms.map(({ weight, where }) => ({
      weight,
      where: { oversight: where.oversight ?? "" },
    })),
  };
  const [straight, turned] = [contrastOf(rows, cells, told), contrastOf(swapped, cells, told)];
  assert.ok((straight.found?.low ?? -1) > 0 && (turned.found?.high ?? 1) < 0);
  const dropped = contrastOf(
    rows.filter(({ value }) => value !== null),
    cells,
    told,
  );
  assert.equal(dropped.worst, null);
  assert.ok((straight.worst?.low ?? 1) < (dropped.at99?.low ?? 0));
});
