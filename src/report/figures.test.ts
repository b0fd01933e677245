import assert from "node:assert/strict";
import { test } from "node:test";
import { openings } from "../../test/markup.ts";
import type { JsonObject } from "../core/json.ts";
import type { Figure } from "./blocks.ts";
import {
  armsChart,
  axesChart,
  collapseChart,
  costChart,
  coverageChart,
  curvesChart,
  cutoffMap,
  differenceChart,
  fanChart,
  heatMap,
  rocChart,
} from "./charts.ts";
import { renderFigure } from "./figures.ts";
import { filterSvg } from "./svg-filter.ts";

const hostile = `</text><script>hit()</script>"' onload="hit()" \u001b[31m\u0000\u202e`;

const figure = (spec: JsonObject, alt = "what it shows"): Figure => ({
  kind: "figure",
  id: "f",
  caption: "",
  alt,
  spec,
});

const charts: Readonly<Record<string, (name: string) => JsonObject>> = {
  heat: (name) =>
    heatMap(
      [
        { row: name, column: name, value: 0.02, framed: true },
        { row: name, column: "b", value: -0.01 },
        { row: "a", column: "b", value: null },
      ],
      { scale: 1000 },
    ),
  roc: (name) => rocChart([{ name, fpr: [0, 0.2, 1], tpr: [0, 0.7, 1] }]),
  differences: (name) =>
    differenceChart([{ name, estimate: -0.1, low: -0.2, high: 0.05 }], { zero: 0, label: name }),
  arms: (name) => armsChart([{ name, estimate: 0.7, low: 0.6, high: 0.8, floor: true }], { label: name }),
  cost: (name) => costChart([{ name, predicted: 1200, measured: null }], { label: name }),
  fan: (name) =>
    fanChart(
      [{ x: 2020, y: 1, trained: true }],
      [{ name, points: [2021, 2022].map((x) => ({ x, middle: 2, bands: [{ low: 1, high: 3 }] })) }],
      { cut: 2020.5, y: name, ticks: [{ value: 2, label: "4 min" }] },
    ),
  coverage: (name) => coverageChart([{ name, points: [{ nominal: 0.8, actual: 0.5, low: 0.3, high: 0.7 }] }]),
  curves: (name) =>
    curvesChart([{ name, points: [1, 4].map((x) => ({ x, y: x / 8 + 0.4, low: 0.4, high: 0.9 })) }], {
      ...{ x: name, y: name, ticks: [1, 4], from: 0.4, reference: 0.5 },
    }),
  collapse: (name) =>
    collapseChart(
      [1, 2].map((x) => ({ x, value: 3 * x, low: 2, high: 9 })),
      [{ name, points: [1, 2].map((x) => ({ x, value: x })) }],
      { x: "years", y: name },
    ),
  axes: (name) =>
    axesChart(
      [1, 2].map(() => ({ title: name, note: name, years: true, points: [{ x: 2020, y: 1 }], line: [] })),
      { y: name },
    ),
};

for (const [name, chart] of Object.entries(charts)) {
  test(`${name}: hostile names draw as text and as nothing else`, async () => {
    for (const width of ["wide", "narrow"] as const) {
      const svg = await renderFigure(figure(chart(hostile), hostile), width);
      assert.match(svg, /^<svg role="img" aria-label="[^"]*&lt;script&gt;/);
      assert.equal(svg.split("<").length - 1, openings(svg).length + (svg.match(/<\//g)?.length ?? 0));
      for (const { name, attributes } of openings(svg)) {
        assert.match(name, /^(svg|g|path|text|line|rect|defs|clipPath)$/);
        for (const attribute of attributes) assert.doesNotMatch(attribute, /^on|style|href|src/);
      }
      assert.doesNotMatch(svg, /[\u0000\u001b\u202e]/);
    }
  });

  test(`${name}: the same spec gives the same picture, and fits a phone`, async () => {
    const first = await renderFigure(figure(chart("prefix, previous turn")), "narrow");
    await renderFigure(figure(chart("another")), "wide");
    assert.equal(await renderFigure(figure(chart("prefix, previous turn")), "narrow"), first);
    assert.equal(Number(/ width="(\d+)"/.exec(first)?.[1]) <= 328, true);
    assert.match(first, />prefix, previous turn</);
  });
}

test("an interval is drawn where its numbers are", async () => {
  const rows = [
    { name: "a", estimate: 0.2, low: 0.1, high: 0.3 },
    { name: "b", estimate: -0.2, low: -0.3, high: -0.1 },
  ];
  const svg = await renderFigure(figure(differenceChart(rows, { zero: 0, label: "d" })), "wide");
  const lines = [
    ...svg.matchAll(
      /<line transform="translate\(([\d.]+),[\d.]+\)" x2="([\d.]+)" y2="0" stroke="var\(--series-1/g,
    ),
  ];
  const [first, second] = lines.map(([, from, length]) => [Number(from), Number(length)] as const);
  assert.ok(first !== undefined && second !== undefined);
  assert.ok(Math.abs(first[1] - second[1]) < 0.01, "equal intervals have equal lengths");
  // From -0.3 to 0.1 are two lengths of 0.2.
  assert.ok(Math.abs(first[0] - second[0] - 2 * first[1]) < 0.02);
  assert.match(svg, />0\.20 \[0\.10, 0\.30\]</);
  assert.match(svg, />−0\.20 \[−0\.30, −0\.10\]</);
});

test("what was not estimated is named and not drawn", async () => {
  const rows = [{ name: "empty arm", estimate: Number.NaN, low: Number.NaN, high: Number.NaN }];
  const svg = await renderFigure(figure(armsChart(rows, { label: "AUROC" })), "wide");
  assert.match(svg, />empty arm</);
  assert.match(svg, />–</);
  assert.doesNotMatch(svg, /NaN/);
});

test("charts of nothing can be drawn", async () => {
  for (const spec of [rocChart([]), armsChart([], { label: "" }), costChart([], { label: "" })]) {
    assert.match(await renderFigure(figure(spec), "wide"), /^<svg/);
  }
});

test("a spec that asks for an address, or for nothing, is refused with the place", async () => {
  const link = { mark: { type: "bar", href: "https://example.org" }, data: { values: [] } };
  await assert.rejects(
    renderFigure(figure(link), "wide"),
    /"f" cannot be drawn: spec\.mark\.href asks for an address/,
  );
  const data = { layer: [{ data: { url: "rows.csv" }, mark: "bar" }] };
  await assert.rejects(renderFigure(figure(data), "wide"), /spec\.layer\[0\]\.data\.url/);
  await assert.rejects(renderFigure(figure({}), "wide"), /neither a mark nor layers/);
});

test("rows may hold a member named url or href: data is only data", async () => {
  const spec = {
    data: { values: [{ url: "https://example.org", href: "javascript:hit()" }] },
    mark: "text",
    encoding: { text: { field: "href" } },
  };
  const svg = await renderFigure(figure(spec), "wide");
  assert.match(svg, />javascript:hit\(\)</);
  assert.doesNotMatch(svg, /<a|href=/);
});

test("the filter lets only what draws pass", () => {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" onload="hit()"><style>*{}</style><script>hit()</script>` +
    `<a xlink:href="javascript:hit()"><text style="x" fill="url(https://example.org)" font-size="12px">ok</text></a>` +
    `<image xlink:href="http://example.org"/><foreignObject><g><foreignObject/>in</g></foreignObject>` +
    `<g clip-path="url(#clip7)"><path d="M1.23456,2"/></g><defs><clipPath id="clip7"><rect width="1"/></clipPath></defs></svg>`;
  assert.equal(
    filterSvg(svg, "p-", 'role="img"'),
    `<svg role="img" width="9"><text font-size="12px">ok</text>` +
      `<g clip-path="url(#p-1)"><path d="M1.23,2"/></g><defs><clipPath id="p-1"><rect width="1"/></clipPath></defs></svg>`,
  );
});

test("a cut-off map prints every error with its sign, and a dot where there is none", async () => {
  const cells = [
    { cut: 1990, horizon: 5, error: -0.34 },
    { cut: 1990, horizon: 10, error: 2.06 },
    { cut: 2000, horizon: 5, error: 0.04 },
    { cut: 2000, horizon: 10, error: null },
  ];
  for (const width of ["wide", "narrow"] as const) {
    const svg = await renderFigure(figure(cutoffMap(cells, 1990)), width);
    for (const text of ["−0.3", "+2.1", "0.0", "·", "1990", "10 years"])
      assert.ok(svg.includes(`>${text}<`), text);
    const moved = cells.map((cell, i) => (i === 1 ? { ...cell, error: 3 } : cell));
    assert.notEqual(await renderFigure(figure(cutoffMap(moved, 1990)), width), svg);
  }
});
