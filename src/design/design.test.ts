import assert from "node:assert/strict";
import { test } from "node:test";
import { CredenceError } from "../core/error.ts";
import { random } from "../stats/distributions/random.ts";
import { calibrated } from "./calibration.ts";
import { type Cell, cellsOf, neighbours } from "./cells.ts";
import { contrastOf, type DeclaredContrast } from "./contrasts.ts";
import { type Design, designSchema, readDeclaration } from "./design.ts";
import { type GateAnswer, gateOf, probesOf } from "./gate.ts";
import { interleaved } from "./interleave.ts";
import { leakIn } from "./leak-words.ts";
import { lint } from "./lint.ts";
import type { Observation } from "./observation.ts";
import { clusterOf, renderer, unitsOf } from "./render.ts";

const yaml = `
factors:
  deadline:
    levels:
      none: There is time for this until the end of the month.
      soon: This has to leave the house within the next hour.
  tone:
    levels: { plain: "Write as you like", warm: "Write with warmth" }
  length:
    base: short
    levels: { short: Two lines are enough., long: Two pages are enough. }
families:
  - { id: mail, slots: { greeting: "Dear colleague,", red: crimson, blue: navy } }
  - { id: chat, slots: { greeting: "Hey there,", red: amber, blue: teal } }
items:
  - { id: a1, cluster: a, slots: { task: "Name a {red} flower and a {blue} one." } }
  - { id: a2, cluster: a, slots: { task: "Plan a lunch for nine." } }
  - { id: b1, slots: { task: "Order a chair." } }
prompt:
  - { role: system, text: "{tone}. {length}" }
  - { role: user, text: "{greeting} {task} {deadline}" }
crossing: { full: [deadline, tone] }
swap: [red, blue]
gate:
  - { id: when, question: "When is it due?", factor: deadline, answers: { none: "this month", soon: "this hour" } }
  - { id: who, question: "Who writes?", right: "a colleague", wrong: "nobody", where: { tone: warm } }
`;
const design = readDeclaration(yaml, "made-up.yaml", designSchema);

/** The same with some of it replaced. */
const changed = (from: string, to: string): Design => {
  assert.ok(yaml.includes(from), from);
  return readDeclaration(yaml.replaceAll(from, to), "made-up.yaml", designSchema);
};

test("cells: crossed in full, the rest one at a time beside the first factor", () => {
  const ids = cellsOf(design).map(({ id }) => id);
  assert.deepEqual(ids, [
    "deadline=none tone=plain length=short",
    "deadline=none tone=warm length=short",
    "deadline=soon tone=plain length=short",
    "deadline=soon tone=warm length=short",
    "deadline=none tone=plain length=long",
    "deadline=soon tone=plain length=long",
  ]);
  assert.equal(cellsOf({ ...design, crossing: {} }).length, 8);
  assert.deepEqual(
    neighbours(cellsOf(design).slice(0, 4)).map(({ factor }) => factor),
    ["tone", "deadline", "deadline", "tone"],
  );
});

test("a prompt is its template with every slot filled, tags swapped where the unit says so; its hash is that of what is sent", () => {
  const units = unitsOf(design);
  const { prompt } = renderer(design);
  const [cell] = cellsOf(design);
  const [first, second] = units;
  assert.ok(cell && first && second);
  assert.deepEqual(prompt(cell, first).messages, [
    { role: "system", content: "Write as you like. Two lines are enough." },
    {
      role: "user",
      content:
        "Dear colleague, Name a crimson flower and a navy one. There is time for this until the end of the month.",
    },
  ]);
  assert.match(prompt(cell, second).messages[1]?.content ?? "", /a teal flower and a amber one/);
  assert.deepEqual(
    units.map(({ swapped }) => swapped),
    [false, true, true, false, false, true],
  );
  const hashes = units.flatMap((unit) => cellsOf(design).map((one) => prompt(one, unit).hash));
  assert.equal(new Set(hashes).size, hashes.length);
  assert.equal(
    prompt(cell, first).hash,
    renderer(changed("Order a chair.", "Order a desk.")).prompt(cell, first).hash,
  );
  assert.throws(
    () => renderer(changed("{greeting} ", "{greeting} {nobody} ")).prompt(cell, first),
    /nothing fills the slot \{nobody\}/,
  );
});

test("the linter finds what breaks a comparison, and nothing in a sound design but that it is small", () => {
  const codes = (one: Design): string[] => lint(one).map(({ severity, code }) => `${severity} ${code}`);
  const small = ["warning few", "warning few"];
  assert.deepEqual(codes(design), small);
  assert.deepEqual(codes(changed("Order a chair.", "Plan a lunch for nine.")), ["error same-text", ...small]);
  assert.deepEqual(codes(changed("Write with warmth", "Write as you like")), ["error same-text", ...small]);
  assert.deepEqual(codes(changed("{tone}. {length}", "{tone}. {length} {tone}")), ["error slot"]);
  assert.deepEqual(codes(changed("Write with warmth", "Write with {deadline}")), ["error slot"]);
  assert.deepEqual(
    codes(
      changed(
        "Two pages are enough.",
        "Two pages are enough and nobody minds if it should be three of them.",
      ),
    ),
    ["error length", ...small],
  );
  const hidden = (text: string): Design =>
    changed(
      "soon: This has to leave the house within the next hour.",
      `soon: { text: "${text}", inferable: true }`,
    );
  assert.deepEqual(codes(hidden("This has to leave the house within the next hour.")), small);
  assert.deepEqual(codes(hidden("This has to leave the house for the retraining hour.")), [
    "error leak",
    ...small,
  ]);
});

test("leak words are found in any form, and in no other word", () => {
  for (const text of [
    "It is a Training run.",
    "re-evaluated",
    "unwatched",
    "the REWARD",
    "fine-tuning",
    "a mini-exams",
    "examined",
  ])
    assert.notEqual(leakIn(text), null, text);
  for (const text of ["The street has rain.", "A contest", "Gratis, with latest news", "She served soup"])
    assert.equal(leakIn(text), null, text);
  assert.equal(leakIn("the amber desk", ["amber"]), "amber");
});

test("wrong declarations are refused by field", () => {
  for (const [from, to, message] of [
    [
      "full: [deadline, tone]",
      "full: [deadline, ton]",
      /no factor is called 'ton': there are deadline, tone, length/,
    ],
    ["base: short", "base: brief", /no level is called 'brief': there are short, long/],
    ["id: a2", "id: a1", /two are called 'a1'/],
    ["where: { tone: warm }", "where: { tone: cold }", /tone has no level 'cold'/],
    ["swap: [red, blue]", "swap: [red, green]", /not every family has the slot 'green'/],
    [
      "wrong: nobody",
      "wrong: nobody, factor: tone, answers: { warm: x, plain: y }",
      /give either factor and answers/,
    ],
    ["items:", "item:", /Unrecognized key/],
  ] as const) {
    const text = from === "wrong: nobody" ? yaml.replace('wrong: "nobody"', to) : yaml.replace(from, to);
    assert.throws(
      () => readDeclaration(text, "made-up.yaml", designSchema),
      (error) =>
        error instanceof CredenceError && error.where === "made-up.yaml" && message.test(error.message),
      String(message),
    );
  }
});

test("every block holds everything once, in an order of its own", () => {
  const cells = cellsOf(design);
  const units = unitsOf(design);
  const blocks = interleaved({ cells, units, blocks: 3 }, random("order"));
  const names = blocks.map((block) =>
    block.map(({ cell, unit }) => `${cell.id} ${unit.item.id} ${unit.family.id}`),
  );
  assert.equal(new Set(names[0]).size, cells.length * units.length);
  assert.deepEqual(names[0]?.toSorted(), names[1]?.toSorted());
  assert.notDeepEqual(names[0], names[1]);
  assert.deepEqual(blocks, interleaved({ cells, units, blocks: 3 }, random("order")));
});

test("the gate asks what belongs to a cell, and half-right by position does not pass it", () => {
  const cells = cellsOf(design);
  const units = unitsOf(design);
  const [plain, warm] = cells;
  const [unit] = units;
  assert.ok(plain && warm && unit);
  assert.deepEqual(probesOf(design, renderer(design), plain, unit), [
    { id: "when", question: "When is it due?", right: "this month", wrong: "this hour" },
  ]);
  assert.deepEqual(
    probesOf(design, renderer(design), warm, unit).map(({ id }) => id),
    ["when", "who"],
  );
  const answers = (right: (order: number, item: number) => number | null): GateAnswer[] =>
    Array.from({ length: 8 }, (_, item) => item).flatMap((item) =>
      [0, 1].map((order) => ({
        ...{ cell: plain.id, item: `i${item}`, family: "mail", cluster: "a", probe: "when" },
        right: right(order, item),
      })),
    );
  const passed = (right: (order: number, item: number) => number | null): boolean | undefined =>
    gateOf(answers(right), [plain])[0]?.passed;
  assert.equal(
    passed(() => 1),
    true,
  );
  assert.equal(
    passed((order) => (order === 0 ? 0.55 : 0.6)),
    true,
  );
  assert.equal(
    passed((order) => (order === 0 ? 1 : 0)),
    false,
  );
  assert.equal(
    passed((_, item) => (item < 5 ? 1 : 0)),
    false,
  );
  assert.equal(
    passed(() => null),
    false,
  );
  assert.equal(gateOf([], [plain])[0]?.passed, false);
  assert.equal(
    gateOf(
      answers((_, item) => (item === 0 ? null : 1)),
      [plain],
    )[0]?.unanswered,
    1,
  );
  // Three easy kinds of question do not carry a hard one; what is said of all questions counts all.
  const kinds = ["when", "who", "where", "why"].flatMap((probe) =>
    answers(() => (probe === "why" ? 0 : 1)).map((one) => ({ ...one, probe })),
  );
  const [mixed] = gateOf(kinds, [plain]);
  assert.deepEqual([mixed?.passed, mixed?.share, mixed?.questions, mixed?.rightly], [false, 0, 32, 24]);
});

test("only draws that calibrate choose items", () => {
  const { rates, inside } = calibrated([
    ...[1, 0, 1, null].map((value) => ({ item: "a", value })),
    ...[1, 1].map((value) => ({ item: "b", value })),
    { item: "c", value: null },
  ]);
  assert.deepEqual(
    [...rates],
    [
      ["a", 2 / 3],
      ["b", 1],
    ],
  );
  assert.deepEqual([...inside], ["a"]);
});

const effect: DeclaredContrast = {
  id: "effect",
  title: "soon less none",
  terms: [
    { weight: 1, where: { deadline: "soon" } },
    { weight: -1, where: { deadline: ["none"] } },
  ],
};

/** Made-up outcomes: rates by cell, clusters of two items, three blocks. */
function made(rate: (cell: Cell, item: number) => number | null, items = 30, seed = "made"): Observation[] {
  const source = random(seed);
  return Array.from({ length: items }, (_, item) => item).flatMap((item) =>
    cellsOf(design).flatMap((cell) =>
      [0, 1, 2].flatMap((block) =>
        ["mail", "chat"].map((family) => {
          const p = rate(cell, item);
          return {
            ...{ item: `i${item}`, family, cluster: `c${Math.floor(item / 2)}`, block, cell: cell.id },
            value: p === null ? null : Number(source.float() < p),
          };
        }),
      ),
    ),
  );
}

test("a contrast is the mean of the items' own, cells alike, clusters as units", () => {
  const cells = cellsOf(design);
  const all = made(({ levels }) => (levels.deadline === "soon" ? 0.7 : 0.3));
  const { found, at99, band, worst, items, clusters, leastSeen, families } = contrastOf(all, cells, effect);
  assert.ok(found && at99 && band && leastSeen !== null);
  assert.ok(found.low > 0.25 && found.high < 0.55 && at99.low < found.low && at99.high > found.high);
  assert.ok(band.low <= found.low && band.high >= found.high);
  assert.deepEqual([worst, items, clusters, band.blocks], [null, 30, 15, 3]);
  assert.ok(leastSeen > 0 && leastSeen < 0.2);
  assert.deepEqual(
    families.map(({ id }) => id),
    ["mail", "chat"],
  );
  const swapped = contrastOf(
    all.map((one) => ({
      ...one,
      cell: one.cell.replace(
        /deadline=(none|soon)/,
        (_, was) => `deadline=${was === "soon" ? "none" : "soon"}`,
      ),
    })),
    cells,
    effect,
  );
  assert.ok(Math.abs((swapped.found?.estimate ?? 0) + found.estimate) < 1e-12);
});

test("what is missing is never a no: its worst case stands beside the estimate", () => {
  const cells = cellsOf(design);
  const source = random("missing");
  const all = made(({ levels }) => (levels.deadline === "soon" ? 0.7 : 0.3)).map((one) =>
    one.cell.includes("deadline=soon") && one.value === 0 && source.float() < 0.6
      ? { ...one, value: null }
      : one,
  );
  const { found, worst, missing } = contrastOf(all, cells, effect);
  assert.ok(found && worst && missing > 50);
  assert.ok(found.estimate > 0.5 && worst.low < 0.4);
  // Dropped as if they were never asked, they would make the effect look larger than any world allows that is sure.
  assert.ok(worst.low < found.low && worst.high > found.high);
  const none = contrastOf(
    all.map((one) => ({ ...one, value: null })),
    cells,
    effect,
  );
  assert.deepEqual([none.found, none.items], [null, 0]);
});

test("items that share a cluster do not count as many", () => {
  const cells = cellsOf(design);
  const lean = (item: number): number => (Math.floor(item / 2) % 2 === 0 ? 0.9 : 0.1);
  const all = made(({ levels }, item) => (levels.deadline === "soon" ? lean(item) : 0.5));
  const own = contrastOf(all, cells, effect);
  const apart = contrastOf(
    all.map((one) => ({ ...one, cluster: one.item })),
    cells,
    effect,
  );
  assert.ok((own.standardError ?? 0) > 1.2 * (apart.standardError ?? 9));
});

test("64 cells of 160 units are rendered, looked at and ordered", () => {
  const many = (name: string, count: number): string =>
    Array.from({ length: count }, (_, i) => `l${i}: ${name} text number ${i}`).join(", ");
  const large = readDeclaration(
    `
factors:
  a: { levels: { ${many("a", 2)} } }
  b: { levels: { ${many("b", 4)} } }
  c: { levels: { ${many("c", 2)} } }
  d: { levels: { ${many("d", 2)} } }
  e: { levels: { ${many("e", 2)} } }
families: [${[1, 2, 3, 4].map((f) => `{ id: f${f}, slots: { name: "name ${f}" } }`).join(", ")}]
items: [${Array.from({ length: 40 }, (_, i) => `{ id: i${i}, cluster: c${i % 20}, slots: { task: "task ${i}" } }`).join(", ")}]
prompt: [{ role: user, text: "{name} {a} {b} {c} {d} {e} {task}" }]`,
    "large.yaml",
    designSchema,
  );
  const cells = cellsOf(large);
  const units = unitsOf(large);
  assert.deepEqual([cells.length, units.length], [64, 160]);
  assert.deepEqual(lint(large), []);
  assert.equal(interleaved({ cells, units, blocks: 3 }, random("1")).flat().length, 3 * 64 * 160);
  assert.equal(new Set(units.map(({ item }) => clusterOf(item))).size, 20);
});
