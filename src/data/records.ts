import { CredenceError, reasonOf } from "../core/error.ts";
import { isJsonObject, type Json, parsedJson } from "../core/json.ts";
import { csvRecords, isTable } from "./csv-records.ts";
import { firstBytes, kindOf } from "./detect/kinds.ts";
import { parseJson } from "./json-text.ts";
import { parquetRecords } from "./parquet.ts";
import type { RecordSink } from "./record-sink.ts";
import { type FileHash, type LineCutter, linesOf, readHashed, textOf } from "./text-file.ts";
import { readUnpacked } from "./unpacked.ts";
import { recordsIn } from "./wrapped-lists.ts";

/** What a file was found to be. */
export interface RecordsRead {
  /** `JSON Lines`, `a JSON list`, `CSV (comma), gzip`... */
  readonly container: string;
  readonly hash: FileHash;
}

/**
 * Reads the records of a file, whatever it is called: JSON Lines, a JSON list, an object that wraps a list, one (pretty) JSON object, CSV or TSV with
 * a header, Parquet; text also as `.gz` or `.zst`, in UTF-8 or UTF-16, with any line ends. Lines stream; lists, tables and objects are held whole.
 *
 * @throws CredenceError `input` on anything else, with a line that converts it where there is one
 * @example await readRecords("rows.parquet", { take: (row, where) => console.log(where, row) });
 */
export async function readRecords(file: string, sink: RecordSink): Promise<RecordsRead> {
  const kind = kindOf(firstBytes(file));
  if (kind?.id === "parquet") {
    await parquetRecords(file, (row, number) => sink.take(row, `${file}:${number}`, number));
    return { container: "Parquet", hash: await readHashed(file) };
  }
  const text = textReader(file, sink);
  const hash = await readUnpacked(file, text.piece);
  text.end();
  const packed = kind === null ? "" : `, ${kind.id}`;
  return { container: `${text.container()}${packed}`, hash };
}

/** Bytes that are looked at before it is decided how to read a text. */
const looked = 2 ** 18;

/** Decides by the first bytes how to read the rest. */
function textReader(file: string, sink: RecordSink): LineCutter & { readonly container: () => string } {
  const begin: Buffer[] = [];
  let size = 0;
  let reader: (LineCutter & { readonly container: () => string }) | null = null;
  const start = (): LineCutter & { readonly container: () => string } => {
    const first = Buffer.concat(begin);
    reader = readerFor(file, first, sink);
    reader.piece(first);
    return reader;
  };
  return {
    piece: (piece) => {
      if (reader !== null) return reader.piece(piece);
      begin.push(Buffer.from(piece));
      size += piece.length;
      if (size >= looked) start();
    },
    end: () => (reader ?? start()).end(),
    container: () => reader?.container() ?? "an empty file",
  };
}

function readerFor(
  file: string,
  first: Buffer,
  sink: RecordSink,
): LineCutter & { readonly container: () => string } {
  if (first.includes(0)) throw unknown(file, "a file of an unknown kind, not text");
  const text = first
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trimStart();
  if (text === "") return lineReader(file, sink);
  const lines = text.split("\n", 6).map((line) => line.trim());
  const isRecord = (line: string | undefined): boolean =>
    line?.startsWith("{") === true && parsedJson(line) !== undefined;
  if (text.startsWith("{")) {
    const oneLine = lines.length === 1 || isRecord(lines[0]) || lines.slice(1).some(isRecord);
    // Python's bare NaN is JSON to most who write it.
    return oneLine || /^\{.*\}$/.test(lines[0] ?? "") ? lineReader(file, sink) : wholeReader(file, sink);
  }
  if (text.startsWith("[")) return wholeReader(file, sink);
  if (lines.some(isRecord)) return lineReader(file, sink);
  if (isTable(text)) return tableReader(file, sink);
  throw unknown(file, "text that is neither JSON nor a table with a header", text);
}

function unknown(file: string, what: string, text?: string): CredenceError {
  if (text !== undefined && /^\s*[-+\d.e]+([ \t]+[-+\d.e]+)+\s*(\n|$)/i.test(text))
    return new CredenceError("input", "columns divided by blanks, without a header", {
      where: file,
      fix: `Convert it: (echo date,value; tr -s ' ' ',' < ${file}) > ${file}.csv`,
    });
  const convert = /\.ya?ml$/i.test(file)
    ? `Convert it: python3 -c 'import yaml, json; print(json.dumps(yaml.safe_load(open("${file}")), default=str))' > ${file}.json`
    : "Write one JSON object a line, or a table with a header line.";
  return new CredenceError("input", what, { where: file, fix: convert });
}

/** Lines of JSON; a single one is looked at as a whole: it may wrap a list. */
function lineReader(
  file: string,
  { take, bad }: RecordSink,
): LineCutter & { readonly container: () => string } {
  let held: { readonly value: Json; readonly number: number } | null = null;
  let read = 0;
  let container = "JSON Lines";
  const refuse = bad ?? thrown;
  const lines = linesOf(
    file,
    (line, number) => {
      let value: Json;
      const where = `${file}:${number}`;
      try {
        value = parseJson(line, where);
      } catch (error) {
        if (!(error instanceof CredenceError)) throw error;
        return refuse(error);
      }
      read++;
      if (read === 1) {
        held = { value, number };
        return;
      }
      if (held !== null) take(held.value, `${file}:${held.number}`, held.number);
      held = null;
      take(value, where, number);
    },
    refuse,
  );
  return {
    piece: lines.piece,
    end: () => {
      lines.end();
      if (held === null) return;
      const { value, number } = held;
      if (/\.(jsonl|ndjson)(\.(gz|zst))?$/i.test(file) && isJsonObject(value))
        return take(value, `${file}:${number}`, number);
      container = recordsIn(value, file, take);
    },
    container: () => (read === 0 ? "an empty file" : container),
  };
}

function thrown(error: CredenceError): never {
  throw error;
}

/** The whole text at once. */
function collected(
  file: string,
  use: (text: string) => string,
): LineCutter & { readonly container: () => string } {
  const pieces: Buffer[] = [];
  let container = "";
  return {
    piece: (piece) => pieces.push(Buffer.from(piece)),
    end: () => {
      container = use(textOf(Buffer.concat(pieces), file));
    },
    container: () => container,
  };
}

function wholeReader(file: string, sink: RecordSink): LineCutter & { readonly container: () => string } {
  return collected(file, (text) => {
    let value: Json;
    try {
      value = parseJson(text, file);
    } catch (error) {
      const values = severalValues(text);
      if (values === null) throw error;
      values.forEach((one, i) => {
        sink.take(one, `${file}#[${i}]`, i + 1);
      });
      return "JSON objects one after another";
    }
    return recordsIn(value, file, sink.take);
  });
}

/** Pretty objects one after another, each beginning and ending at the margin; null where that is not what it is. */
function severalValues(text: string): Json[] | null {
  const parts = text.split(/(?<=^[}\]])\s*\r?\n(?=[{[])/m);
  if (parts.length < 2) return null;
  const values = parts.map((part) => parsedJson(part));
  return values.every((value) => value !== undefined) ? values : null;
}

function tableReader(file: string, sink: RecordSink): LineCutter & { readonly container: () => string } {
  return collected(file, (text) => {
    try {
      return csvRecords(text, file, sink);
    } catch (cause) {
      if (cause instanceof CredenceError) throw cause;
      throw new CredenceError("input", `no table that can be read: ${reasonOf(cause)}`, {
        where: file,
        fix: 'Quote cells that hold a delimiter, a quotation mark (written twice) or a line end: "...".',
        cause,
      });
    }
  });
}
