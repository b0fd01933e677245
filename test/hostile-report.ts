import type { Block, Report } from "../src/report/blocks.ts";
import { armsChart, costChart, differenceChart, rocChart } from "../src/report/charts.ts";

/** Text such as a transcript may hold to be run, to be styled, to hide, to reorder or to burst the page. */
export const hostileTexts: readonly string[] = [
  `<script>window.hit = "script"</script>`,
  `<img src="x" onerror="window.hit='image'"> <svg onload="window.hit='svg'">`,
  `"><iframe srcdoc="<script>parent.hit='frame'</script>"></iframe>`,
  `</style><style>body { display: none }</style></title></textarea></code></pre></table><h1 id="planted">`,
  `' onmouseover='window.hit=1' x='  \` onload=window.hit=1`,
  `<a href="javascript:window.hit=1">[click](javascript:window.hit=1)</a> ![i](http://127.0.0.1:9/i.png)`,
  `<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"><link rel="stylesheet" href="http://127.0.0.1:9/x.css">`,
  `--> <!-- ]]> <![CDATA[ & &amp; &#60;script&#62;`,
  `\u001b[2J\u001b]8;;http://127.0.0.1:9\u0007link\u001b]8;;\u0007 \u009b31m \u0000 \u0008\u0008\u0008`,
  `invoice\u202egnp.exe \u2066isolated\u2069 zero\u200bwidth \u{e0073}\u{e0065} \ud800`,
  `${"W".repeat(3000)}`,
  `| cell | # heading | * item | > quote | ~~~ | \`\`\` | --- | $x$ | http://example.org | www.example.org | me@example.org | @someone | #12`,
  `\\<b>bold\\</b> \\[x\\](y) \\| \\\\| \\ a|b@c|d \`\`e@f\`|\` \\`,
  `\n# planted heading\n\n- planted item\n\n> planted quote\n\n\`\`\`\nplanted fence\n\n<b>bold</b>\n\n[x]: http://example.org`,
];

/** A report with the text in every place that takes text. */
export function hostileReport(text: string): Report {
  const rows = [
    { name: text, estimate: 0.6, low: 0.5, high: 0.7 },
    { name: `${text} `, estimate: 0.7, low: 0.6, high: 0.8, floor: true },
  ];
  const charts: Block[] = [
    rocChart([{ name: text, fpr: [0, 0.3, 1], tpr: [0, 0.6, 1] }]),
    differenceChart(rows, { zero: 0, label: text }),
    armsChart(rows, { label: text }),
    costChart([{ name: text, predicted: 10, measured: 12 }], { label: text }),
  ].map((spec, index) => ({ kind: "figure", id: `${text}${index}`, caption: text, alt: text, spec }));
  const words: Block[] = [
    ...["one", "two", "three", "four"].map((word): Block => ({ kind: "heading", text: `${text} ${word}` })),
    { kind: "paragraph", text },
    ...(["note", "warning", "failure"] as const).map((tone): Block => ({ kind: "callout", tone, text })),
    {
      kind: "table",
      caption: text,
      columns: [
        { title: text, note: text },
        { title: "n", align: "right" },
        { title: text, align: "right" },
        { title: text },
      ],
      rows: [
        [text, { number: 1, digits: 0, unit: text }, text, { absent: text }],
        [
          { absent: text },
          { number: Number.NaN, digits: 2 },
          { estimate: 0.5, low: 0.4, high: 0.6, digits: 2 },
        ],
        [text, "", "", "", text],
      ],
      rules: [1, 99],
    },
    { kind: "facts", rows: [{ name: text, value: text }] },
    { kind: "list", items: [text, text] },
    { kind: "code", text },
  ];
  const refused: Block = {
    kind: "figure",
    id: text,
    caption: text,
    alt: text,
    spec: { data: { url: text }, mark: "bar" },
  };
  const inner: Block = { kind: "details", summary: text, blocks: words };
  return {
    title: text,
    subtitle: text,
    alerts: [{ kind: "callout", tone: "failure", text }],
    answer: {
      question: text,
      sentence: text,
      figure: { label: text, value: 0.5, low: 0.4, high: null },
      checked: (["yes", "no", "untested", "not-asked"] as const).map((state) => ({
        what: text,
        state,
        says: text,
      })),
    },
    figure: {
      ...{ kind: "figure", id: `${text}lead`, caption: text, alt: text },
      spec: armsChart(rows, { label: text }),
    },
    headline: (["supported", "contradicted", "undecided", "invalid", "unresolved"] as const).map(
      (verdict) => ({
        claim: text,
        verdict,
        text,
        sentence: text,
        narrower: text,
        estimate: { value: 0.1, low: -0.1, high: 0.3, label: text },
      }),
    ),
    blocks: [...words, ...charts, refused, { kind: "details", summary: text, blocks: [...words, inner] }],
  };
}
