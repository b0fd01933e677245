import { isJsonObject, type Json } from "../core/json.ts";
import type { CsvRow, CsvTable } from "./csv-table.ts";
import { firstBytes, kindOf } from "./detect/kinds.ts";
import { fieldText } from "./field-path.ts";
import { readRecords } from "./records.ts";

/** A table out of records that are no CSV: Parquet, JSON Lines, JSON lists; null for any other file, which is read as CSV. */
export async function tableOfRecords(file: string): Promise<CsvTable | null> {
  const first = firstBytes(file, 64);
  const isJson = /^(\ufeff)?\s*[[{]/.test(first.toString("utf8"));
  const packedJson = /\.jsonl?\.(gz|zst)$/i.test(file);
  if (!isJson && !packedJson && kindOf(first)?.id !== "parquet") return null;
  const found: { line: number; value: Readonly<Record<string, Json | undefined>> }[] = [];
  const { hash, container } = await readRecords(file, {
    take: (value, _, number) => {
      if (isJsonObject(value)) found.push({ line: Math.max(1, number), value });
    },
  });
  const columns = [...new Set(found.flatMap(({ value }) => Object.keys(value)))];
  const rows = found.map(
    ({ line, value }): CsvRow => ({
      line,
      cells: Object.fromEntries(columns.map((name) => [name, cellOf(value[name])])),
    }),
  );
  return { columns, rows, delimiter: ",", file: hash, notes: [`read from ${container}`] };
}

function cellOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  const text = fieldText(value);
  // A date that a table program has made a moment of is a day.
  return text.replace(/T00:00:00(\.0+)?Z?$/, "");
}
