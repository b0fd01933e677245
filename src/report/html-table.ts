import type { Table } from "./blocks.ts";
import { type ShownCell, showTable } from "./cells.ts";
import { escapeHtml, oneLine } from "./escape.ts";

/** A table under its number and caption, in a box that scrolls by itself, with its notes below. */
export function tableHtml(table: Table, number: number): string {
  const shown = showTable(table);
  const reasons = new Map(shown.absences.map(({ mark, reason }) => [mark, reason]));
  const label = `table-${number}`;
  const head = shown.columns
    .map(({ title, right }) =>
      title === ""
        ? "<td></td>"
        : `<th scope="col"${right ? ' class="right"' : ""}>${escapeHtml(title)}</th>`,
    )
    .join("");
  const body = shown.rows.map((row, index) => {
    const cells = row.map((cell, column) => {
      if (column === 0 && !cell.numeric && cell.mark === null)
        return `<th scope="row">${words(cell.text)}</th>`;
      return cellHtml(cell, shown.columns[column]?.right === true, reasons);
    });
    return `<tr${shown.rules.has(index) ? ' class="ruled"' : ""}>${cells.join("")}</tr>`;
  });
  return [
    `<figure class="table" id="${label}"><figcaption id="${label}-caption"><b>Table ${number}.</b> ${escapeHtml(oneLine(table.caption))}</figcaption>`,
    `<div class="scroll" role="region" aria-labelledby="${label}-caption" tabindex="0">`,
    `<table aria-labelledby="${label}-caption"><thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>`,
    notes(
      shown.columnNotes.map(
        ({ title, note }) => `<span><b>${escapeHtml(title)}</b> ${escapeHtml(note)}</span>`,
      ),
    ),
    notes(shown.absences.map(({ mark, reason }) => `<span><sup>${mark}</sup> ${escapeHtml(reason)}</span>`)),
    "</figure>",
  ].join("\n");
}

function notes(items: readonly string[]): string {
  return items.length === 0 ? "" : `<p class="notes">${items.join(" ")}</p>`;
}

function cellHtml(cell: ShownCell, right: boolean, reasons: ReadonlyMap<string, string>): string {
  const side = right ? " right" : "";
  if (cell.mark !== null) {
    const reason = escapeHtml(reasons.get(cell.mark) ?? "");
    return `<td class="absent${side}" title="${reason}">${cell.text}<sup>${cell.mark}</sup></td>`;
  }
  if (cell.interval !== null) {
    return `<td class="number${side}">${cell.text} <span class="interval">${cell.interval}</span></td>`;
  }
  if (cell.numeric) return `<td class="number${side}">${escapeHtml(cell.text)}</td>`;
  return right && cell.text.length < 24
    ? `<td class="right">${escapeHtml(cell.text)}</td>`
    : `<td>${words(cell.text)}</td>`;
}

function words(text: string): string {
  // Breaking anywhere lets a table squeeze a column to one letter, so only text that needs it may.
  const long = text.length > 36 || /\S{20}/.test(text);
  return `<div class="words${long ? " long" : ""}">${escapeHtml(text)}</div>`;
}
