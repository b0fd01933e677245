import type { Table } from "./blocks.ts";
import { type ShownCell, type ShownTable, showTable } from "./cells.ts";
import { columnsOf, padded, wrap } from "./terminal-text.ts";

/** How a terminal sets off text; the identity where there is no colour. */
export interface TerminalStyle {
  bold(text: string): string;
  dim(text: string): string;
}

const gap = 2;

/** A table in lines of at most `width` columns; one too wide for that goes on below, its first column repeated. */
export function tableLines(table: Table, width: number, style: TerminalStyle): string[] {
  const shown = showTable(table);
  const widths = shown.columns.map((_, column) => columnWidth(shown, column, width));
  const lines: string[] = [];
  for (const panel of panels(widths, width)) {
    if (lines.length > 0) lines.push("");
    lines.push(...panelLines(shown, panel, widths, style));
  }
  for (const { title, note } of shown.columnNotes)
    lines.push(...wrap(`${title}: ${note}`, width).map(style.dim));
  for (const { mark, reason } of shown.absences)
    lines.push(...wrap(`(${mark}) ${reason}`, width).map(style.dim));
  return lines;
}

function columnWidth(shown: ShownTable, column: number, width: number): number {
  const cells = shown.rows.map((row) => row[column]);
  const fixed = Math.max(
    0,
    ...cells.map((cell) => (cell === undefined || isWords(cell) ? 0 : columnsOf(cellText(cell)))),
  );
  const free = Math.max(
    0,
    ...cells.map((cell) => (cell !== undefined && isWords(cell) ? columnsOf(cell.text) : 0)),
  );
  const header = headerWidth(shown.columns[column]?.title ?? "");
  const most = Math.max(8, Math.floor(width * (shown.columns.length <= 3 ? 0.55 : 0.34)));
  return Math.min(width, Math.max(1, fixed, Math.min(header, most), Math.min(free, most)));
}

/** The least width at which a title takes at most two lines. */
function headerWidth(title: string): number {
  let width = Math.max(0, ...title.split(" ").map(columnsOf));
  while (wrap(title, width).length > 2) width++;
  return width;
}

function panels(widths: readonly number[], width: number): number[][] {
  const first = widths[0] ?? 0;
  const made: number[][] = [];
  let panel = [0];
  let used = first;
  for (const [column, columns] of widths.entries()) {
    if (column === 0) continue;
    if (used + gap + columns > width && panel.length > 1) {
      made.push(panel);
      panel = [0];
      used = first;
    }
    // A first column that leaves no room beside it is not repeated.
    if (used + gap + columns > width) {
      made.push(panel);
      panel = [column];
      used = columns;
      continue;
    }
    panel.push(column);
    used += gap + columns;
  }
  made.push(panel);
  return made;
}

function panelLines(
  shown: ShownTable,
  panel: readonly number[],
  widths: readonly number[],
  style: TerminalStyle,
): string[] {
  const width = panel.reduce((sum, column) => sum + (widths[column] ?? 0) + gap, -gap);
  const rule = style.dim("─".repeat(Math.max(1, width)));
  const block = (texts: readonly string[], atBottom: boolean): string[] => {
    const cells = panel.map((column, index) => wrap(texts[index] ?? "", widths[column] ?? 1));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      panel
        .map((column, index) => {
          const cell = cells[index] ?? [];
          const text = cell[atBottom ? line - (height - cell.length) : line] ?? "";
          return padded(text, widths[column] ?? 1, shown.columns[column]?.right === true);
        })
        .join(" ".repeat(gap))
        .trimEnd(),
    );
  };
  const lines = block(
    panel.map((column) => shown.columns[column]?.title ?? ""),
    true,
  ).map(style.bold);
  lines.push(rule);
  for (const [index, row] of shown.rows.entries()) {
    if (index > 0 && shown.rules.has(index)) lines.push(rule);
    lines.push(
      ...block(
        panel.map((column) => cellText(row[column])),
        false,
      ),
    );
  }
  return lines;
}

function isWords(cell: ShownCell): boolean {
  return !cell.numeric && cell.mark === null;
}

function cellText(cell: ShownCell | undefined): string {
  if (cell === undefined) return "";
  if (cell.mark !== null) return `– (${cell.mark})`;
  return cell.interval === null ? cell.text : `${cell.text} ${cell.interval}`;
}
