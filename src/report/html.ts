import { createHash } from "node:crypto";
import { CredenceError } from "../core/error.ts";
import { answerHtml } from "./answer.ts";
import type { Block, Figure, Report } from "./blocks.ts";
import { escapeHtml, oneLine } from "./escape.ts";
import { isResponsive, renderFigure } from "./figures.ts";
import { claimsOf } from "./headline.ts";
import { headlineHtml } from "./html-headline.ts";
import { pageStyle } from "./html-style.ts";
import { tableHtml } from "./html-table.ts";

/** What is counted while a page is written. */
interface Numbering {
  tables: number;
  figures: number;
  readonly anchors: Map<string, number>;
  readonly sections: { readonly anchor: string; readonly text: string }[];
}

const tones = { note: "Note.", warning: "Warning.", failure: "Failure." } as const;

/**
 * A report as one HTML file that needs nothing else: no script, no address, a Content-Security-Policy that allows only
 * its own style. Light or dark as the reader's system is; for phones, pages and print. Same report, same file.
 */
export async function renderHtml(report: Report): Promise<string> {
  const numbering: Numbering = { tables: 0, figures: 0, anchors: new Map(), sections: [] };
  const { tested, untested } = claimsOf(report);
  const { answer, alerts = [], figure, blocks } = report;
  const lead = await blocksHtml(figure === undefined ? [] : [figure], numbering, 2);
  const body = await blocksHtml(untested === null ? blocks : [untested, ...blocks], numbering, 2);
  const { sections } = numbering;
  const contents = sections.length >= 4;
  const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(pageStyle).digest("base64")}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const title = oneLine(report.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="credence">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<div class="page${contents ? " toc" : ""}">
<header>
<h1>${escapeHtml(title)}</h1>
<p class="subtitle">${escapeHtml(oneLine(report.subtitle))}</p>
</header>
<main>
<div class="first">
${await blocksHtml(alerts, numbering, 2)}
${answer === undefined ? "" : answerHtml(answer)}
${lead}
${tested.length === 0 ? "" : `<section class="claims" aria-label="Claims">\n<h2 class="hidden">Claims</h2>\n${tested.map(headlineHtml).join("\n")}\n</section>`}
</div>
${contents ? contentsHtml(sections) : ""}
<div>
${body}
</div>
</main>
<footer>Written by credence. This file is complete in itself: it loads nothing and runs nothing.</footer>
</div>
</body>
</html>
`;
}

function contentsHtml(sections: Numbering["sections"]): string {
  const items = sections.map(({ anchor, text }) => `<li><a href="#${anchor}">${escapeHtml(text)}</a></li>`);
  return `<nav aria-label="Contents"><ul>${items.join("")}</ul></nav>`;
}

async function blocksHtml(blocks: readonly Block[], numbering: Numbering, level: 2 | 3): Promise<string> {
  const parts: string[] = [];
  for (const block of blocks) parts.push(await blockHtml(block, numbering, level));
  return parts.join("\n");
}

async function blockHtml(block: Block, numbering: Numbering, level: 2 | 3): Promise<string> {
  switch (block.kind) {
    case "heading": {
      const text = oneLine(block.text);
      const anchor = anchorOf(text, numbering);
      if (level === 2) numbering.sections.push({ anchor, text });
      return `<h${level} id="${anchor}"><a href="#${anchor}">${escapeHtml(text)}</a></h${level}>`;
    }
    case "paragraph":
      return `<p>${escapeHtml(oneLine(block.text))}</p>`;
    case "callout":
      return `<div class="callout ${block.tone}" role="note"><b>${tones[block.tone]}</b>${escapeHtml(oneLine(block.text))}</div>`;
    case "table":
      numbering.tables++;
      return tableHtml(block, numbering.tables);
    case "figure":
      numbering.figures++;
      return await figureHtml(block, numbering.figures);
    case "facts": {
      const rows = block.rows.map(
        ({ name, value }) => `<dt>${escapeHtml(oneLine(name))}</dt><dd>${escapeHtml(oneLine(value))}</dd>`,
      );
      return `<dl>${rows.join("\n")}</dl>`;
    }
    case "list":
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(oneLine(item))}</li>`).join("\n")}</ul>`;
    case "links":
      return `<ul>${block.links.map(({ text, file }) => `<li><a href="${pathAddress(file)}">${escapeHtml(oneLine(text))}</a></li>`).join("\n")}</ul>`;
    case "details":
      return `<details><summary>${escapeHtml(oneLine(block.summary))}</summary>\n${await blocksHtml(block.blocks, numbering, 3)}\n</details>`;
    case "code":
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
  }
}

/** A path as the address of a link: always a file beside the page, whatever it is called. */
function pathAddress(file: string): string {
  return escapeHtml(`./${file.split(/[\\/]/).map(encodeURIComponent).join("/")}`);
}

async function figureHtml(figure: Figure, number: number): Promise<string> {
  const caption = `<figcaption><b>Figure ${number}.</b> ${escapeHtml(oneLine(figure.caption))}</figcaption>`;
  return `<figure class="figure" id="figure-${number}">\n${await pictures({ ...figure, id: `figure-${number}` })}\n${caption}</figure>`;
}

async function pictures(figure: Figure): Promise<string> {
  try {
    const wide = await renderFigure(figure, "wide");
    if (!isResponsive(figure)) return wide;
    return `<div class="wide">${wide}</div><div class="narrow">${await renderFigure(figure, "narrow")}</div>`;
  } catch (error) {
    // A picture that cannot be drawn must not cost the reader the findings; it is said in its place.
    if (!(error instanceof CredenceError)) throw error;
    return `<div class="callout failure" role="note"><b>${tones.failure}</b>${escapeHtml(oneLine(error.message))}. What it would show: ${escapeHtml(oneLine(figure.alt))}</div>`;
  }
}

function anchorOf(text: string, numbering: Numbering): string {
  const words = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 48)
    .replace(/^-+|-+$/g, "");
  const base = `s-${words === "" ? "section" : words}`;
  const seen = numbering.anchors.get(base) ?? 0;
  numbering.anchors.set(base, seen + 1);
  return seen === 0 ? base : `${base}--${seen + 1}`;
}
