/** The whole style of a report page; its hash stands in the page's Content-Security-Policy. */
export const pageStyle: string = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f7f6f3; --ink: #1b1d20; --muted: #5b6068; --rule: #dcdad4; --strong: #8d8f92;
  --link: #1f5fae; --supported: #0b6b4d; --contradicted: #a83d08; --undecided: #4b5563; --invalid: #a3142c;
  --unresolved: #5b4a9c; --warning: #8a5a00; --warning-back: #fdf6e3; --failure-back: #fdf0f1; --note-back: #f1f5fb;
  --series-1: #1f5fae; --series-2: #b8480b; --series-3: #00785f; --series-4: #8a3c96; --series-5: #8a6500;
  --series-6: #3d7f9c;
  --serif: "Iowan Old Style", Charter, "Bitstream Charter", "Source Serif 4", "Palatino Linotype", Georgia,
    "Liberation Serif", serif;
  --sans: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --raised: #1d2024; --ink: #e7e5e0; --muted: #a4a8ae; --rule: #34383e; --strong: #7b8088;
    --link: #86b6f2; --supported: #5ecba1; --contradicted: #f39a68; --undecided: #b4bcc8; --invalid: #ff8a97;
    --unresolved: #b9aaf5; --warning: #e6b85c; --warning-back: #2a2416; --failure-back: #2e1a1d; --note-back: #1a222d;
    --series-1: #7ab3f5; --series-2: #ff9d66; --series-3: #41c9a6; --series-4: #d79be6; --series-5: #e0b64c;
    --series-6: #8fcbe3;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1.5rem; }
body {
  margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans);
  font-variant-numeric: tabular-nums lining-nums; overflow-wrap: anywhere; text-rendering: optimizeLegibility;
}
.page { max-width: 60rem; margin: 0 auto; padding: 3.5rem 1.25rem 4rem; }
h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.25; text-wrap: balance; }
h1 { font-size: 2.1rem; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1.4rem; margin: 3rem 0 0.9rem; }
h3 { font-size: 1.1rem; margin: 1.6rem 0 0.6rem; }
h2 a, h3 a { color: inherit; text-decoration: none; }
h2 a:hover, h3 a:hover { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
p, ul, dl { max-width: 44rem; }
p { margin: 0.7rem 0; }
ul { margin: 0.7rem 0; padding-left: 1.3rem; }
li { margin: 0.25rem 0; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.subtitle { color: var(--muted); font-size: 1.08rem; margin: 0.45rem 0 0; }

nav { margin: 2.2rem 0 0; font-size: 0.875rem; }
nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.3rem 1.1rem; max-width: none; }
nav li { margin: 0; }
nav a { color: var(--muted); text-decoration: none; }
nav a:hover { color: var(--ink); text-decoration: underline; }

.answer { margin: 1.6rem 0 0; } .answer > h2 { margin: 0; font-size: 1rem; color: var(--muted); font-weight: 500; } .answer .value { font-weight: 600; }
.checked { list-style: none; margin: 0.9rem 0 0; padding: 0; display: grid; gap: 0.4rem; } .checked li { margin: 0; } .checked span { color: var(--muted); }
.checked i { font-style: normal; white-space: nowrap; margin: 0 0.3rem 0 0.2rem; } .checked .yes { color: var(--link); font-weight: 600; } .checked .untested, .checked .not-asked { color: var(--muted); }
.claims { margin: 2rem 0 0; display: grid; gap: 1rem; }
.claim { border: 1px solid var(--rule); border-radius: 6px; padding: 1.15rem 1.35rem 1.2rem; background: var(--raised); }
.claim > header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.8rem; font-size: 0.9rem; }
.verdict { display: inline-flex; align-items: center; gap: 0.45rem; font-weight: 650; }
.verdict svg { width: 1.05rem; height: 1.05rem; flex: none; }
.cut { stroke: var(--raised); }
.supported { color: var(--supported); } .contradicted { color: var(--contradicted); }
.undecided { color: var(--undecided); } .invalid { color: var(--invalid); } .unresolved { color: var(--unresolved); }
.claim-name { color: var(--muted); font-family: var(--mono); font-size: 0.82rem; }
.sentence { font-family: var(--serif); font-size: 1.2rem; line-height: 1.45; margin: 0.6rem 0 0; max-width: 46rem; }
.estimate { margin: 1.1rem 0 0; max-width: 36rem; }
.estimate p { margin: 0; display: flex; flex-wrap: wrap; gap: 0 0.6rem; align-items: baseline; }
.estimate .value { font-size: 1.3rem; font-weight: 600; }
.estimate .of { color: var(--muted); font-size: 0.875rem; }
.estimate svg { display: block; width: 100%; height: 46px; margin-top: 0.35rem; overflow: visible; }
.estimate text, .figure text { font-family: var(--sans); font-variant-numeric: tabular-nums; }
.scale text { fill: var(--muted); font-size: 11px; }
.scale .axis { stroke: var(--strong); } .scale .reference { stroke: var(--ink); stroke-dasharray: 3 2; }
.scale .interval { stroke: currentColor; stroke-width: 4; } .scale .point { fill: currentColor; }
.scale .halo { fill: var(--raised); }
.narrower { color: var(--muted); font-size: 0.875rem; margin: 1rem 0 0; padding-top: 0.75rem; border-top: 1px solid var(--rule); max-width: none; }
.narrower b { color: var(--ink); font-weight: 600; }

.callout { margin: 1rem 0; padding: 0.7rem 1rem; border-left: 3px solid var(--link); background: var(--note-back); border-radius: 0 4px 4px 0; font-size: 0.94rem; }
.callout b { margin-right: 0.35rem; }
.callout.warning { border-color: var(--warning); background: var(--warning-back); } .callout.warning b { color: var(--warning); }
.callout.failure { border-color: var(--invalid); background: var(--failure-back); } .callout.failure b { color: var(--invalid); }
.callout.note b { color: var(--link); }

figure { margin: 1.8rem 0; }
figcaption { font-size: 0.9rem; color: var(--muted); max-width: 44rem; }
figcaption b { color: var(--ink); font-weight: 600; }
.figure figcaption { margin-top: 0.6rem; }
.table figcaption { margin-bottom: 0.55rem; }
.figure svg { display: block; max-width: 100%; height: auto; }
.narrow { display: none !important; }
.scroll {
  overflow-x: auto; border-top: 1.5px solid var(--ink); border-bottom: 1.5px solid var(--ink);
  background:
    linear-gradient(to left, var(--paper) 30%, transparent) right / 2.5rem 100% no-repeat local,
    linear-gradient(to left, var(--rule), transparent) right / 0.8rem 100% no-repeat scroll;
}
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; line-height: 1.4; }
th, td { padding: 0.42rem 0.8rem; text-align: left; vertical-align: top; font-weight: inherit; unicode-bidi: isolate; }
th:first-child, td:first-child { padding-left: 0.3rem; } th:last-child, td:last-child { padding-right: 0.3rem; }
thead > tr > * { border-bottom: 1px solid var(--strong); vertical-align: bottom; color: var(--muted); overflow-wrap: break-word; min-width: 4.2rem; }
tbody th { font-weight: 500; }
tbody tr + tr > * { border-top: 1px solid var(--rule); }
tbody tr.ruled > * { border-top: 1px solid var(--strong); }
.right { text-align: right; }
td.number, td.right { white-space: nowrap; }
td .interval { color: var(--muted); }
td.absent { color: var(--muted); }
.words { max-width: 24rem; overflow-wrap: break-word; }
.long { min-width: 12rem; overflow-wrap: anywhere; }
.notes { font-size: 0.8rem; line-height: 1.45; color: var(--muted); margin: 0.55rem 0 0; max-width: 52rem; }
.notes b { font-weight: 600; color: var(--ink); }
.notes span + span::before { content: " · "; }
sup { font-size: 0.72em; line-height: 0; vertical-align: 0.45em; margin-left: 0.1em; }

dl { display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: 0.35rem 1.4rem; margin: 1rem 0; font-size: 0.9rem; max-width: none; }
dt { color: var(--muted); max-width: 16rem; } dd { margin: 0; unicode-bidi: isolate; }
pre { font: 0.84rem/1.5 var(--mono); background: var(--raised); border: 1px solid var(--rule); border-radius: 4px; padding: 0.75rem 0.95rem; margin: 0.8rem 0; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 32rem; overflow-y: auto; tab-size: 2; }
details { margin: 0.9rem 0; border-top: 1px solid var(--rule); padding-top: 0.55rem; }
details + details { margin-top: 0; }
summary { cursor: pointer; font-weight: 500; font-size: 0.94rem; width: fit-content; }
summary::marker { color: var(--muted); }
footer { margin-top: 4rem; padding-top: 0.9rem; border-top: 1px solid var(--rule); color: var(--muted); font-size: 0.8rem; }

@media screen and (min-width: 82rem) {
  .page.toc { max-width: 76rem; display: grid; grid-template-columns: 12rem minmax(0, 60rem); column-gap: 4rem; }
  .toc > main { display: contents; }
  .toc > main > nav { grid-row: 1 / span 4; grid-column: 1; margin: 0.65rem 0 0; position: sticky; top: 2rem; align-self: start; max-height: calc(100vh - 4rem); overflow-y: auto; }
  .toc > main > nav ul { display: block; } .toc > main > nav li { margin: 0 0 0.5rem; line-height: 1.35; }
  .toc > :not(main), .toc > main > :not(nav) { grid-column: 2; }
}
@media screen and (max-width: 44rem) {
  body { font-size: 0.97rem; }
  .page { padding: 1.75rem 1rem 3rem; }
  h1 { font-size: 1.65rem; } h2 { margin-top: 2.4rem; font-size: 1.28rem; }
  .claim { padding: 0.95rem 1rem 1rem; } .sentence { font-size: 1.08rem; }
  .wide { display: none !important; } .narrow { display: block !important; }
  dl { display: block; } dd { margin: 0 0 0.6rem; }
  th, td { padding-inline: 0.6rem; }
  tbody th { position: sticky; left: 0; z-index: 1; background: var(--paper); box-shadow: 1px 0 0 var(--rule); }
  tbody th, tbody th .words { max-width: 9rem; } tbody th .long { min-width: 8rem; }
}
@media print {
  :root { color-scheme: light; }
  @page { margin: 18mm 16mm; }
  html { font-size: 80%; }
  .page { max-width: none; padding: 0; display: block !important; }
  nav { display: none; }
  .claim, figure, tr, .callout { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; } pre { max-height: none; }
  th, td { padding-inline: 0.4em; } td.number, td.right { white-space: normal; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  details:not([open]) > :not(summary) { display: block; }
}
`;
