import { CredenceError, reasonOf } from "../core/error.ts";
import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";

/** Rows that are held at a time. */
const held = 4096;

/**
 * Rows of a Parquet file as JSON objects, a few thousand at a time: 64-bit integers that fit become numbers, others and decimals text; dates ISO 8601;
 * bytes that are UTF-8 text.
 *
 * @throws CredenceError `input` on a broken file or a codec that is not known
 */
export async function parquetRecords(
  file: string,
  take: (row: JsonObject, number: number) => void,
): Promise<void> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  try {
    const buffer = await asyncBufferFromFile(file);
    const metadata = await parquetMetadataAsync(buffer);
    let before = 0;
    for (const group of metadata.row_groups) {
      const end = before + Number(group.num_rows);
      for (let from = before; from < end; from += held) {
        const range = { rowStart: from, rowEnd: Math.min(end, from + held) };
        const rows: unknown[] = await parquetReadObjects({ file: buffer, metadata, compressors, ...range });
        rows.forEach((row, i) => {
          const value = jsonOf(row);
          if (isJsonObject(value)) take(value, from + i + 1);
        });
      }
      before = end;
    }
  } catch (cause) {
    if (cause instanceof CredenceError) throw cause;
    throw new CredenceError("input", `the Parquet file cannot be read: ${reasonOf(cause)}`, {
      where: file,
      fix: `Convert it: python3 -c 'import pandas; pandas.read_parquet("${file}").to_json("${file}.jsonl", orient="records", lines=True)'`,
      cause,
    });
  }
}

function jsonOf(value: unknown): Json {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case "object":
      if (value === null) return null;
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
      if (value instanceof Uint8Array) return new TextDecoder().decode(value);
      if (ArrayBuffer.isView(value)) return Object.values(value).map(jsonOf);
      if (Array.isArray(value)) return value.map(jsonOf);
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonOf(member)]));
    default:
      return null;
  }
}
