import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { oneLine, plainText } from "../report/escape.ts";
import { pageStyle } from "../report/html-style.ts";

/** Markup in which everything from outside is escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

const style = `${pageStyle}
.wide { max-width: 100%; } .bar { display: flex; flex-wrap: wrap; gap: 0.6rem 1.2rem; align-items: end; margin: 1.2rem 0; }
.bar label { display: grid; gap: 0.15rem; font-size: 0.82rem; color: var(--muted); }
.bar input, .bar select, .bar button { font: inherit; padding: 0.3rem 0.5rem; color: var(--ink); background: var(--raised); border: 1px solid var(--rule); border-radius: 4px; }
.list { border-collapse: collapse; width: 100%; font-size: 0.9rem; overflow-wrap: break-word; } .list th, .list td { text-align: left; padding: 0.35rem 0.7rem 0.35rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
.scroll { overflow-x: auto; }
.turn { border-left: 3px solid var(--rule); padding: 0.1rem 0 0.1rem 0.9rem; margin: 0.9rem 0; } .turn.assistant { border-color: var(--link); }
.turn b { font-size: 0.82rem; color: var(--muted); } .turn pre { white-space: pre-wrap; margin: 0.2rem 0; font: 0.9rem/1.5 var(--mono); }
`;

/** Text of anywhere, on one line and harmless to look at; the template escapes markup. */
export const line = (text: string): string => oneLine(text);
/** The same with its own line ends. */
export const text = (content: string): string => plainText(content);

/** A whole page. */
export function page(
  title: string,
  content: Markup,
  { refresh = 0 }: { readonly refresh?: number } = {},
): Markup {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
${refresh > 0 ? html`<meta http-equiv="refresh" content="${refresh}">` : ""}
<title>${line(title)} · credence</title><style>${raw(style)}</style></head>
<body><div class="page wide"><header><nav aria-label="Pages"><ul><li><a href="/">Runs</a></li><li><a href="/claims">Claims</a></li></ul></nav>
<h1>${line(title)}</h1></header><main>${content}</main></div></body></html>`;
}

/** A table of cells that are text or markup. */
export function tableMarkup(
  caption: string,
  columns: readonly (string | Markup)[],
  rows: readonly (readonly (string | Markup)[])[],
): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="list"><caption class="hidden">${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}
