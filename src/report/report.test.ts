import assert from "node:assert/strict";
import { test } from "node:test";
import { hostileReport, hostileTexts } from "../../test/hostile-report.ts";
import { type Opening, openings } from "../../test/markup.ts";
import { sampleReport } from "../../test/sample-report.ts";
import type { Report, Table } from "./blocks.ts";
import { renderHtml } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderTerminal } from "./terminal.ts";

const report = (blocks: Report["blocks"]): Report => ({ title: "t", subtitle: "s", headline: [], blocks });

const table: Table = {
  kind: "table",
  caption: "What came out.",
  columns: [{ title: "arm" }, { title: "AUROC", note: "area under the curve" }, { title: "cost" }],
  rows: [
    ["prefix", { estimate: 0.531, low: 0.452, high: 0.61, digits: 2 }, { absent: "no price known" }],
    [
      "bag of words",
      { estimate: -0.001, low: -0.2, high: 0.2, digits: 2 },
      { number: 12_345.5, digits: 1, unit: "s" },
    ],
    ["length", { absent: "one class only" }, { absent: "no price known" }],
  ],
  rules: [1],
};

const plainly = renderHtml(hostileReport("quite plain")).then(openings);

for (const [index, text] of hostileTexts.entries()) {
  test(`hostile text ${index} adds no markup to HTML`, async () => {
    const html = await renderHtml(hostileReport(text));
    const plain = await plainly;
    const found = openings(html);
    // Long words are set in a box of their own.
    const names = (all: readonly Opening[]): string[] =>
      all.map(({ name }) => name).filter((name) => name !== "div");
    assert.deepEqual(names(found), names(plain));
    assert.equal(html.match(/<[^/!]/g)?.length, found.length, "nothing opens that was not seen");
    const attributes = new Set(plain.flatMap((opening) => opening.attributes));
    for (const { name, attributes: own } of found)
      for (const one of own) assert.ok(attributes.has(one), `${name} ${one}`);
    assert.doesNotMatch(
      html,
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u,
    );
  });

  test(`hostile text ${index} stays in its place in a terminal`, () => {
    for (const width of [32, 80, 133]) {
      const shown = renderTerminal(hostileReport(text), { width, color: false, long: true });
      assert.doesNotMatch(
        shown,
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/u,
      );
      for (const line of shown.split("\n"))
        assert.ok([...line].length <= width, `${[...line].length} > ${width}: ${line}`);
    }
    const coloured = renderTerminal(hostileReport(text), { width: 80, color: true, long: true });
    assert.doesNotMatch(coloured.replaceAll(/\u001b\[\d+m/g, ""), /\u001b/);
  });

  test(`hostile text ${index} makes nothing of Markdown`, () => {
    const shown = renderMarkdown(hostileReport(text));
    // Without code and without what is escaped, nothing is left that could open anything.
    const outside = withoutCode(shown).replaceAll(/\\[!-/:-@[-`{-~]/g, "x");
    assert.doesNotMatch(outside, /[<&`]/, "no HTML, entity or code");
    assert.doesNotMatch(outside, /\](\(|:)|!\[/, "no link or image");
    assert.doesNotMatch(outside, /:\/\/|www\.|\w@\w|\B@\w/, "nothing that is linked without markup");
    assert.doesNotMatch(outside, /^ {0,3}(#+|[-*+]|>) planted/m, "no line of its own");
    const plain = renderMarkdown(hostileReport("quite plain"));
    const shape = (markdown: string): string[] =>
      withoutCode(markdown)
        .split("\n")
        .map((line) => /^(#+ |> |- |\||\*\*)/.exec(line)?.[1] ?? "")
        .filter((lead) => lead !== "");
    assert.deepEqual(shape(shown), shape(plain), "the same lines as plain text gives");
    const bars = (line: string): number => line.replaceAll(/\\[\\|]/g, "").split("|").length;
    for (const line of shown
      .replaceAll(fences, "")
      .split("\n")
      .filter((line) => line.startsWith("| ")))
      assert.equal(bars(line), 7, line);
  });
}

const fences = /^(`{3,})\n[\s\S]*?\n\1$/gm;

/** Markdown without its fences and code spans, by the rule that a run of backticks closes with one as long. */
function withoutCode(markdown: string): string {
  return markdown.replaceAll(fences, "").replaceAll(/(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
}

test("the page allows itself nothing but its own style", async () => {
  const html = await renderHtml(sampleReport());
  assert.match(
    html,
    /content="default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; img-src data:; base-uri 'none'; form-action 'none'"/,
  );
  for (const { name, attributes } of openings(html)) {
    assert.doesNotMatch(name, /^(script|link|iframe|object|embed|img|image|use|base|form)$/);
    for (const attribute of attributes) assert.doesNotMatch(attribute, /^(style|src|on.*)$/);
  }
  for (const [, target] of html.matchAll(/href="([^"]*)"/g)) assert.match(String(target), /^#[a-z0-9-]+$/);
});

test("every anchor of the contents exists once, also for equal headings", async () => {
  const heading = (text: string) => ({ kind: "heading", text }) as const;
  const html = await renderHtml(
    report([heading("Cost"), heading("Cost"), heading("漢字"), heading("!"), heading("Cost 2")]),
  );
  const targets = [...html.matchAll(/<li><a href="#([^"]+)"/g)].map(([, target]) => target);
  assert.equal(targets.length, 5);
  assert.equal(new Set(targets).size, 5);
  for (const target of targets) assert.equal(html.split(`id="${target}"`).length, 2);
});

test("a page is the same each time", async () => {
  assert.equal(await renderHtml(sampleReport()), await renderHtml(sampleReport()));
});

test("ids on a page are unique, pictures included", async () => {
  const ids = [...(await renderHtml(sampleReport())).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  assert.ok(ids.length > 15);
  assert.deepEqual(ids, [...new Set(ids)]);
});

test("a table shows estimates, units, and why cells are empty", async () => {
  const html = await renderHtml(report([table]));
  assert.match(html, /<td class="number right">0\.53 <span class="interval">\[0\.45, 0\.61\]<\/span><\/td>/);
  assert.match(html, />0\.00 <span/);
  assert.match(html, /<td class="number right">12,345\.5 s<\/td>/);
  assert.match(html, /title="no price known">–<sup>a<\/sup>/);
  assert.match(html, /title="one class only">–<sup>b<\/sup>/);
  assert.equal(html.match(/<sup>a<\/sup> no price known/g)?.length, 1);
  assert.match(html, /<tr class="ruled"><th scope="row"><div class="words">bag of words/);
  assert.match(html, /<b>AUROC<\/b> area under the curve/);
});

test("Markdown keeps numbers readable", () => {
  assert.equal(
    renderMarkdown(report([table])),
    [
      "# t",
      "s",
      "**Table 1.** What came out.",
      [
        "| arm | AUROC | cost |",
        "| :--- | ---: | ---: |",
        "| prefix | 0.53 [0.45, 0.61] | – (a) |",
        "| bag of words | 0.00 [−0.20, 0.20] | 12,345.5 s |",
        "| length | – (b) | – (a) |",
      ].join("\n"),
      "- AUROC: area under the curve\n- (a) no price known\n- (b) one class only\n",
    ].join("\n\n"),
  );
});

test("a terminal table aligns, rules and explains", () => {
  assert.equal(
    renderTerminal(report([table]), { width: 60, color: false, long: true }),
    [
      "t\ns\n",
      "What came out.",
      "arm                        AUROC        cost",
      "────────────────────────────────────────────",
      "prefix         0.53 [0.45, 0.61]       – (a)",
      "────────────────────────────────────────────",
      "bag of words  0.00 [−0.20, 0.20]  12,345.5 s",
      "length                     – (b)       – (a)",
      "AUROC: area under the curve",
      "(a) no price known",
      "(b) one class only\n",
    ].join("\n"),
  );
});

test("a terminal table too wide goes on below with its first column", () => {
  const wide: Table = {
    kind: "table",
    caption: "c",
    columns: ["arm", "first", "second", "third"].map((title) => ({ title })),
    rows: [["prefix", ...[1, 2, 3].map((number) => ({ number: number * 1e9, digits: 2 }))]],
  };
  const lines = renderTerminal(report([wide]), { width: 44, color: false, long: true }).split("\n");
  assert.equal(lines.filter((line) => line.startsWith("prefix")).length, 2);
  assert.ok(lines.some((line) => /3,000,000,000\.00$/.test(line)));
});

test("verdicts are told by word and sign, not by colour alone", async () => {
  const { answer: _, ...hostile } = hostileReport("x");
  const text = renderTerminal(hostile, { width: 80, color: false });
  const html = await renderHtml(hostile);
  const shapes = new Set(
    [...html.matchAll(/<span class="verdict \w+"><svg[^>]*>(.*?)<\/svg>(\w+)<\/span>/g)].map(
      ([, shape]) => shape,
    ),
  );
  assert.equal(shapes.size, 5);
  for (const line of ["✓ Supported", "✗ Contradicted", "≈ Undecided", "! Invalid", "○ Unresolved"]) {
    assert.ok(text.includes(line), line);
  }
});

test("a terminal shows all that is folded away where it is asked to", () => {
  const folded = report([
    { kind: "details", summary: "Settings", blocks: [{ kind: "code", text: "  inner\tline" }] },
  ]);
  assert.equal(
    renderTerminal(folded, { width: 60, color: false, long: true }),
    "t\ns\n\n▾ Settings\n\n      inner  line\n",
  );
});

test("the interval is drawn beside its reference", async () => {
  const headline = {
    claim: "x/C1",
    verdict: "supported",
    text: "t",
    sentence: "s",
    narrower: "",
    estimate: { value: 0.75, low: 0.6, high: 0.9, label: "AUROC", reference: 0.5 },
  } as const;
  const shown = { ...report([]), headline: [headline] };
  const html = await renderHtml(shown);
  const at = (name: string): number[] =>
    [...html.matchAll(new RegExp(`class="${name}" x1="([\\d.]+)%" x2="([\\d.]+)%"`, "g"))].flatMap(
      ([, a, b]) => [Number(a), Number(b)],
    );
  assert.deepEqual(at("reference"), [0, 0]);
  assert.deepEqual(at("interval"), [25, 100]);
  assert.match(html, /<circle class="point" cx="62\.50%"/);
  const line =
    renderTerminal(shown, { width: 80, color: false })
      .split("\n")
      .find((text) => text.includes("●")) ?? "";
  assert.ok(line.indexOf("│") < line.indexOf("━") && line.indexOf("━") < line.indexOf("●"));
});

test("an estimate without a finite interval is told in words and not drawn", async () => {
  const estimate = { value: 1, low: Number.NEGATIVE_INFINITY, high: 2, label: "" };
  const shown: Report = {
    ...report([]),
    headline: [{ claim: "x/C1", verdict: "undecided", text: "t", sentence: "s", narrower: "", estimate }],
  };
  const html = await renderHtml(shown);
  assert.match(html, /95% interval −∞ to 2\.00/);
  assert.doesNotMatch(html, /class="scale|NaN/);
  assert.match(renderTerminal(shown, { width: 80, color: false }), /1\.00 \[−∞, 2\.00\]/);
});

const claimed = (claim: string, verdict: "supported" | "unresolved"): Report["headline"][number] => ({
  ...{ claim, verdict, text: `${claim} is so.`, sentence: `Why ${claim}.`, narrower: "", estimate: null },
});
const answered: Report = {
  ...report([{ kind: "paragraph", text: "the evidence" }]),
  alerts: [{ kind: "callout", tone: "failure", text: "Gate g: at chance" }],
  answer: {
    ...{
      question: "Is it?",
      sentence: "It is.",
      figure: { label: "share", value: 0.5, low: 0.4, high: 0.6 },
    },
    checked: [{ what: "differs", state: "no", says: "10% would have been seen" }],
  },
  headline: [claimed("x/C1", "supported"), claimed("x/C2", "unresolved"), claimed("x/C3", "unresolved")],
};

test("first comes what failed, then the answer, then claims in a line each; the rest is for --long", async () => {
  const brief = renderTerminal(answered, { width: 80, color: false });
  const order = [
    "Gate g",
    "Is it?",
    "It is.",
    "0.50 [0.40, 0.60]",
    "differs ○ no",
    "✓ Supported  x/C1: x/C1 is so.",
  ];
  const at = order.map((text) => brief.indexOf(text));
  assert.ok(
    at.every((place, n) => place > (at[n - 1] ?? -1)),
    brief,
  );
  assert.match(brief, /2 research claims were not tested\./);
  assert.doesNotMatch(brief, /Why x\/C|the evidence/);
  assert.match(
    renderTerminal(answered, { width: 80, color: false, long: true }),
    /Why x\/C1[\s\S]*Why x\/C2[\s\S]*the evidence/,
  );
  for (const written of [await renderHtml(answered), renderMarkdown(answered)]) {
    const places = [
      "Gate g",
      "It is.",
      "x/C1 is so.",
      "2 research claims were not tested",
      "the evidence",
    ].map((text) => written.indexOf(text));
    assert.ok(
      places.every((place, n) => place > (places[n - 1] ?? -1)),
      written,
    );
  }
});

test("without an answer every claim is told whole", () => {
  const { answer: _, ...without } = answered;
  assert.match(renderTerminal(without, { width: 80, color: false }), /Why x\/C3/);
});

test("a figure that cannot be drawn is said in its place and costs nothing else", async () => {
  const html = await renderHtml(
    report([
      { kind: "figure", id: "f", caption: "c", alt: "rising", spec: { mark: "bar", data: { url: "x.csv" } } },
      { kind: "paragraph", text: "after" },
    ]),
  );
  assert.match(html, /cannot be drawn: spec\.data\.url asks for an address\. What it would show: rising/);
  assert.match(html, /<p>after<\/p>/);
});

test("Markdown sets as code what would be linked without markup", () => {
  const words = renderMarkdown(
    report([{ kind: "paragraph", text: "see http://x.org or a`b@c and `@me` in v1.2, snake_case" }]),
  );
  assert.equal(words, "# t\n\ns\n\nsee `http://x.org` or ``a`b@c`` and `` `@me` `` in v1.2, snake\\_case\n");
});
