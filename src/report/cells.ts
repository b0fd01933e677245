import type { Cell, Column, Table } from "./blocks.ts";
import { oneLine } from "./escape.ts";
import { formatInterval, formatNumber } from "./format.ts";

/** A cell as every printer shows it. */
export interface ShownCell {
  /** One line, safe to look at, not escaped for any format. */
  readonly text: string;
  /** "[0.45, 0.61]", after an estimate. */
  readonly interval: string | null;
  /** Mark of the note that says why there is nothing here. */
  readonly mark: string | null;
  readonly numeric: boolean;
}

/** A table with its cells as text, its alignment decided and its notes collected. */
export interface ShownTable {
  readonly columns: readonly { readonly title: string; readonly right: boolean }[];
  readonly rows: readonly (readonly ShownCell[])[];
  /** Row numbers before which a rule is drawn. */
  readonly rules: ReadonlySet<number>;
  /** What the columns mean. */
  readonly columnNotes: readonly { readonly title: string; readonly note: string }[];
  /** Why cells are empty; each reason once, with its mark. */
  readonly absences: readonly { readonly mark: string; readonly reason: string }[];
}

/** Works out what a table shows; rows shorter than the header are filled with nothing. */
export function showTable(table: Table): ShownTable {
  const marks = new Map<string, string>();
  const markOf = (reason: string): string => {
    const known = marks.get(reason);
    if (known !== undefined) return known;
    const mark = letters(marks.size);
    marks.set(reason, mark);
    return mark;
  };
  const width = Math.max(table.columns.length, ...table.rows.map((row) => row.length));
  const rows = table.rows.map((row) =>
    Array.from({ length: width }, (_, i) => showCell(row[i] ?? "", markOf)),
  );
  return {
    columns: Array.from({ length: width }, (_, i) => ({
      title: oneLine(table.columns[i]?.title ?? ""),
      right: isRight(table.columns[i], rows, i),
    })),
    rows,
    rules: new Set(table.rules ?? []),
    columnNotes: table.columns.flatMap(({ title, note }) =>
      note === undefined ? [] : [{ title: oneLine(title), note: oneLine(note) }],
    ),
    absences: [...marks].map(([reason, mark]) => ({ mark, reason })),
  };
}

function showCell(cell: Cell, markOf: (reason: string) => string): ShownCell {
  if (typeof cell === "string") return { text: oneLine(cell), interval: null, mark: null, numeric: false };
  if ("absent" in cell) {
    const reason = oneLine(cell.absent);
    return { text: "–", interval: null, mark: reason === "" ? null : markOf(reason), numeric: false };
  }
  if ("estimate" in cell) {
    return {
      text: formatNumber(cell.estimate, cell.digits),
      interval: formatInterval(cell),
      mark: null,
      numeric: true,
    };
  }
  const number = formatNumber(cell.number, cell.digits);
  const unit = cell.unit === undefined ? "" : oneLine(cell.unit);
  return {
    text: unit === "" ? number : unit === "%" ? `${number}%` : `${number} ${unit}`,
    interval: null,
    mark: null,
    numeric: true,
  };
}

function isRight(
  column: Column | undefined,
  rows: readonly (readonly ShownCell[])[],
  index: number,
): boolean {
  if (column?.align !== undefined) return column.align === "right";
  return rows.some((row) => row[index]?.numeric === true);
}

function letters(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : `${letters(Math.floor(index / 26) - 1)}${letter}`;
}
